# ${s:i:1} over 2,000 characters that are not ASCII, forwards and backwards
# target: 0.125 bash user
# target: 0.5 ksh93 user
# shells: bash ksh93
LC_ALL=C.UTF-8
for ((i = 0; i < 2000; i++)); do s+=é; done
for ((i = 0; i < ${#s}; i++)); do [[ ${s:i:1} == é ]] && ((n++)); done
for ((i = ${#s} - 1; i >= 0; i--)); do t+=${s:i:1}; done
echo ${#s} $n ${#t}
