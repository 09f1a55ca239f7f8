# an array of 100,000 elements: made, read by index and in a loop
# target: 0.125 bash user
# target: 0.5 ksh93 user
# shells: bash ksh93
for ((i = 0; i < 100000; i++)); do a[i]=$i; done
for ((i = 0; i < 100000; i++)); do ((n += a[i])); done
for x in "${a[@]}"; do ((n += x)); done
echo $n ${#a[@]}
