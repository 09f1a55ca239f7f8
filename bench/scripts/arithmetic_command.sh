# 300,000 times ((...))
# target: 0.125 bash user
# target: 0.5 ksh93 user
# shells: bash ksh93
for ((i = 0; i < 300000; i++)); do ((x = i * 3 + x % 7, y ^= x)); done
echo $x $y
