package differential

import "strings"

// bashPrintf is a printf with what bash adds to it.
func (g *generator) bashPrintf() string {
	target := g.among("a b A[1] M[k] A x r A[-1] M[$a]")
	format := g.pick("%s", "%q", "%5s|%-5q", "%s-%s", "%d", "%x", "%c", "%b", "%(%Y)T", "%05d", "%.2f", "%Q", "%s\\n", "%*s", "%e", "%i", "%%", "%.3s", "%.2Q", "%u", "%X", "%g", "%'d", "\\x41", "\\u00e9", "%s")
	arguments := g.pick("1", "0", "'a b'", "\"$a\"", "\"${A[@]}\"", "", "5 6 7", "\"a'b\"", "$'t\\tb'", "x y", "0x1f", "1.5", "'é'", "''", "-3", "\"'A\"", g.word(), "'\\n\\t'", "~", "'#x' '=y' '{a'")
	if g.one(3) {
		return "printf '" + format + "\\n' " + arguments + g.pick("", "; echo \"s$?\"")
	}
	return "printf -v " + target + " '" + format + "' " + arguments + "; " + g.pick("d a A M", "p \"$a\" \"${A[@]}\"", "echo \"s$?\"", "d a x")
}

func (g *generator) bashRead() string {
	options := g.pick("-a A", "-ra A", "-r a", "-n 2 a", "-N 3 a", "-d : a", "-d '' a", "", "-r", "-a A -n 4", "-u 0 a", "-t 0", "-p pr a", "-s a", "-rd b a b", "-N 20 a", "-n 0 a", "A[1]", "M[k]", "-r M[k] a", "-e a", "-i x a", "-a M", "-ra A -d x", "r", "-n 3 -d b a", "-u 9 a", "-n x a", "-d", "'A[x]' b")
	from := g.pick("<<<'a b c d'", "<<<'a:b:c'", "<a.txt", "<<<$'a\\\\\\nb'", "<<<''", "</dev/null", "<<<' lead  trail '", "<<<\"$a\"", "< <(printf 'no newline')", "<<<'é à'", "<b.txt", "<<<$'x\\ty'", "<<<'a\\ b\\\\'", "")
	return g.pick("", "", "IFS=: ", "IFS= ", "IFS=': ' ") + "read " + options + " " + from + "; p \"$?\" \"$a\" \"$b\" \"${REPLY-u}\"; " + g.pick("d A", "d A M", "d a b")
}

func (g *generator) mapFile() string {
	options := g.pick("", "-t", "-n 1", "-s 1", "-O 2", "-t -d :", "-d ''", "-t -n 1 -s 1", "-C cb -c 1", "-t -C 'p cb' -c 2", "-u 0", "-tO 1", "-c 1", "-n 0 -t", "-O -1", "-s 9", "-n x", "-d b")
	return g.pick("cb() { p \"$@\"; }; ", "") + g.among("mapfile readarray") + " " + options + " " + g.among("A B A M 1x a r") + " " + g.pick("<a.txt", "<b.txt", "<<<'a:b:c'", "< <(printf '%s\\n' 1 2 3)", "</dev/null", "<<<\"$a\"", "< <(printf 'x\\0y')", "< <(printf 'no newline')") + "; echo \"s$?\"; " + g.pick("d A", "d A B a", "p \"${#A[@]}\" \"${A[-1]}\"")
}

func (g *generator) directories() string {
	w := `"${PWD##*/}"`
	return g.pick("pushd sub >/dev/null; p "+w+"; popd >/dev/null; p "+w, "pushd sub; popd", "pushd sub/deep >/dev/null; dirs; dirs -v; dirs -p; dirs -l; popd >/dev/null", "(pushd sub; pushd deep; dirs; pushd +1; popd -n; dirs; dirs -c; dirs)", "popd; echo $?", "pushd; echo $?", "pushd nosuch; echo $?", "(pushd -n sub; dirs; p \"${DIRSTACK[@]}\"; popd; p "+w+")", "(cd sub; p ~+ ~-; pushd deep >/dev/null; p ~1 ~0 ~2 ~-1)", "(pushd sub >/dev/null; p \"${#DIRSTACK[@]}\"; DIRSTACK[1]=/tmp; dirs; popd; pwd)", "(CDPATH=sub; cd deep; p "+w+")", "cd -; echo $?", "(cd sub; cd -)", "(cd -P sub; cd -L ..; p "+w+")", "(cd -e -P nosuch; echo $?)", "(pushd sub; dirs +0; dirs -0; dirs +1; dirs +9; echo $?)", "(pushd sub; pushd /; pushd -1; dirs; pushd +2; dirs; popd +1; dirs)", "cd sub deep; echo $?", "(shopt -s autocd cdable_vars; v=sub; cd v; p "+w+")", "(pushd sub; cd deep; dirs; popd; dirs)", "(pushd x y; echo $?; popd x; echo $?; dirs x; echo $?)", "(pushd -x; popd +7; dirs -q; echo $?)")
}

// described shows variables that bash keeps.
func (g *generator) described() string {
	return g.pick("p \"${BASH_VERSINFO[0]}\"", "d BASH_VERSINFO >/dev/null", "d PIPESTATUS", "d FUNCNAME", "d BASH_LINENO", "d SHELLOPTS", "d BASHOPTS", "d OPTIND", "d IFS", "d PWD OLDPWD", "d SHLVL", "d BASH_SUBSHELL", "d LINENO", "d BASH_SOURCE", "d BASH_REMATCH", "d BASH_ALIASES BASH_CMDS", "d DIRSTACK", "d PS4", "d BASH_COMMAND", "d GROUPS", "d HISTCMD", "d HOSTTYPE OSTYPE MACHTYPE", "d BASH_ARGV0", "p \"$BASH_EXECUTION_STRING\"", "BASH_ARGV0=zero; p \"$0\"", "d COMP_WORDBREAKS", "RANDOM=5; p $((RANDOM==RANDOM))", "SECONDS=5; p $((SECONDS-5<2))", "p $((EPOCHSECONDS>0))", "d PPID | tr -d 0-9", "d OPTERR PATH", "declare -p | grep -c BASH_VERS", "declare -x | grep -v PATH", "readonly -p | cut -d= -f1", "set | grep '^[aAM]='", "declare -F", "declare -n", "declare -F f0 f1", "shopt -s extdebug; declare -F p; shopt -u extdebug", "(BASH_COMPAT=4.2; d BASH_COMPAT; shopt compat42)", "(shopt -s compat43; d BASH_COMPAT)", "p \"${BASH_ALIASES[x]}\"", "alias z=q; p \"${BASH_ALIASES[z]}\"; unalias z", "p \"${GROUPS[0]}\" $UID", "OPTIND=1; getopts ab o -ab; d OPTIND o", "HISTCMD=3; p $HISTCMD", "FUNCNAME=x; p \"$FUNCNAME\"", "LINENO=50; echo $LINENO", "unset LINENO; p \"$LINENO\"", "local_=1; p ${!local*}", "p \"${a@P}\" \"${u@P}\"", "q='\\u \\$ \\s \\# \\! \\j'; p \"${q@P}\" >/dev/null", "q='\\W \\$ \\[x\\] \\n\\101'; p \"${q@P}\"")
}

func (g *generator) bashRedirected() string {
	return g.pick("echo x &>f26; cat f26", "{ echo o; echo e >&2; } &>f26; cat f26", "echo y &>>f26; cat f26", "echo z >&f26; cat f26", "exec {fd}>f26; echo fd >&$fd; exec {fd}>&-; cat f26", "{ echo g; } {fd}>f26; cat f26; exec {fd}>&-", "exec {fd}<a.txt; read -u $fd a; p \"$a\"; exec {fd}<&-", "exec 5<a.txt 6<&5-; cat <&6; exec 6<&-", "echo x >&${u-1}", "cat <&0- <a.txt", "exec {A[2]}>f26; echo q >&${A[2]}; exec {A[2]}>&-; cat f26", "echo 1 2>&1 >&2 | cat", "cat <<<a 3<<<b <&3", ": {fd}<a.txt; cat <&$fd; exec {fd}<&-", "echo >&-; echo $?", "echo x > >(cat)  | cat", "(shopt -s varredir_close; { :; } {fd}>f26; echo y >&$fd; echo $?)", "p $(<a.txt)", "p \"$(< b.txt)\"", "a=$(<nosuch); echo $?", "exec {u}>&1; echo via >&$u; exec {u}>&-", "echo hi >/dev/stdout | cat", "read a </dev/fd/0 <<<q; p $a")
}

func (g *generator) bashOdds() string {
	return g.pick("p \"$_\"", ": last; p \"$_\"", "true && p \"$_\"", "A=(1); p \"$_\"", "a=({a..c}); d a", "unset A M; declare -a A; declare -A M", "A=(one 'two 2' three four); M=([k]=v [x]=y)", "A=(); p \"${A[@]}\" ${#A[@]}", "a=hello b='World wide' x=3 n=2", "a='foo bar.txt' b=éÀ", "a=$'l1\\nl2' b='*'", "set -- \"${A[@]}\"; p \"$@\"", "set -- x y z; p \"${@:2}\" \"${*:1:2}\" \"${@: -1}\" \"${@:0:1}\"", "unset a b u", "shift; p \"$@\"", "true", "echo -e 'a\\tb\\c' x", "echo -E 'a\\t'", "echo -ne 'q\\n'", "eval \"A=(${A[*]@Q})\"; d A", "eval \"${a@A}\"; p \"$a\"", "eval \"$(declare -p A M 2>/dev/null)\"; d A M", "getopts ab: o -a -b x; p $o $OPTIND", "test -v a; echo $?", "[ -v A[0] ]; echo $?", "[ a -nt b ]; echo $?", "[ a.txt -ef a.txt ] && echo same", "test a '<' b; echo $?", "[ a == a ]; echo $?", "test -o extglob; echo $?", "source ./a.txt 2>/dev/null; echo $?", "p \"${!A[@]}\"; for i in \"${!A[@]}\"; do p $i; done", "trap 'p usr1 $LINENO' USR1; kill -USR1 $$; trap - USR1", "trap -p", "let", "exit_() { return \"$1\"; }; exit_ 9; p $?", "until ((x>3)); do ((x++)) ; done; p $x", "p $((A[0]=5)) ${A[0]}", "[[ $a ]] && p set", "ulimit -a >/dev/null", "caller; echo $?", "IFS=,; p \"${A[*]}\" ${A[*]}; IFS=$' \\t\\n'", "p ${A[@]:1:2} \"${A[@]: -2}\"", "wait; jobs", "set -- ; p \"$#\"", "sleep 0 & wait %1; echo $?", "p \"${#@}\" \"${#*}\" \"${@@Q}\"", "p ${a//o/0} \"${a/%o/0}\"", "printf '%s\\n' {1..3}", "e=(1 2); e+=x; d e; unset e")
}

// bashErrors are errors after which bash goes on or not.
func (g *generator) bashErrors() string {
	failing := g.pick("A[-9]=1", "M=1", "declare -A A", "declare -a M", "A[]=1", "declare 1x=2", "((1/0))", "((x=))", "[[ a -eq 1/0 ]]", "let 1+", "p ${A[-9]}", "p ${a:1:-9}", "p ${!1x}", "p ${!u}", "p ${u@Q}", "local a=1", "A=([x y]=1)", "printf -v 1x %s a", "mapfile nosuch nosuch", "read -a 1x <<<a", "unset A[", "declare -n r=r", "declare -i x=1+", "x=08; p $((x))", "p $((08))", "p ${a@Z}", "p ${A[@]@}", "declare -z q", "shopt -s nosuch", "set -o nosuch", "export -z", "[[ a =~ [ ]]", "x='['; [[ a =~ $x ]]", "x='(' ; [[ a =~ $x ]]", "p ${a?}", "p ${A[9]?none}", "p ${M[q]:?no}", "readonly q=1; q=2", "declare -r q=1; declare q=3", "readonly -a q=(1); q+=(2)", "set -u; p ${A[9]}", "set -u; p ${A[@]}", "set -u; p \"${u[@]}\"", "set -u; p ${#u}", "set -u; p $((u))", "set -u; ((u))", "set -u; [[ $u ]]", "eval 'a=(1'", "eval '[[ a'", "eval 'for ((;;'", "eval '((1'", "eval 'case a in'", "eval 'f() {'", "eval '${'", "eval 'echo ${a b}'", "eval '[[ a b c ]]'", "eval 'function'", "eval 'select'", "eval 'coproc'", "p ${a b}", "pushd nosuch", "cd a b", "caller x", "return 1 2", "break x", "shift 1 2", "exit 1 2", "source", "let x=1/0", "trap x NOSUCH", "kill -l nosuch", "type -x", "hash nosuch", "enable nosuch", "getopts", "command -z", "builtin -z", "wait -z", "ulimit -z", "umask 9", "bind -z", "complete -z", "compgen -z", "dirs -z", "history -z", "help nosuch", "FUNCNEST=3; f27() { f27; }; f27", "IFS=; p $((1 2))", "p ${#a:1}", "p ${a:}", "p ${a: }", "p $((1+))", "M[]=x", "p ${M[]}", "p ${A[]}", "declare M=(1)", "declare A[1]=(2)", "> ", "p ${!A[9]}", "((a b))", "UID=5", "BASH_VERSINFO=1", "unset UID", "PPID=1", "SHELLOPTS=x", "EUID=2 true", "declare EUID=1")
	text := g.pick("%s", "%s", "%s", "command %s", "! %s", "f27() { %s; echo in; }; f27", "eval %s")
	text = strings.Replace(text, "%s", failing, 1)
	return "( " + text + g.pick("", " || echo failed", " && echo fine") + "\necho \"alive $?\" )"
}
