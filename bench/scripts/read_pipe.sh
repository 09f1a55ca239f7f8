# while read -r a b, over 200,000 lines of a pipe
# target: 0.2 fastest user
cat "$1/lines" | {
	n=0
	while read -r a b; do
		n=$(((n + a) % 1000))
	done
	echo $n
}
