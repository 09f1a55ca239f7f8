# s+=x 300,000 times, and ${s:i:1} over 20,000 characters
# target: 0.125 bash user
# target: 0.5 ksh93 user
# shells: bash ksh93
for ((i = 0; i < 300000; i++)); do s+=x; done
t=${s:0:20000}
for ((i = 0; i < 20000; i++)); do [[ ${t:i:1} == x ]] && ((n++)); done
echo ${#s} $n
