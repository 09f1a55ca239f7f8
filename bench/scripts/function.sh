# function calls with parameters and return
# target: 0.2 fastest user
add() {
	sum=$((($1 + $2) % 1000))
	return 0
}
i=0 sum=0
while [ $i -lt 200000 ]; do
	add $sum $i
	i=$((i+1))
done
echo $sum
