# functions with local variables
# target: 0.125 bash user
# shells: bash
f() { local a=1 b=$1; r=$((a + b)); }
for ((i = 0; i < 100000; i++)); do f $i; done
echo $r
