package differential

import "strings"

// simpleCommands are the productions of a simple command.
func simpleCommands() []choice {
	return []choice{
		{22, (*generator).show},
		{14, (*generator).assign},
		{8, func(g *generator) string { return `echo "s$?"` }},
		{5, (*generator).prefixed},
		{6, (*generator).test},
		{5, (*generator).call},
		{6, (*generator).setOptions},
		{6, (*generator).setParameters},
		{5, (*generator).read},
		{5, (*generator).hereDocument},
		{4, (*generator).unset},
		{4, (*generator).declare},
		{4, (*generator).jump},
		{4, (*generator).printf},
		{5, (*generator).arithmeticCommand},
		{5, (*generator).specialError},
		{3, (*generator).execute},
		{4, (*generator).redirected},
		{3, (*generator).odds},
		{6, (*generator).oddSyntax},
		{3, (*generator).quotes},
	}
}

func (g *generator) show() string {
	return g.pick("p ", "p ", "p ", "printf '<%s>\\n' ", "echo ") + g.word() + " " + g.words(2) + g.redirections(10)
}

func (g *generator) value() string {
	return g.pick("", g.word(), g.word(), "1", "'a b c'", "' a  b '", "a:b:c", "'*'", `'a\*b'`, "'x/y.z'", "~:~", "$*", `"$@"`, `$@`, "$(echo x; false)", "' '", ":", "'\\'")
}

func (g *generator) assign() string {
	switch g.IntN(6) {
	case 0:
		return "IFS=" + g.pick(":", "' '", "''", "' :'", ",", "a", "'\n'", "'-'", "' \t\n'", "'\\'", "1", "s", "'*'")
	case 1:
		return g.among("x y n") + "=" + g.pick("1", "5", "-3", "0", "010", "x", "''", "' 2 '", "1+1", "n", "0x10", "2147483648")
	case 2:
		return "a=" + g.value() + " b=" + g.value()
	}
	return g.name() + "=" + g.value()
}

// prefixed makes a command with assignments before it.
func (g *generator) prefixed() string {
	text := g.name() + "=" + g.value() + " "
	return text + g.pick("p \"$a\"", ":", "eval 'p \"$a\"'", "printenv a", "export b", "set -- q", "command :", g.call(), "true", "unset c", "read b <b.txt", "$u", `""`, "command eval p '$a'", "sh -c 'echo \"$a $b\"'", "nosuch", ". ./nosuch", "$(echo :)", "exec >/dev/null", "readonly c", "shift 0")
}

func (g *generator) test() string {
	switch g.IntN(6) {
	case 0:
		return "[ " + g.word() + " " + g.among("= != -eq -lt -ge -ne = =") + " " + g.word() + " ]"
	case 1:
		return "[ " + g.among("-n -z -f -d -e -s -r ! -t -h") + " " + g.word() + " ]"
	case 2:
		return "test " + g.words(4)
	case 3:
		return "[ " + g.pick("! ", "") + "\"" + g.doubleQuoted() + "\" " + g.among("= !=") + " " + g.word() + " ]"
	case 4:
		return "[ " + g.among("1 2 x $# $? 010 '' ' 3 '") + " " + g.among("-eq -lt -ge -ne -gt -le") + " " + g.among("1 2 $x $# $? 8") + " ]"
	}
	return "[ " + g.word() + " ]"
}

func (g *generator) setOptions() string {
	return "set " + g.pick("-e", "-e", "+e", "-u", "+u", "-f", "+f", "-C", "+C", "-a", "+a", "-eu", "-o errexit", "+o errexit", "-o noglob", "-o nounset", "-ef", "+ef", "-o noclobber")
}

func (g *generator) setParameters() string {
	if g.one(4) {
		return g.pick("", "command ") + "shift" + g.pick("", "", " 0", " 1", " 2", " $#", " 9")
	}
	return "set " + g.pick("--", "-- ", "--", "-", "") + " " + g.pick("x y", g.word()+" "+g.words(2), g.word()+" "+g.words(2))
}

func (g *generator) read() string {
	text := g.pick("", "", "IFS=: ", "IFS= ", "IFS=, ") + "read " + g.pick("", "-r ") + g.pick("a", "a b", "a b c", "b")
	switch g.IntN(4) {
	case 0:
		return text + " <" + g.among("a.txt b.txt nosuch") + "; p \"$?\" \"$a\" \"$b\" \"$c\""
	case 1:
		return text + "; p \"$?\" \"$a\" \"$b\" \"$c\""
	}
	text += g.document(g.pick("a b c d", " a  b ", "a:b:c", ":a::b:", `a\ b c\`+"\n"+`d`, `\a\\b`, "", "a,b ,c", "$a", "'a' \"b\"", "a:b:", "a b\t ", "x : y : z")+"\n", g.one(2))
	return text + "; p \"$?\" \"$a\" \"$b\" \"$c\""
}

func (g *generator) hereDocument() string {
	text := ""
	for range 1 + g.IntN(2) {
		text += g.pick("", "\t", " ") + g.documentLine() + "\n"
	}
	return "cat" + g.document(text, g.one(4))
}

func (g *generator) documentLine() string {
	return g.pick("plain", "$a", `\$a \\ \a \"`, `"$a"`, "'$b'", `${a:-"x y"}`, "${u-'q'}", "`echo b`", `\`+"\n"+"joined", "$((1 + x))", "$@", "$*", "~", "*", "a  b", `\`+"`", `"`, "'", "${a#\"*\"}", "${a%b}", g.apart(func() string { return g.doubleQuoted() }))
}

// document makes a redirection from a here-document.
func (g *generator) document(text string, literal bool) string {
	delimiter := g.among("E EOF end")
	op := g.among("<< << <<-")
	mark := delimiter
	if literal {
		mark = g.pick("'"+delimiter+"'", `\`+delimiter, `"`+delimiter+`"`)
	}
	tab := ""
	if op == "<<-" {
		tab = g.pick("", "\t")
	}
	g.pending += text + tab + delimiter + "\n"
	return " " + g.pick("", "", "", "0") + op + g.pick("", " ") + mark
}

func (g *generator) unset() string {
	return "unset " + g.pick("a", "b", "-v a", "-f f0", "a b", "u", "f0", "IFS", "x", "-v nosuch", "-f nosuch")
}

func (g *generator) declare() string {
	switch g.IntN(5) {
	case 0:
		return "export " + g.name() + "=" + g.value() + g.pick("", "; printenv a", "; sh -c 'echo \"$a\"'")
	case 1:
		return "(readonly r=" + g.value() + "; " + g.pick("r=2", "unset r", "r=3 :", "r=4 true", "for r in 1; do :; done", "read r <a.txt", "p ${r:=1}", "export r=5", ": $((r=1))", "command export r=2", "getopts a r -a", "p $r", "r=1 nosuch", "eval 'r=1'", "local r", "r=1 command :", "x=1 r=2") + "; echo \"after $? $r\")"
	case 2:
		return "export " + g.pick("a", "a b", "u", "x y=1", "IFS")
	case 3:
		return "readonly e=" + g.among("1 2")
	}
	return g.pick("export -p >/dev/null", "readonly -p >/dev/null", "command export a=~", "export a=~:~ b=$*", "export $u", "export a=$(echo 1 2)")
}

// jump leaves something: a loop, a function, the shell.
func (g *generator) jump() string {
	if g.around > 0 && !g.one(3) {
		return g.leaveLoop()
	}
	if g.depth > 1 && g.one(2) {
		return g.among("return exit") + " " + g.among("0 1 3 $? 255 256")
	}
	return g.pick("(exit 3)", "(exit)", "false", "true", "! true", "break", "continue", "(return 2)", "exit", "return")
}

func (g *generator) printf() string {
	format := g.pick("%s\\n", "%d\\n", "%5s|%-5s|\\n", "%05d %x %o\\n", "%c%c\\n", "%b\\n", "%%\\n", "%s %s\\n", "%.2s\\n", "%i %u\\n", "%+d % d\\n", "\\101\\n", "\\t|\\\\\\n", "%*d\\n", "%b", "%s", "a\\cb", "%X\\n", "%#o %#x\\n", "%-3d|\\n", "%.3d\\n", "%s\\0%s\\n")
	return "printf '" + format + "' " + g.pick(g.words(3), "1 2 3", "'\\n' 'a\\tb\\c' c", "x", "010 0x1f -5", "", "'\\0101' '\\x'", "\"'a\" '\"b'", "3 4", "+3 ' 4' 5x") + g.redirections(10) + g.pick("", "; echo \"s$?\"")
}

func (g *generator) arithmeticCommand() string {
	return g.pick("p ", ": ", "x=", "[ ", "a=", "n=") + g.expansionOfArithmetic()
}

func (g *generator) expansionOfArithmetic() string {
	text := "$((" + g.arithmetic(0) + "))"
	return g.pick(text, `"`+text+`"`)
}

// specialError makes an error of a special built-in, a redirection or an
// expansion, after which a shell goes on or does not.
func (g *generator) specialError() string {
	failing := g.pick("shift 99", "set -o nosuch", ". ./nosuch", ": <nosuch", "export 1x", "readonly 1x=2", "unset 1x", "eval 'if'", "eval ')'", "exec <nosuch", "exec nosuch", "break", "continue 2", "return", "trap 'x' NOSUCH", "set -Z", "exit", "times >/dev/full", "echo ${u?}", "echo ${u:?msg}", "echo $((1/0))", "a=$((1/0))", "echo <nosuch", "true >sub", "{ :; } <nosuch", "f0 <nosuch", "a=1 : <nosuch", "set -u; echo $u", "export a=${u?}", "nosuch", "./a.txt", "./sub", "p $(exit 3)", "a=$(exit 3)", "a=$(exit 3) :", "a=$(exit 4) p x", "$(exit 5)", "$u", "cat <&9", ": <&9", "exec 9<&8", "eval 'a=('", ": ${u?}", "[ 1 -eq x ]", "[ a b ]", "cd nosuch", "read 1x", "getopts", "command -v nosuch", "wait 99999", "kill -l 99", "umask z", "unset -f 1x", "set -- ${u?}", "(exit 6) >nosuch/x", "while :; do :; done <nosuch", "for i in ${u?}; do :; done", "case ${u?} in esac", "unalias nosuch", "type nosuch", "hash nosuch", "local a", "printf %d x", "test 1 -foo 2", "export -x", "trap 1x", "exit abc", "return abc", "shift x", "break 0", ". nosuch", "eval", "exec")
	failing = g.pick("", "", "", "command ", "! ", "if ", "command command ") + failing
	if strings.HasPrefix(failing, "if ") {
		failing += g.separator() + "then echo T" + g.separator() + "fi"
	}
	text := failing + g.pick(" 2>&-", "", "", "", " || echo failed", " && echo fine")
	return g.pick("( ", "( ", "( set -e; ", "( f0() { :; }; ") + text + g.separator() + "echo \"alive $?\" )"
}

func (g *generator) execute() string {
	return g.pick("(exec echo hi)", "(exec >f1; echo x); cat f1", "exec 3>f3; echo three >&3; exec 3>&-; cat f3", "exec 3<a.txt; read a <&3; p \"$a\"; exec 3<&-", "(exec <b.txt; read a; p \"$a\")", "exec 4>&1; p x >&4", "(exec sh -c 'exit 3'); echo \"s$?\"", "exec 2>/dev/null", "(a=1 exec printenv a)", "(exec -- echo x)", "exec </dev/null", "(trap 'echo T' EXIT; exec true)", "exec 5<a.txt 6<&5; read a <&6; read b <&5; p \"$a\" \"$b\"")
}

func (g *generator) redirected() string {
	return g.pick(">f1", ">>f1", "<nosuch", ">f1 <a.txt", ">$a", ">\"$a\"", "2>&1 >f2", "<a.txt cat", ">f1 echo x", "cat <a.txt <b.txt", "echo out >f1 >f2", "cat <>f4", "echo q 1<>a.txt", "echo c >|a.txt", "echo n >a.txt", "cat f1", "cat f?", ">&2 echo err", "echo x 3>f1 >&3", "cat 0<&- <b.txt", "echo x >&-", "{ echo a; echo b >&2; } 2>&1", "{ echo a; echo b >&2; } 2>f2 >&2", "cat <&0 <a.txt", "echo $(<a.txt)", ">f\\ 1", "> 'f*' echo glob", "cat <~/nosuch", "echo >*.txt", "cat <a.*")
}

// redirections follow a compound command one in n times.
func (g *generator) redirections(n int) string {
	if !g.one(n) {
		return ""
	}
	if g.one(4) {
		return g.document(g.documentLine()+"\n", g.one(3))
	}
	return g.pick(" >f1", " >>f1", " <a.txt", " 2>/dev/null", " 2>&1", " >&2", " 3>&1", " <nosuch", " <&-", " >f2 2>&1", " 2>f2", " >/dev/null", " 3<b.txt", " <b.txt >f3", " >\"f$x\"", " 3>&1 1>&2 2>&3 3>&-", " >f1 >f2", " <&3", " >&3")
}

func (g *generator) odds() string {
	return g.pick("cd sub; ls; cd ..", "umask 022; umask", "command -v p", "command -v if", "command -v :", "type : >/dev/null", "case $- in *e*) echo e;; *) echo E;; esac", "case $- in *f*) echo f;; esac", "echo $LINENO", "p \"${0##*/}\"", "hash -r", "p \"${PWD##*/}\" \"${OLDPWD##*/}\"", "cd nosuch || echo no", "cd -P sub; cd ../sub; cd ../", "echo \"$-\" | tr -cd efuaC; echo", "true; # comment", "# comment", ":", "p \"$PPID\" >/dev/null", "command -v nosuch; echo \"s$?\"", "readonly >/dev/null", "times >/dev/null", "getopts a o -a", "ulimit -n >/dev/null", "set >/dev/null", "command", "command -p echo x", "type nosuch >/dev/null 2>&1", "pwd | sed 's,.*/,,'", "kill -0 $$", "export OPTIND", "p \"$IFS\"", "p ${IFS}", "set -o >/dev/null", "command . ./a.txt 2>/dev/null; echo \"s$?\"")
}
