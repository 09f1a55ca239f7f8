# a=("${a[@]:1}") until nothing is left of 1,000 elements
# target: 0.125 bash user
# target: 0.5 ksh93 user
# shells: bash ksh93
for ((i = 0; i < 1000; i++)); do a[i]=$i; done
while ((${#a[@]})); do ((n += a[0])); a=("${a[@]:1}"); done
echo $n
