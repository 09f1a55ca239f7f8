# needs: awk
# Every awk that is here has system, pipes to commands and from them.
cat >t.awk <<'E'
BEGIN {
	r = system("exit 3"); print "system", r
	r = system("echo out | tr a-z A-Z"); print r
	"echo got; echo more" | getline x; print x
	while (("seq 3 | sort -r" | getline y) > 0) print y
	close("seq 3 | sort -r")
	print "c\nb\na" | "sort"; r = close("sort"); print "close", r
	print "text" | "cat >f; exit 2"; close("cat >f; exit 2")
	"cat f; pwd; echo \"$#\"" | getline z; print z
	for (i = 0; i < 50; i++) { cmd = "expr " i " '*' 2"; cmd | getline v; close(cmd); s += v }
	print s
	printf "to stderr\n" | "cat 1>&2"; close("cat 1>&2")
	"date -u -d @0 +%Y" | getline d; print d
	cmd = "read a b; echo \"$b-$a\" >g"; print "one two" | cmd; close(cmd)
	while ((getline line <"g") > 0) print line
	exit system("test -f f && exit 4")
}
E
for awk in mawk gawk 'busybox awk' original-awk; do
	command -v ${awk%% *} >/dev/null || continue
	echo "# $awk"; $awk -f t.awk; echo "status $?"
	echo 'a b' | $awk '{ print | "cat; exit 5" } END { close("cat; exit 5"); system("") }'; echo "status $?"
	$awk 'BEGIN { for (i = 0; i < 100000; i++) print i | "head -n 2" }' 2>/dev/null
	$awk 'BEGIN { print "left to the end" | "cat"; print "first" }' | sort
done
