# 1,000 times read from <( ) of a built-in
# target: 0.125 bash user
# shells: bash
for ((i = 0; i < 1000; i++)); do read -r x < <(echo $i); done
echo $x
