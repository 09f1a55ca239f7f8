# [[ $s =~ $re ]], where the expression comes from a variable
# target: 0.125 bash user
# target: 0.5 ksh93 user
# shells: bash ksh93
number='^[+-]?[0-9]+([.][0-9]*)?$'
source='([^/]+)\.(c|h|go)$'
i=0 n=0
while ((i < 4000)); do
	for s in 12.50 -7 1.2.3 /usr/src/linux/main.c doc/readme.md; do
		for re in "$number" "$source"; do
			if [[ $s =~ $re ]]; then ((n += 1)); fi
		done
	done
	((i += 1))
done
echo $n
