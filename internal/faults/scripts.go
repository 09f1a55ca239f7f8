package faults

import "strings"

// Script is one that is run again and again, with another fault each time.
type Script struct {
	Name   string
	Text   string
	Input  string
	Status int
	Files  map[string]string
}

// Scripts returns the scripts of a sweep. Together they use every way of gpipe
// to start a process, to open a file, and to move bytes; none discards an
// error.
func Scripts() []Script {
	lines := strings.Repeat("a line of text\n", 500)
	files := map[string]string{"data": lines, "dot.sh": "echo dot\nx=dotted\n", "prog": "#!/bin/sh\necho prog\n"}
	texts := []struct{ name, text string }{
		{"program", "/bin/echo one; /bin/echo two"},
		{"pipeline", "cat data | tr a-z A-Z | wc -l"},
		{"mixed", "cat data | while read -r a b; do echo \"$b\"; done | sort -u"},
		{"builtins", "echo text | { read -r x; echo \"<$x>\"; } | cat"},
		{"substitution", "x=$(echo a; echo b) && y=$(cat data | head -n 1) && echo \"$x $y\""},
		{"nested", "x=$(echo $(echo $(/bin/echo deep))) && echo \"$x\""},
		{"heredoc", "cat <<EOF\n$(echo inside) text\nEOF"},
		{"heredoc_large", "x=$(cat data) && cat <<EOF | wc -c\n$x$x$x$x$x$x$x$x$x$x$x$x$x$x\nEOF"},
		{"heredocs", "for i in 1 2 3; do cat <<EOF\n$i\nEOF\ndone"},
		{"redirections", "echo a >f && echo b >>f && cat <f && { cat f f >g; cat g; } 2>&1"},
		{"descriptors", "exec 3>f 4<data && read -r x <&4 && echo \"$x\" >&3; r=$?; exec 3>&- 4<&-; [ $r = 0 ] && cat f"},
		{"read_file", "n=0; while read -r a b; do n=$((n+1)); done <data; echo $n"},
		{"read_pipe", "cat data | { n=0; while read -r a; do n=$((n+1)); done; echo $n; }"},
		{"read_stdin", "read -r a; echo \"$a\"; cat"},
		{"dot", ". ./dot.sh && echo $x && eval 'echo $x'"},
		{"background", "cat data >f & wait $! && wc -l <f"},
		{"subshell", "(echo a; (cat data | tail -n 1); exit 3) | cat; (exit 4) || echo $?"},
		{"functions", "f() { echo \"$1\"; cat; } <data; f a | tail -n 1; f b >f && wc -l f"},
		{"glob", "for f in *; do echo \"$f\"; done; set -- /etc/host*; echo \"$1\""},
		{"large", "x=$(cat data) && printf '%s\\n' \"$x\" \"$x\" \"$x\" \"$x\" \"$x\" \"$x\" \"$x\" \"$x\" \"$x\" \"$x\" | wc -c"},
		{"trap", "trap 'echo trapped' USR1; kill -USR1 $$; sh -c 'kill -USR1 $PPID'; echo end"},
		{"file", "./prog; x=$(<data) && echo ${#x}"},
		{"exec", "echo before; trap - EXIT; exec cat data"},
		{"herestring", "read -r a b <<<'one two' && echo $b; cat <<<\"$b\" | tr a-z A-Z"},
	}
	var all []Script
	for _, t := range texts {
		all = append(all, Script{Name: t.name, Text: t.text, Input: "first\nsecond\n", Files: files})
	}
	return all
}
