# ${s##*/} and ${s%%.*}
# target: 0.2 fastest user
s=/usr/share/doc/package/changelog.Debian.gz
i=0
while [ $i -lt 200000 ]; do
	base=${s##*/}
	stem=${base%%.*}
	i=$((i+1))
done
echo $stem
