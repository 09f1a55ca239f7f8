# while read; a+=("$line"), over 200,000 lines of a file
# target: 0.125 bash user
# shells: bash
while read -r line; do a+=("$line"); done <"$1/lines"
echo ${#a[@]}
