# $(echo x), a substitution of a built-in
# target: 0.05 dash
# target: 1 ksh93
i=0
while [ $i -lt 5000 ]; do
	x=$(echo x)
	i=$((i+1))
done
echo $x
