# case with literal and wild patterns
# target: 0.2 fastest user
i=0 n=0
for word in alpha beta.c gamma.h delta epsilon.tar.gz; do
	j=0
	while [ $j -lt 40000 ]; do
		case $word in
		alpha | omega) n=$((n+1)) ;;
		*.c) n=$((n+2)) ;;
		*.h) n=$((n+3)) ;;
		*.tar.*) n=$((n+4)) ;;
		[a-d]*) n=$((n+5)) ;;
		*) n=$((n+6)) ;;
		esac
		j=$((j+1))
	done
done
echo $n
