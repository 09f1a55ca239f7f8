# 300 pipelines of three built-ins
# target: 1 dash
i=0
while [ $i -lt 300 ]; do
	echo "line $i" | { read -r a b; echo "$b"; } | while read -r n; do :; done
	i=$((i+1))
done
echo $i
