# i=$((i+1)) with [ $i -lt N ]
# target: 0.2 fastest user
i=0
while [ $i -lt 300000 ]; do
	i=$((i+1))
done
echo $i
