# an associative array of 50,000 elements: made, counted in, read in a loop
# target: 0.125 bash user
# target: 0.5 ksh93 user
# shells: bash ksh93
typeset -A m
for ((i = 0; i < 50000; i++)); do m[key$i]=$i; done
for ((i = 0; i < 50000; i++)); do ((m[key$((i % 100))] += 1)); done
for k in "${!m[@]}"; do ((n += m[$k])); done
echo $n ${#m[@]}
