# 10,000 here-documents read by a built-in
i=0
while [ $i -lt 10000 ]; do
	read -r a b <<EOF
word $i
EOF
	i=$((i+1))
done
echo $a $b
