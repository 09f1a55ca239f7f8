# [[ $s =~ expression ]], with groups and without
# target: 0.125 bash user
# target: 0.5 ksh93 user
# shells: bash ksh93
i=0 n=0
while ((i < 4000)); do
	for s in name=1234 'longer name=7' value=12a 'error: x'; do
		if [[ $s =~ ^([a-z]+)=([0-9]+)$ ]]; then ((n += 1)); fi
		if [[ $s =~ ^[^0-9]+$ ]]; then ((n += 2)); fi
		if [[ $s =~ error|warning ]]; then ((n += 4)); fi
		if [[ $s =~ ^[[:space:]]*(.*[^[:space:]])[[:space:]]*=(.*) ]]; then ((n += 8)); fi
	done
	((i += 1))
done
echo $n
