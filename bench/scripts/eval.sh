# eval of a short text, one that is the same 100,000 times and one that never is
# target: 1 dash user
# target: 0.125 bash user
i=0 n=0
while [ $i -lt 100000 ]; do
	eval 'n=$(((n + i) % 1000))'
	eval "x$((i % 50))=$i"
	i=$((i+1))
done
echo $n $x49
