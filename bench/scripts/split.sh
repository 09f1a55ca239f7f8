# unquoted expansion into fields
# target: 0.2 fastest user
list='the quick brown fox jumps over the lazy dog and runs on'
i=0 n=0
while [ $i -lt 50000 ]; do
	set -- $list
	n=$((n + $#))
	i=$((i+1))
done
echo $n
