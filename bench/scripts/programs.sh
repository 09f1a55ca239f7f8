# 500 programs, one after the other
# target: 1 dash
i=0
while [ $i -lt 500 ]; do
	/usr/bin/true
	i=$((i+1))
done
echo $i
