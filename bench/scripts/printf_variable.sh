# 100,000 times printf -v
# target: 0.125 bash user
# shells: bash
for ((i = 0; i < 100000; i++)); do printf -v x '%05d %s' $i abc; done
echo "$x"
