# mapfile of 200,000 lines, five times
# target: 0.125 bash user
# shells: bash
for i in 1 2 3 4 5; do mapfile -t lines <"$1/lines"; done
echo ${#lines[@]}
