# while read -r a b, over 200,000 lines of a file
# target: 0.2 fastest user
n=0
while read -r a b; do
	n=$(((n + a) % 1000))
done <"$1/lines"
echo $n
