package differential

import "strings"

// flowCommands are about the order in which commands run and where they end.
func flowCommands() []choice {
	return []choice{
		{4, (*generator).exitOnError},
		{3, (*generator).trapOnExit},
		{2, (*generator).trapSignal},
		{3, (*generator).leaveOddly},
		{2, (*generator).functionForms},
		{2, (*generator).returnFromDot},
		{2, (*generator).waitFor},
		{1, (*generator).lineNumbers},
		{3, (*generator).descriptors},
		{3, (*generator).documentsInPlaces},
		{3, (*generator).quotesInQuotes},
		{2, (*generator).unsetError},
	}
}

// failing is a command that fails, by itself or in a part of it that counts.
func (g *generator) failing() string {
	return g.pick("false", "(exit 3)", "{ false; }", "false || false", "true && false", "false && true", "! true", "! false", "true | false", "false | true", "a=$(false)", "a=$(exit 4) b=$(true)", "a=$(false) true", "p $(false)", "if false; then :; fi", "if true; then false; fi", "while false; do :; done",
		"for i in 1 2; do false; done", "case x in x) false;; esac", "nosuch", "{ false; echo in; }", "(false; echo in)", "eval false", "eval 'false; echo ev'", "command false", "fe", "fe || :", "fe && :", "! fe", "if fe; then echo T; fi", "(fe)", "{ fe; } | cat", "echo $(fe)", "a=$(fe)", ": $(fe)", ". ./elib", ". ./elib || :", "trap false EXIT", "false &\nwait $!", "test x = y", "[ ]", "false >f1", ": <nosuch", "true <nosuch", "{ :; } <nosuch", "export a=$(false)", "local a", "false; :", "until true; do false; done", "for i in $(false); do :; done", "case $(false) in '') echo c;; esac", "cat <<E\n$(false)\nE", "a=1 false", "return 3", "true && { false; echo in; }", "{ false || true; } && false", "! { false; echo in; }", "( set +e; false; echo in )", "set +e; false; echo off; set -e", "false || { false; echo in; }", "if ! fe; then echo N; fi", "while fe; do break; done", "eval '! true'", "eval 'false || false'", "(! true)", "{ ! true; }", "shift 9", "unset e", "command . ./nosuch", "true && false || false")
}

func (g *generator) exitOnError() string {
	text := "(" + g.pick("set -e; ", "set -e; ", "set -eu; ", "") + "fe() { echo fe1; " + g.pick("false", "(exit 7)", "return 6", "set -e; false", "false || false", "! true") + "; echo fe2; }; printf 'echo l1\\nfalse\\necho l2\\n' >elib\n"
	for range 1 + g.IntN(2) {
		text += g.failing() + "\n" + `echo "c$?"` + "\n"
	}
	text += ")"
	switch g.IntN(5) {
	case 0:
		return text + ` || echo "o$?"`
	case 1:
		return "echo " + quoted("set -e\n"+strings.TrimSuffix(strings.TrimPrefix(text, "("), ")")) + " >es; sh() { eval \"$(cat es)\"; }; (sh); echo \"n$?\""
	case 2:
		return "a=$" + text + `; p "$?" "$a"`
	}
	return text + `; echo "n$?"`
}

func (g *generator) trapOnExit() string {
	action := g.pick(`echo "x$?"`, "echo x; exit 4", "false", "echo $a", "exit", "return 5", "(exit 6)", "trap - EXIT", "trap 'echo y' EXIT", "trap 'echo y' 0; exit 2", "echo x; false; echo z", "set -e; false; echo z", "echo `exit 3`$?", "{ echo q; } >&2", "exec echo ex", "kill -0 $$ && echo alive", "f5", "nosuch", "if", "break", "a=2", ": ${u?}", "")
	inside := g.pick("exit 3", "exit", "false", "true", "(exit 5)", "(trap)", "(trap; exit 1)", "echo $(trap)", "a=$(trap 'echo in' EXIT; exit 2); echo \"$a\"", "(trap 'echo sub' EXIT)", "(exit 8); exit", "f5() { exit 7; }; f5", "f5() { trap 'echo f' EXIT; return 2; }; f5", "exec true", "exec nosuch", "exec sh -c 'exit 9'", "trap", "trap - EXIT", "trap -- - 0", "trap '' EXIT", ": ${u?}", "set -u; echo $u", "set -e; false", "set -e; (exit 4)", "eval 'exit 2'", "eval if", ". ./nosuch", "shift 99", "r=1; readonly r; r=2", "echo x | (exit 3)", "{ exit 2; } | cat; exit", "for i in 1 2; do exit $i; done", "f5() { false; }; f5", "trap 'echo again' EXIT", "a=1; (a=2; trap 'echo $a' EXIT); exit 1", "kill -TERM $$", "cat <<E\n$(trap 'echo h' EXIT)\nE", "trap 'exit 1' EXIT; exit 2", "return", "return 3", "command exit 4", "! exit 4", "exit 256", "exit 3 | cat", "false || exit", "false; exit")
	text := "a=t; trap " + quoted(action) + " EXIT; " + inside + g.pick("", "\necho after")
	switch g.IntN(4) {
	case 0:
		return "p \"$(" + text + "\n)\" \"$?\""
	case 1:
		return "f6() { ( " + text + "\n); }; f6; echo \"s$?\""
	case 2:
		return "sh -c " + quoted("true") + "; {\n(" + text + "\n)\n} | cat"
	}
	return "(" + text + "\n); echo \"s$?\""
}

func (g *generator) trapSignal() string {
	sig := g.among("USR1 USR2 TERM HUP INT")
	action := g.pick("echo got", `echo "got $?"`, "exit 3", "return 3", "false", "break", "trap - "+sig, "a=got", "(exit 4)", "echo `echo sub`", "continue", "set -- t", "trap - "+sig+"; kill -0 $$; a=2")
	send := "kill -" + sig + " $$"
	use := g.pick(send, "for i in 1 2; do "+send+"; echo $i; done", "(exit 5); "+send+"; echo $?", "f7() { "+send+"; echo inf; }; f7; echo \"r$?\"", "eval '"+send+"; echo ev'", "false || "+send, "if "+send+"; then echo T; fi", "a=$("+send+"; echo sub); echo \"$a\"", "{ "+send+"; echo g; }", "trap '' "+sig+"; "+send, "sh -c 'kill -"+sig+" $$'; echo \"c$?\"", "(trap - "+sig+"; sh -c 'kill -"+sig+" $$'); echo \"c$?\"", "(trap '' "+sig+"; sh -c 'kill -"+sig+" $$; echo no'); echo \"c$?\"")
	return "trap " + quoted(action) + " " + sig + "; " + use + "; echo \"s$? $a\"; trap - " + sig
}

// leaveOddly leaves loops from places where one looks twice.
func (g *generator) leaveOddly() string {
	leave := g.among("break continue") + g.pick("", "", " 1", " 2", " 2", " 3", " 9")
	place := g.pick("%s", "eval '%s'", "{ %s; }", "(%s)", "(%s; echo in)", "if %s; then echo T; fi", "while %s; do echo body; break; done", "until %s; do echo body; break; done", "case x in x) %s;; esac", "true && %s", "false || %s", "! %s", "%s | cat", "echo a | %s", "$(%s)", "a=$(%s)", "%s >f1", "%s <nosuch", "eval 'eval \"%s\"'", "for j in $(%s; echo a b); do echo j$j; done", "while true; do %s; done", "if true; then if true; then %s; fi; fi", "echo '%s' >blib; . ./blib", "{ %s; } 2>f2", "command %s", "a=1 %s", "trap '%s' USR1; kill -USR1 $$", "f8() { for k in 1 2; do %s; done; echo f8; }; f8", "until false; do { %s; }; done", "while %s && false; do echo w; done; break", "for k in p q; do echo $k; %s; echo n; done", "%s & wait", "case $i in 1) ;; *) %s;; esac", "false && %s; echo and")
	text := "for i in 1 2 3; do echo $i; for n in a b; do echo $n; " + strings.Replace(place, "%s", leave, 1) + "; echo \"i$?\"; done; echo \"o$?\"; done; echo \"s$?\""
	if g.one(3) {
		text = strings.Replace(text, "for n in a b; do", "m=0; while [ $((m+=1)) -lt 3 ]; do n=m$m;", 1)
	}
	return text
}

func (g *generator) functionForms() string {
	body := g.pick("{ echo \"$# $1\"; }", "( echo \"$# $1\"; a=sub )", "if [ \"$1\" ]; then echo \"$1\"; fi", "for i do echo \"$i\"; done", "case $1 in p) echo P;; *) echo O;; esac", "while [ $# -gt 0 ]; do echo $1; shift; done", "{ f9() { echo redefined; }; echo first; }", "{ unset -f f9; echo gone; }", "{ return 3; } >f1", "{ set -- x y z; p \"$@\"; }", "{ echo \"$0\" >/dev/null; echo out; echo err >&2; } 2>&1", "{ cat; } <a.txt", "{ cat; } <<E\n$1 $#\nE", "( exit 3 )", "{ f10() { echo nested $1; return 4; }; f10 \"$@\"; }", "{ [ $# -gt 0 ] || return; shift; f9 \"$@\"; echo back$#; }", "{ eval 'return 5'; echo no; }", "{ local a=l; p \"$a\"; }", "{ a=f; return; }", "{ false; return; }", "{ trap 'echo t' EXIT; }", "until return 6; do :; done", "{ return 2 & wait $!; }", "{ return $(echo 7); }", "{ echo x | return 3; }", "{ set -- \"$@\" more; shift; p \"$*\"; }", "{ echo $LINENO >/dev/null; exec 3>f3; echo x >&3; exec 3>&-; cat f3; }")
	call := g.pick("f9 p q", "f9", "f9 'a b' ''", "a=pre f9 p", "f9 p >f2; cat f2", "f9 p | cat", "(f9 p)", "p \"$(f9 p)\"", "f9 p; f9 q", "if f9 p; then echo T; else echo F; fi", "f9 \"$@\"", "f9 $*", "! f9 p", "f9 p && echo and", "command f9 p", "echo in | f9 p", "f9 <b.txt", "set -- k; f9 p; p \"$@\"", "eval f9 p", "f9 p & wait $!", "f9 p 2>&1 >/dev/null", "unset -f f9; f9 p")
	return "f9()" + g.pick("", " ", "\n") + body + g.pick("", "", " >f4", " 2>/dev/null", " <b.txt") + "\n" + call + "; echo \"s$? $# $a\""
}

func (g *generator) returnFromDot() string {
	lib := g.pick("return", "return 3", "echo l1\nreturn 4\necho l2", "for i in 1 2; do return $i; done", "f11() { return 5; }; f11; echo \"l$?\"", "eval 'return 6'; echo no", "(return 7); echo \"l$?\"", "echo \"$# $1\"; shift; echo $#", "set -- d e; echo $#", "false", "", "# only", "if true; then\nreturn 8\nfi", "a=lib; break", "exit 9", "echo 'return 2' >lib3; . ./lib3; echo \"d$?\"", "while true; do break; done; return", "{ return 3; } >f1", "echo $(return 3)$?", "false; return", "trap 'echo t' EXIT", "alias lal='echo al'\nlal", "cat <<E\nlib\nE", "return 3 | cat; echo p", "f12() { . ./nosuch; }; command f12", "if", "echo a; )", "echo a\n(", "cd sub", "local a=1", "unset a; return $?")
	use := g.pick(". ./lib2", ". ./lib2 x y", "f13() { . ./lib2; echo \"f$?\"; }; f13 q", ". ./lib2 || echo or", "if . ./lib2; then echo T; fi", "(. ./lib2)", "p \"$(. ./lib2)\"", "for i in a b; do . ./lib2; echo i$i; done", "command . ./lib2", "a=pre . ./lib2", ". ./lib2 >f2; cat f2", ". ./lib2 | cat", "eval '. ./lib2; echo ev'", "set -e; . ./lib2", "PATH=.:$PATH; . lib2", "cd sub; . ../lib2", ". ./lib2 <a.txt", "! . ./lib2", "{ . ./lib2; } 2>/dev/null", "f13() { . ./lib2; }; f13; f13")
	return "(a=0; printf '%s\\n' " + quoted(lib) + " >lib2; " + use + "; echo \"s$? $# $a\"); echo \"e$?\""
}

func (g *generator) waitFor() string {
	job := g.pick("(exit 3)", "true", "false", "sh -c 'exit 4'", "sh -c 'kill -TERM $$'", "{ exit 5; }", "cat", "nosuch", "! true", "true | false", "f14() { return 6; }; f14", "eval 'exit 7'", "exec sh -c 'exit 8'", "(trap 'exit 9' EXIT; true)", "a=bg", "cat <a.txt", "false && true", "for i in 1; do exit 2; done")
	use := g.pick("wait $!", "wait $! $!", "wait", "j=$!; wait; wait $j", "wait $!; wait $!", "wait 1", "wait $! 1", "wait 1 $!", "(wait $!)", "j=$!; true & wait $j", "j=$!; (exit 6) & wait $j $!", "wait %1", "if wait $!; then echo T; fi", "wait $! || echo or", "set -e; wait $!", "a=$(wait $!; echo $?); echo $a", "command wait $!", "wait -- $!", "kill -0 $! 2>/dev/null; wait $!", "wait $! >f1", "wait ''", "wait x")
	return "(" + job + " & " + use + " 2>/dev/null; echo \"s$? $a\")"
}

func (g *generator) lineNumbers() string {
	show := g.pick("echo $LINENO", "p \"$LINENO\" \\\n $LINENO", "p $LINENO \"\n\" $LINENO", "echo $((LINENO))", "cat <<E\n$LINENO\n\n$LINENO\nE", "p $(echo $LINENO)", "p `echo $LINENO`", "eval 'echo $LINENO'", "a=$LINENO; p $a", "p ${u:-$LINENO}", "if true\nthen echo $LINENO\nfi", "for i in $LINENO \\\n$LINENO; do echo $i\ndone", "case $LINENO in\n*) echo $LINENO;; esac", "(echo $LINENO\n\necho $LINENO)", "{ echo $LINENO; } |\n cat", "true &&\n echo $LINENO", "echo 'a\nb' $LINENO", "x=$(\n\necho $LINENO\n); p $x", "while echo $LINENO; false\ndo :; done", "p '\n' $(\necho $LINENO)")
	return "{ " + g.pick("", "\n\n", "# c\n", ": '\n'\n") + show + "\n" + show + "\n}"
}

// descriptors shuffles descriptors around commands that write to all of them.
func (g *generator) descriptors() string {
	all := func() string {
		text := ""
		for range 1 + g.IntN(4) {
			text += " " + g.pick(">o1", ">o2", "2>o3", ">>o1", "3>o1", "3>&1", "4>&2", "1>&3", "2>&1", "1>&2", "3>&-", "1>&-", "2>&-", "4>&-", "3<&0", "<&3", "<a.txt", "3<b.txt", "<&-", "1>&4", "2>&3", "3>&2", "0<a.txt", "3<>o1", "1<>o2", ">|o1", "5>&1", "1>&5", "5>&-", "1>&1", "2>&2", "9>&1", ">&$n", "3>&$n", "3<&4-", "<<E", ">&1")
		}
		for strings.Count(text, "<<E") > 0 {
			text = strings.Replace(text, "<<E", g.document(g.documentLine()+"\n", g.one(2)), 1)
		}
		return text
	}
	write := "{ echo one; echo two >&2; echo three >&3; echo four >&4; cat; }"
	command := g.pick(write, write, "("+write+")", "f15", "eval "+quoted(write), "for i in 1 2; do "+write+"; done", "sh -c "+quoted(write), "if "+write+"; then :; fi", "echo x", "cat", "read a", "true", ":", "while read -r a; do echo \"$a\"; "+write+"; break; done")
	text := "(n=1; f15() " + write + all() + g.newline()
	if g.one(2) {
		text += "exec" + all() + g.newline()
	}
	text += command + all() + g.newline()
	if g.one(2) {
		text += command + g.newline()
	}
	return text + "echo \"s$?\"\n) 2>/dev/null </dev/null; cat o1 o2 o3 2>/dev/null"
}

// documentsInPlaces puts here-documents where their text is not near.
func (g *generator) documentsInPlaces() string {
	line := func() string { return g.documentLine() + g.pick("", g.documentLine()) }
	doc := func(mark string) string { return line() + "\n" + g.pick("", line()+"\n") + mark + "\n" }
	return "(" + g.pick(
		"f16() { cat <<E; echo \"$1\"; }\n"+doc("E")+"f16 x; f16 'y z'",
		"for i in 1 2; do cat <<E; done\n"+doc("E"),
		"while read -r a b; do p \"$a\" \"$b\"; done <<E\n"+doc("E"),
		"if cat <<E; then cat <<F; fi\n"+doc("E")+doc("F"),
		"case $(cat <<E\n"+doc("E")+") in *a*) echo a;; *) cat <<F;; esac\n"+doc("F"),
		"a=$(cat <<E\n"+doc("E")+"); p \"$a\"",
		"p \"$(cat <<'E'\n"+doc("E")+")\"",
		"{ cat; echo; cat <&3; } <<E 3<<F\n"+doc("E")+doc("F"),
		"cat <<E | tr a-z A-Z | cat - <<F\n"+doc("E")+doc("F"),
		"(cat <<E) && cat <<F || :\n"+doc("E")+doc("F"),
		"eval 'cat <<E\n'"+quoted(doc("E")),
		"cat <<-E\n\t"+line()+"\n\t\t"+line()+"\n\tE",
		"cat <<-'E'\n\t"+line()+"\n\t\t"+line()+"\n\tE",
		"x=1; f16() { while read -r l; do p \"$l$x\"; done; }; f16 <<E\n"+doc("E"),
		"cat <<\"E F\"\n"+line()+"\nE F",
		"cat <<E\n${a:-"+g.pick("'q'", `"q"`, `\"`, "$b", `"$b"`, "`echo t`", "$(echo u)", "$((1+2))", `\$b`, "'$b'", `"'"`, "a'b", "~", `"a b"c`, `\}`, "}", `"}"`, `'}`, "${b:-\"z\"}", "a\nb", `\\`, "\\`")+"}\nE",
		"cat <<E\n${a"+g.pick("#", "%", "##", "%%")+g.pick("'q'", `"*"`, "*", `\*`, "$b", `"$b"`, "?", "[a-c]", `'*'`, `\"`)+"}\nE",
		"cat <<E\n$(cat <<F\n"+line()+"\nF\n)\nE",
		"cat <<E\n$(echo \"$(echo 'a b')\") `echo \"x\"` $(( ${n:-1} + 1 )) \\$(echo) \\`\nE",
		"cat <<E; p \\\n"+doc("E")+" x",
		"echo \"$(cat <<E\n"+doc("E")+")\" \"$(cat <<F\n"+doc("F")+")\"",
		"cat <<E <<F\n"+doc("E")+doc("F"),
		"while :; do cat <<E; break; done; cat <<F\n"+doc("E")+doc("F"),
		"cat <<E && {\n"+doc("E")+"echo in; }",
		"! cat <<E\n"+doc("E")+"echo $?",
		"trap 'cat <<E\n"+strings.ReplaceAll(doc("E"), "'", "")+"' USR1; kill -USR1 $$",
	) + "\n)"
}

// quotesInQuotes nests all quotings.
func (g *generator) quotesInQuotes() string {
	return g.pick("p ", "a=", "echo ", "for i in ", "case ", "p x") + g.nest(0, false) + g.pick("", g.nest(1, false), "x", "$b")
}

// nest makes a word of expansions in expansions; dq tells whether it stands in
// double quotes.
func (g *generator) nest(depth int, dq bool) string {
	if depth > 3 {
		return g.pick("a", "$a", "${b}", `\$`, `\\`, "*", " ", "'")
	}
	inner := func(dq bool) string {
		text := g.nest(depth+1, dq)
		if g.one(3) {
			text += g.pick("", " ", "x", ":") + g.nest(depth+1, dq)
		}
		return text
	}
	if !dq && g.one(3) {
		return `"` + inner(true) + `"`
	}
	switch g.IntN(9) {
	case 0:
		return "${" + g.among("a u b 1 @") + g.among(":- - + :+ :- +") + inner(dq) + "}"
	case 1:
		return "${" + g.among("a b u") + g.among("# % ## %%") + inner(false) + "}"
	case 2:
		return "$(p " + inner(false) + ")"
	case 3:
		return "$(echo \"" + inner(true) + "\")"
	case 4:
		return "`echo " + g.pick("a", `\"a\"`, `"x y"`, `\\\$`, `\$a`, "'*'", `\\\\`, "$a", `\\'`) + "`"
	case 5:
		return "$((" + g.pick("1", "x", "$n", `${n:-"2"}`, "$(echo 1)", "`echo 3`", "${#a}") + " + 1))"
	case 6:
		return g.pick(`\"`, `\'`, `\\`, `\$`, "\\`", `\}`, `\a`, `\*`, "\\\n")
	case 7:
		if dq {
			return g.pick("'", "'x'", "''", "'$a'")
		}
		return g.pick("'x y'", `'"'`, `'\'`, "'$a'", "''", "'}'")
	}
	return g.among("$a $b $1 $@ $* $# ${a} x * a ? $u ${#b}") + g.pick("", "", "b")
}

// unsetError expands what is not set, with set -u and without.
func (g *generator) unsetError() string {
	expansion := g.pick("$u", "${u}", "${u-x}", "${u:-x}", "${u+x}", "${u?}", "${u:?m n}", "${u=x}", "${#u}", "${u%x}", "${u#x}", "$9", "${10}", "$@", "$*", "${@}", "$#", "$((u))", "$(($u))", "$((u+1))", "${u-$v}", "${u+$v}", "${a-$v}", "${a+$v}", "$!", "${!-x}", "$(echo $u)", "`echo $u`", "${e?}", "${e:?}", "${e:=y}", "${u:=$v}", "${9-x}", "${1?}", "${u?$v}", "${v?\"a b\"}", "${u:+$v}")
	place := g.pick("p %s", `p "%s"`, "a=%s", "a=%s :", "case %s in '') echo e;; *) echo o;; esac", "for i in %s; do p $i; done", "[ %s ]", "echo x >%s", "echo x >o%s", "cat <<E\n%s\nE", "eval 'p %s'", "set -- %s", "export a=%s", "if p %s; then echo T; fi", "p %s || echo or", "! p %s", "(p %s); echo in", "f17 %s", "command p %s", "p x | p %s", "p \"$(p %s)\"", "while p %s; do break; done", "p %s & wait $!", "{ p %s; } 2>&1 | wc -l", "trap 'p %s' EXIT", "local x=%s", "readonly x=%s", "return %s", "exit %s", "shift %s", "unset %s", "read %s")
	return "(unset u v; " + g.pick("set -u; ", "set -u; ", "", "set -eu; ") + "set -- " + g.pick("", "a", "''") + "; a=1 e=; f17() { p \"$@\"; }\n" + strings.Replace(place, "%s", expansion, 1) + "\necho \"i$? $u\"); echo \"s$?\""
}
