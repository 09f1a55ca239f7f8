package differential

import (
	"fmt"
	"strings"
)

// bashFunction defines a function in one of bash's ways and calls it.
func (g *generator) bashFunction() string {
	if g.functions > 3 {
		return g.call()
	}
	around := g.around
	if g.one(2) {
		g.around = 0
	}
	body := g.pick("", "local a; ", "local -a A; ", "local -A M=([k]=v); ", "local -i n=1+1; ", "local -n r=a; ", "local a=$1 A=(\"$@\"); ", "local - ; set -f; ", "local x n=2; ", "declare -g e=g; ") + g.list()
	g.around = around
	name := g.function(g.functions)
	head := g.pick("function "+name+" ", "function "+name+" () ", name+" () ", name+"()\n")
	switch g.IntN(6) {
	case 0:
		body = "( " + body + ")"
	case 1:
		body = "if ((x < 9)); then " + body + "fi"
	case 2:
		body = "for ((k0=0; k0<2; k0++)); do " + body + "done"
	default:
		body = "{ " + body + "}"
	}
	text := head + body + g.redirections(6) + g.newline()
	g.functions++
	if g.one(4) {
		text += "declare -f " + name + "\n"
	}
	if g.one(6) { // what is printed reads back
		text += "eval \"$(declare -f " + name + ")\"\n"
	}
	return text + g.call()
}

func (g *generator) countedFor() string {
	g.loops++
	v := fmt.Sprintf("j%d", g.loops)
	head := g.pick("((%s=0; %[1]s<3; %[1]s++))", "((%s = 3 ; %[1]s ; %[1]s--))", "((%s=0,n=5;%[1]s<n;%[1]s+=2))", "((%s=0; %[1]s<2 && n<99; ++%[1]s))", "(( %s=0; (%[1]s < 2); %[1]s=%[1]s+1 ))")
	head = fmt.Sprintf(head, v)
	body := "p $" + v + "; " + g.list()
	if g.one(2) {
		return "for " + head + g.pick(";", "") + g.newline() + "{ " + body + "}" + g.redirections(6)
	}
	g.around++
	defer func() { g.around-- }()
	return "for " + head + g.separator() + g.loopBody() + g.redirections(6)
}

func (g *generator) fallingCase() string {
	text := "case " + g.word() + " in" + g.gap()
	for range 1 + g.IntN(4) {
		text += g.pick("", "(") + g.pick(g.casePattern(), "*", g.extendedPattern(), "?*")
		for g.one(4) {
			text += "|" + g.casePattern()
		}
		text += ")" + g.gap() + "p c" + g.among("1 2 3") + g.separator() + g.pick("", g.list()) + g.pick(";;", ";&", ";;&") + g.gap()
	}
	return text + "esac" + g.redirections(8)
}

// bashTrap sets an action for one of bash's events, in a subshell mostly.
func (g *generator) bashTrap() string {
	event := g.among("DEBUG ERR RETURN EXIT ERR DEBUG")
	action := g.pick("echo \"t$?\"", "echo \"t$LINENO\"", "echo \"t$BASH_COMMAND\"", "echo t ${FUNCNAME[@]}", "p \"$?\" \"$BASH_COMMAND\"", "false", "echo t; false", "(exit 3)", "return 1", "echo ${BASH_LINENO[@]}", "a=tr", "trap - "+event, "echo $BASH_SUBSHELL", "exit 4", "break", "")
	text := g.pick("", "set -E; ", "set -T; ", "set -ET; ", "shopt -s extdebug; ", "set -e; ", "set -eE; ") + "trap " + quoted(action) + " " + event + g.pick("", "", "", " ERR") + "\n"
	inside := func() string {
		return g.pick("false", "true", "f16() { false; true; }; f16", "f16() { true; false; }; f16", "(false)", "a=$(false)", "echo $(false; echo in)", "false | true", "true | false", "! true", "false || true", "if false; then :; fi", "{ false; }", "for i in 1 2; do false; done", "((0))", "[[ a == b ]]", "f16() { return 3; }; f16", ". ./lib16", "eval false", "while false; do :; done", "case a in a) false;; esac", "x=1", "f16() { trap 'echo in' "+event+"; false; }; f16; false", "f16() { f17; }; f17() { false; }; f16", "declare -t -f f16; f16", "for ((i=0;i<2;i++)); do :; done", "select i in a; do break; done <<<1", "trap", "trap -p "+event, "((1)) && ((0))", "A=(1 2)", "nosuch", "exit", "return 2", "cat <nosuch", ":", "f16", "set +e", "false; echo \"c$?\"", "f16 | cat", "command false", "export q=1")
	}
	text += "echo 'false; return 2' >lib16\n" + inside() + "\n" + inside() + "\n" + inside()
	if event == "EXIT" || !g.one(4) {
		return "( " + text + "\n); echo \"s$?\""
	}
	return text + "\ntrap - DEBUG ERR RETURN; set +eET; shopt -u extdebug"
}

// callStack looks at the functions that are running.
func (g *generator) callStack() string {
	look := func() string {
		return g.pick("p \"${FUNCNAME[@]}\"", "p \"${BASH_LINENO[@]}\"", "p \"${BASH_SOURCE[@]##*/}\"", "caller", "caller 0", "caller 1", "caller 5", "echo $LINENO", "p $FUNCNAME", "p \"${#FUNCNAME[@]}\"", "i=0; while caller $i; do ((i++)); done", "p \"${FUNCNAME[1]}\" \"${BASH_LINENO[0]}\"", "eval 'echo $LINENO'", "eval '\necho $LINENO; caller 0'", "(p \"${FUNCNAME[@]}\" \"$BASH_SUBSHELL\")", "p \"$(caller 0)\"", "p \"$BASH_COMMAND\"")
	}
	return g.pick("", "", "shopt -s extdebug; ") + "f18() {\n" + look() + "\n" + look() + "\n}\nf19() { " + look() + "; f18 q\n" + look() + "; }\nprintf '%s\\n' " + quoted(look()) + " 'f18 \"$@\"' " + quoted(look()) + " >lib18\n" +
		g.pick("f18", "f19 1 2", ". ./lib18", ". ./lib18 x y", "eval f19", "(f19)", "p \"$(f18)\"", "f19 | cat", "f20() { . ./lib18; }; f20 z", "eval 'eval \"f18\"'", "source ./lib18 a", "trap f18 USR1; kill -USR1 $$; trap - USR1", "f19; "+look()) + "; shopt -u extdebug"
}

func (g *generator) processSubstitution() string {
	out := g.pick("echo a b", "printf 'l1\\nl2\\n'", "p \"$@\"", "cat a.txt", "{ "+g.list()+"}", "echo x; false", "p \"${A[@]}\"")
	return g.pick("cat <("+out+")", "read a < <("+out+"); p \"$a\"", "while read -r a; do p \"$a\"; done < <("+out+")", "mapfile -t A < <("+out+"); d A", "cat <("+out+") <(echo second)", "echo in > >(cat >f21); wait $!; cat f21", "tee >(tr a-z A-Z >f21) <a.txt >/dev/null; wait $!; cat f21", ". <(echo 'p sourced; a=src'); p \"$a\"", "f21() { cat \"$1\"; }; f21 <("+out+")", "x=<(:)"+"; [[ -e $x ]]", "paste <(echo 1) <(echo 2)", "cat < <(cat < <("+out+"))", "exec 3< <("+out+"); cat <&3; exec 3<&-", "{ cat; } < <("+out+")", "wc -l <("+out+") | tr -dc '0-9 '", "diff <(echo a) <(echo a) && echo alike", "if read a; then p \"$a\"; fi < <("+out+")", ": <("+out+" >/dev/null); wait $!; echo \"s$?\"", "[[ -p <(:) ]]; echo $?") + g.pick("", "; echo \"s$?\"")
}

func (g *generator) coprocess() string {
	name := g.pick("", "", "CO ")
	v := "COPROC"
	if name != "" {
		v = "CO"
	}
	body := g.pick("{ cat; }", "{ read a; echo \"got $a\"; }", "{ while read a; do echo \"<$a>\"; done; }", "( read -r a; echo \"${a^^}\"; )", "while read a; do echo $a; done")
	return "coproc " + name + body + "\n" + "echo " + g.pick("line", "'a b'", "\"$a\"") + " >&${" + v + "[1]}; read -r b <&${" + v + "[0]}; p \"$b\" \"${#" + v + "[@]}\"\n" +
		"eval \"exec ${" + v + "[1]-9}>&-\"; wait $" + v + "_PID 2>/dev/null" + g.pick("", "; echo \"s$?\"")
}

func (g *generator) selectLoop() string {
	input := g.pick("1", "2", "x", "", "$'\\n1'", "$'9\\n2'", "$'1\\n2\\n'", "' 2 '", "01")
	body := g.pick("p \"$i\" \"$REPLY\"; break", "p \"$i\" \"$REPLY\"", "[[ $i ]] && break; p \"$REPLY\"", g.list()+"break")
	return "select i" + g.pick(" in a 'b c' d", " in "+g.word()+" "+g.word(), "", " in", " in \"${A[@]}\"") + "; do " + strings.TrimSuffix(body, "; ") + "; done <<<" + input + " 2>" + g.pick("/dev/null", "f22; cat f22") + g.pick("", "; echo \"s$?\"")
}

func (g *generator) timed() string {
	format := g.pick("TIMEFORMAT=t", "TIMEFORMAT='t%%'", "TIMEFORMAT=")
	return "{ " + format + "; " + g.pick("", "! ") + "time " + g.pick("", "! ") + g.pick("true", "false", "{ echo in; false; }", "echo a | cat", "(exit 3)", "", "! false", g.test(), "for i in 1; do echo $i; done", "p x", "[[ a ]]", "((0))") + "; echo \"s$?\"; } 2>&1"
}

// printedFunction shows the text of a function.
func (g *generator) printedFunction() string {
	body := g.list()
	return g.pick("f23()", "function f23") + " " + g.pick("{ "+body+"}", "( "+body+")", "{ "+body+"}"+g.redirections(2)) + g.newline() + g.pick("declare -f f23", "type f23", "declare -f f23; declare -F f23", "declare -pf f23", "export -f f23; declare -F f23", "command -V f23", "typeset -f f23") + g.pick("; unset -f f23", "; unset -f f23; declare -f f23; echo $?", "\neval \"$(declare -f f23)\"; declare -f f23 | head -3")
}

func (g *generator) lastStage() string {
	return g.pick("shopt -s lastpipe; ", "shopt -u lastpipe; ", "") + g.pick("echo x y | read a b; p \"$a\" \"$b\"", "printf '%s\\n' 1 2 | while read a; do ((x+=a)); done; p $x", "echo q | mapfile -t A; d A", "false | true | (exit 3); p \"${PIPESTATUS[@]}\" $?", "! false | true; p \"${PIPESTATUS[@]}\" $?", "set -o pipefail; false | true; p \"${PIPESTATUS[@]}\" $?; set +o pipefail", "true | exit 2; echo \"s$?\"", "echo a |& cat", "{ echo o; echo e >&2; } |& sort", "(exit 4); p \"${PIPESTATUS[@]}\"", "true | { a=last; }; p \"$a\"", "f24() { return 5; }; true | f24; p \"${PIPESTATUS[*]}\"", "echo x | { read a; p \"$BASH_SUBSHELL\"; }", "if false | true; then p \"${PIPESTATUS[@]}\"; fi", "x=$(true | false); p \"${PIPESTATUS[@]}\"", "[[ a ]]; p \"${PIPESTATUS[@]}\"", "((0)); p \"${PIPESTATUS[@]}\"", "declare q=1; p ${PIPESTATUS[@]}", "true | return 3; p $?", "false | true & wait $!; p \"${PIPESTATUS[@]}\"")
}

func (g *generator) bashOption() string {
	switch g.IntN(4) {
	case 0:
		name := g.among("extglob nullglob failglob dotglob globstar nocaseglob nocasematch lastpipe nosuch globskipdots patsub_replacement assoc_expand_once localvar_inherit expand_aliases sourcepath xpg_echo inherit_errexit cdspell shift_verbose extquote interactive_comments huponexit")
		return g.pick("shopt "+name, "shopt -q "+name+"; echo $?", "shopt -p "+name, "shopt -s "+name+"; shopt "+name+"; shopt -u "+name, "[[ -o "+name+" ]]; echo $?")
	case 1:
		return g.pick("set -o | head -9", "shopt | tail -5", "shopt -o errexit", "shopt -po noglob", "set +o | head -4", "echo $SHELLOPTS", "echo $BASHOPTS", "p \"$-\"", "shopt -s -o pipefail; shopt -o pipefail; set +o pipefail", "shopt -qo errexit; echo $?", "set -o posix; p \"$-\"; set +o posix", "echo ${SHELLOPTS//:/ }", "shopt -s | head -3", "shopt -p | tail -2", "shopt -u | head -2")
	}
	name := g.among("nullglob dotglob globstar nocaseglob nocasematch xpg_echo inherit_errexit failglob nocasematch globskipdots patsub_replacement")
	return "(shopt -" + g.among("s s s u") + " " + name + "; " + g.pick("p *", "p nosuch* *.txt", "p **", "p **/", "p A.*", "p .*", "[[ ABC == abc ]]; echo $?", "case FOO in foo) echo m;; *) echo n;; esac", "echo 'a\\tb'", "set -e; a=$(false; echo go); p \"$a\"", "p \"${a/b/[&]}\"", "p [!a]*", "p sub/**", "A=(nosuch*); d A", "p 'nosuch'*\"q\" x", "for i in nosuch*; do p $i; done", "[[ foo =~ FO ]]; echo $?", "p \"${a//[A-C]/x}\"", "p \"${a#A}\"", g.list()) + ")"
}

// traced shows what set -x prints on descriptor 1.
func (g *generator) traced() string {
	return "( BASH_XTRACEFD=1; " + g.pick("", "", "PS4='$LINENO: '; ", "PS4='+${FUNCNAME[0]}: '; ", "PS4='>'; ") + "set -x; " + g.pick("a=1", "a='b c'", "A=(1 'x y')", "p \"$a\"", "echo 'q r' \"\" '*'", "((x=1+2))", "[[ $a == b* ]]", "for i in 1 2; do :; done", "case $a in b*) :;; esac", "a=1 b=2 true", "if [[ -n $a ]]; then :; fi", "f25() { echo $1; }; f25 q", "a=$(echo in)", "for ((i=0;i<2;i++)); do :; done", "local a", "M[k]=1", "A+=(3)", "eval 'echo ev'", "(echo sub)", "while read a; do :; done <<<x", "declare -i x=2", "! true", "[ a = a ]", "cat <<<$a", "[[ foo =~ o+ ]]", "[[ ! -f x || ( a && b ) ]]", "A[1]=z", "let x++", "true && false", "select i in a; do break; done <<<1 2>/dev/null", "return", "unset a", ". <(echo :)", "printf -v a %s x", "x+=1", "set -- a b", "set +x") + " )"
}

func (g *generator) notFound() string {
	return g.pick("command_not_found_handle() { p nf \"$@\"; return 5; }; nosuch a b; echo \"s$?\"; unset -f command_not_found_handle", "nosuch", "shopt -s expand_aliases\nalias q='p al'\nq x\nunalias q; alias q; echo $?", "enable -n echo; type -t echo; enable echo; type -t echo", "hash -r; hash -t cat >/dev/null; echo $?", "builtin nosuch; echo $?", "builtin echo x", "type -a echo | head -1", "type -t p if cat nosuch; echo $?", "type -P cat", "compgen -A function f1", "compgen -W 'aa ab b' a", "compgen -v BASH_VERS", "disown; echo $?", "enable -p | head -2", "help : >/dev/null; echo $?", "ulimit -S -n >/dev/null", "wait -n; echo $?", "(exit 3) & wait -n; echo $?", "(exit 4) & wait -n -p v $!; echo $?; [[ $v == $! ]]; echo $?", "times | wc -l", "suspend -x; echo $?", "history | wc -l", "trap -l | head -1", "kill -l 15 TERM 9", "umask -S; umask -p", "type -f p; echo $?", "alias -p", "complete -W 'x y' q; complete -p q; complete -r q", "bind -x; echo $?", "fc -l; echo $?", "jobs", "exec -a name sh -c 'echo $0' | cat", "exec -c env | grep -c PATH")
}
