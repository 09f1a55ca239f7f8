# a pattern over 10,000 names
# target: 1 dash
i=0
while [ $i -lt 20 ]; do
	set -- "$1"/many/*
	n=$#
	shift $((n - 1))
	set -- "${1%/many/*}"
	i=$((i+1))
done
echo $n
