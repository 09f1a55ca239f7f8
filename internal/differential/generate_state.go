package differential

import (
	"fmt"
	"strings"
)

// stateCommands are about what a shell keeps: parameters, IFS, directories,
// the umask, variables of functions.
func stateCommands() []choice {
	return []choice{
		{4, (*generator).splitBy},
		{3, (*generator).joinBy},
		{3, (*generator).readInto},
		{2, (*generator).parseOptions},
		{2, (*generator).tildes},
		{2, (*generator).changeDirectory},
		{1, (*generator).fileMode},
		{3, (*generator).scopes},
		{3, (*generator).formatted},
		{3, (*generator).testExpression},
		{3, (*generator).calculate},
		{2, (*generator).aliased},
		{2, (*generator).readOnly},
	}
}

// separators is a value of IFS.
func (g *generator) separators() string {
	return g.pick("' '", "''", ":", "' :'", "': '", "'\t'", "'\n'", `'\'`, "'ab'", "'*'", "'-:'", "'  '", "' \t\n'", "0", "'@'", `'"'`, "'x '", "','")
}

// separated is a text with separators in it.
func (g *generator) separated() string {
	text := ""
	for range g.IntN(7) {
		text += g.pick("a", "b", "x", " ", " ", ":", ":", "-", "\t", "*", "0", ",", "@", "\\", "y z", "\n")
	}
	return text
}

func (g *generator) splitBy() string {
	text := "(IFS=" + g.separators() + "; set -f; a=" + quoted(g.separated()) + " b=" + quoted(g.separated()) + "; "
	word := ""
	for range 1 + g.IntN(3) {
		word += g.pick("$a", "$a", "$b", "${a}", `"$a"`, "x", ":", `""`, "''", "$u", "${u:-$a}", `${u:-"$a"$b}`, "${u-a:b c}", "$(printf %s \"$a\")", "$((10203))", "${a:+$b}", "$@", "$*", `"$@"`, "${a#?}", "`echo a:b`", "' '")
	}
	word += g.pick("", " $b")
	switch g.IntN(4) {
	case 0:
		return text + "set -- " + word + `; p "$@")`
	case 1:
		return text + "for i in " + word + `; do p "$i"; done)`
	case 2:
		return text + "set +f; a=" + strings.ReplaceAll(word, " $b", "") + `; p "$a" $a)`
	}
	return text + "p " + word + ")"
}

func (g *generator) joinBy() string {
	text := "(IFS=" + g.separators() + "; "
	if g.one(6) {
		text = "(unset IFS; "
	}
	text += "set -- " + g.pick("", "a", "a b", "'a b' c", "'' ''", "a '' b", "'*' x", "' x ' y", "a:b c", "''") + "; "
	join := g.pick("$*", "$@", "${*}", "${*:-u}", "${@:-u}", "${u:-$*}", "${u-$@}", "x$*y", "x$@y", "${*+s}", "${@+s}", "$*$*", "$@$@", "${u:=$*}", "${#*}", "$* $@")
	join = g.pick(join, `"`+join+`"`, `"`+join+`"`, `"`+join+`"''`, `${u-"`+join+`"}`)
	switch g.IntN(5) {
	case 0:
		text += "a=" + join + `; p "$a"`
	case 1:
		text += "case " + join + " in *' '*) echo space;; *:*) echo colon;; '') echo empty;; *) echo none;; esac"
	case 2:
		text += "for i in " + join + `; do p "$i"; done`
	case 3:
		text += "cat <<E\n" + strings.Trim(join, `"'`) + "\nE\n"
	default:
		text += "p " + join
	}
	return text + ")"
}

func (g *generator) readInto() string {
	names := g.pick("a", "a b", "a b c", "a b c", "a a")
	text := g.pick("IFS="+g.separators()+" ", "", "IFS="+g.separators()+" ") + "read " + g.pick("", "-r ", "-r ") + names
	input := g.separated() + g.pick("", "\\\n") + g.separated()
	return "printf '%s" + g.pick(`\n`, `\n`, "", `\nmore\n`) + "' " + quoted(input) + " | { " + text + `; p "$?" "$a" "$b" "$c"; ` + g.pick("", `read a; p "$?" "$a"; `) + "}"
}

// parseOptions makes a loop of getopts over options that are mostly valid.
func (g *generator) parseOptions() string {
	var words []string
	for range g.IntN(4) {
		words = append(words, g.pick("-a", "-b", "-ab", "-abx", "-b x", "-c", "--", "-", "x", "-ba", "-a-", "-x", "''", "-:", "-b ''", "-b -a", "-cb"))
	}
	loop := "while getopts " + g.pick("ab:c", ":ab:c", "ab", ":", "''", "b:a:", ":b:", "a:b:c:") + ` o "$@"; do p "$o" "${OPTARG-unset}" "$OPTIND"; ` + g.pick("", "", "", "shift; OPTIND=1; ", "set -- -b y; ", "break; ") + `done; p "$?" "$o" "$OPTIND" "${OPTARG-unset}"`
	set := "set -- " + strings.Join(words, " ")
	switch g.IntN(3) {
	case 0:
		return "(" + set + "; OPTIND=1; " + loop + `; shift $((OPTIND-1)); p "$@"` + ")"
	case 1:
		return "(g() { " + g.pick("OPTIND=1; ", "local OPTIND=1; ", "") + loop + "; }; g " + strings.Join(words, " ") + "; " + g.pick("", "g -a -b; ") + `p "$OPTIND")`
	}
	return "(" + set + "; OPTIND=1; " + loop + "; OPTIND=1; set -- -ac; " + loop + ")"
}

func (g *generator) tildes() string {
	text := "(" + g.pick("", "", "HOME=/h; ", "HOME='a  b'; ", "HOME=; ", "HOME='*'; ", "HOME=/; ", "HOME=/x:/y; ")
	word := g.pick("~", "~/", "~/x", `~/"x"`, `~"/x"`, `~\/x`, "x~", "~:~", "a=~", "a:~", "a=b:~", `"~"`, `\~`, "~$u", "$u~", "~''", "~+x", "${u:-~}", "${u:-~/x}", `"${u:-~}"`, "${u:-x:~}", "~nosuchuser", "~nosuchuser/x", "-a=~", "a==~", "~/$u", "${u:=~}", "//~", "~//", `a\=~`, `a"="~`, "1=~")
	switch g.IntN(5) {
	case 0:
		return text + "a=" + word + g.pick("", ":~", ":~/y", ":x:~") + `; p "$a")`
	case 1:
		return text + "case ~ in " + word + ") echo same;; *) echo other;; esac)"
	case 2:
		return text + g.pick("export", "readonly", "command export", "command", "alias", "\\export", "e=export; $e") + " a=" + word + `; p "$a")`
	case 3:
		return text + "a=~" + `; p ${a#~} ${a%` + word + "})"
	}
	return text + "p " + word + ")"
}

func (g *generator) changeDirectory() string {
	text := "(ln -s sub/deep ln; ln -s nosuch dead; mkdir -p 'sub/a b' sub/sub; "
	for range 1 + g.IntN(4) {
		text += g.pick("", "", "", "CDPATH=sub ", "CDPATH=:sub ", "CDPATH=$PWD/sub: ", "CDPATH=nosuch:sub ") + "cd " + g.pick("", "", "", "-L ", "-P ", "-- ", "-LP ") +
			g.pick("sub", "ln", "deep", "..", ".", "-", "ln/..", "sub/../ln", "dead", "nosuch", "./sub", "../sub", "''", "sub/deep/../..", "'a b'", `"$OLDPWD"`, "//", "sub//deep/", "~", "a.txt", "/../..", "ln/../..") +
			g.pick("", "", " >/dev/null", " || echo failed") + "; "
	}
	return text + g.pick(`p "$PWD" "$OLDPWD"`, "pwd", "pwd -P; pwd -L", `pwd; /bin/pwd`, `p "$PWD"; ls`) + ")"
}

func (g *generator) fileMode() string {
	var parts []string
	for range 1 + g.IntN(3) {
		parts = append(parts, g.pick("u", "g", "o", "a", "", "ug", "go", "uo")+g.among("= + -")+g.pick("r", "w", "x", "rw", "rwx", "", "u", "g", "X", "rx", "s"))
	}
	mode := g.pick(strings.Join(parts, ","), strings.Join(parts, ","), g.among("0 022 077 777 0777 27 8 0002 u=rwx,g=rx,o=rx -S"))
	return "(umask " + g.among("022 077 0 027 123") + "; umask " + g.pick("", "", "-S ", "-- ") + mode + "; echo $?; umask; umask -S; : >um; ls -l um | cut -c1-10)"
}

// scopes makes functions that call each other and change each other's
// variables.
func (g *generator) scopes() string {
	change := func() string {
		return g.pick("a=set", "unset a", "local a", "local a=inner", "export a", "export a=exp", "a=pre :", "a=pre eval :", "a=pre g2", "local a b=2", "read a <b.txt", "for a in for; do :; done", ": ${a:=def}", ": $((a=7))", "(a=sub)", "a=${a}x", "local a=$a", "local \"a=q r\"", "set -- s t", "shift", "unset -f g1", "g3", "return 3", "eval 'local a=ev'", "readonly e=1")
	}
	text := "(a=outer; g3() { " + change() + "; p 3 \"${a-unset}\" \"$#\"; }; g2() { " + change() + "; g3 1; p 2 \"${a-unset}\" \"$#\"; }; g1() { " + change() + "; " + change() + "; g2 x y; p 1 \"${a-unset}\" \"$#\"; }; "
	return text + g.pick("", "a=call ", "b=call a=call ", "u= ") + "g1 p q" + g.pick("", " >f1; cat f1", "; g1", " | cat") + `; p "$?" "${a-unset}" "${b-unset}"; sh -c 'echo "${a-unset}"')`
}

// formatted makes a printf of random directives.
func (g *generator) formatted() string {
	format := ""
	for range 1 + g.IntN(3) {
		format += "%" + g.pick("", "", "-", "0", "+", " ", "#", "-0", "+0", "# ") + g.pick("", "", "1", "5", "10", "*") + g.pick("", "", ".0", ".2", ".5", ".", ".*") + g.among("d i o u x X s s c b d") + g.pick("", " ", "|", `\n`, `\t`, "%%", `\\`, `\060`, ":")
	}
	var args []string
	for range g.IntN(5) {
		args = append(args, g.pick("1", "0", "-1", "42", "010", "0x1f", "0X1F", "'+3'", "' 7'", "abc", "''", "'a b'", `"'A"`, `'"'`, `'\n'`, `'a\tb'`, `'\0101'`, `'\101'`, `'x\cy'`, "9223372036854775807", "99999999999999999999", "-9223372036854775808", "1x", "é", "3", "-5", "08", `'\\'`, "1e3", "0x", "-"))
	}
	return "printf " + quoted(format+g.pick(`\n`, "", "|")) + " " + strings.Join(args, " ") + g.pick("", " 2>/dev/null") + `; echo "s$?"`
}

// testExpression makes a test of up to nine arguments.
func (g *generator) testExpression() string {
	primary := func() string {
		operand := func() string {
			return g.pick("a", "b", "''", "1", "2", "-1", "!", "'('", "')'", "-f", "-n", "=", "a.txt", "sub", "' 1'", "010", "$a", `"$a"`, "-a", "-o", "'<'")
		}
		switch g.IntN(4) {
		case 0:
			return g.among("-n -z -f -d -e -s -r -w -x -h -L -p -S -t -u -b") + " " + operand()
		case 1:
			return operand()
		}
		return operand() + " " + g.among(`= != -eq -ne -lt -le -gt -ge = \> \< -nt -ef -ot ==`) + " " + operand()
	}
	text := primary()
	if g.one(3) {
		text = "! " + text
	}
	for g.one(4) {
		text += " " + g.among("-a -o") + " " + g.pick("", "! ") + primary()
	}
	if g.one(5) {
		text = `\( ` + text + ` \)`
	}
	return g.pick("test "+text, "[ "+text+" ]", "[ "+text+" ]") + ` 2>/dev/null; echo "s$?"`
}

// calculate evaluates an expression of many operators, whose variables have
// values of all kinds.
func (g *generator) calculate() string {
	text := ""
	for _, name := range []string{"x", "y", "n"} {
		if g.one(2) {
			text += name + "=" + g.pick("1", "0", "-1", "5", "010", "0x10", "' 3 '", "''", "9223372036854775807", "-9223372036854775808", "y", "+2", "'3 '", "-0", "00", "1x", "y+1") + " "
		}
	}
	if text != "" {
		text += "; "
	}
	expr := g.chain(0)
	return "(" + text + g.pick("p $(("+expr+"))", `p "$((`+expr+`))"`, "a=$(("+expr+"))", ": $(("+expr+"))", "echo $(( \n"+expr+"\n ))") + `; p "$?" "${x-unset}" "${y-unset}" "${n-unset}" "$a")`
}

// chain is operands with operators between them, mostly without parentheses.
func (g *generator) chain(depth int) string {
	operand := func() string {
		if depth < 2 && g.one(5) {
			return "(" + g.chain(depth+1) + ")"
		}
		return g.pick("", "", "", "-", "+", "!", "~", "- -", "!!") + g.pick("x", "y", "n", "1", "2", "3", "0", "07", "0xA", "$x", "${y}", "${n:-2}", "63", "1000000007", "$#", "${#a}", "$((2))", "u")
	}
	text := operand()
	for range g.IntN(4) {
		gap := g.pick("", " ", " ")
		text += gap + g.among("+ - * / % << >> < <= > >= == != & ^ | && ||") + gap + operand()
	}
	switch g.IntN(10) {
	case 0:
		text += " ? " + operand() + " : " + operand()
	case 1:
		text = g.among("x y n") + g.pick("", " ") + g.among("= += -= *= /= %= <<= >>= &= ^= |=") + text
	case 2:
		text += "?" + g.among("x y n") + "=" + operand() + ":" + operand()
	case 3:
		text += g.among("&& ||") + "(" + g.among("x y n") + g.among("= += -=") + operand() + ")"
	}
	return text
}

// aliased defines aliases and uses them on the next line.
func (g *generator) aliased() string {
	text := ""
	for range 1 + g.IntN(3) {
		text += "alias " + g.among("p1 p2 e a1") + "=" + quoted(g.pick("echo ", "echo", "p2 ", "p1", "p2", "e ", "a1 ", "e x ", "echo x;", "echo x; echo ", "if true; then echo", "! ", "(echo", "{ echo g; }", "a=1 ", "a=1", ">f1 ", "echo >f2", "", " ", "for i in", "echo \\", "# ", "echo $a", "echo \"$a", "p2;", "true && ", "cat <<E", "while ", "echo '", "\techo\t", "eval ", "p1 p2 ", "true\necho l", "x() {", "case x in x)", "2>&1 echo ")) + g.pick("\n", "\n", "; ")
	}
	text += "\n" + g.pick("", "a=0 ", "! ", "if ", ">f3 ", `\`, "2>f1 ", "{ ", "( ", "eval ", "true && ", "echo | ", "command ", "x=$(", "for i in p1; do ", "case p1 in p1) ") + g.among("p1 p2 e a1") + g.pick(" p1", " e x", " p2 a1", "", " x", ";p1 x", " $(p1 y)", " `e z`", "\\\n e", "\"\"", " 'e'", "\nE", " ; }", " )", "; then e y; fi", "; done", ";; esac", "|e", "&&a1 k", " >f4", "2>f1")
	return text + "\nunalias -a"
}

// readOnly tries to change what is read-only, in a way that may end the shell.
func (g *generator) readOnly() string {
	try := g.pick("r=2", "r=2 :", "r=2 true", "r=2 p x", "r=2 nosuch", "command r=2", "unset r", "command unset r", "export r=2", "command export r=2", "readonly r=2", "command readonly r=2", "read r <a.txt", "command read r <a.txt", "for r in 1 2; do echo $r; done", ": ${r=2}", "unset r2; : ${r2=2}", ": $((r=2))", ": $((r+=1))", "getopts a r -a", "local r=2", "eval r=2", "command eval r=2", "printf %s x >$r", "a=1 r=2 b=3", "r=2 eval echo e", "command command export r=2", "r=$(echo 2; exit 3)", "f4() { r=2; }; f4", ". ./rlib", "trap 'r=2' EXIT", "cd . ", "r=2 command :", "r=2 >f1", "r=2 set --", "export r", "readonly r", "unset -v r", "unset -f r", "if r=2; then echo t; fi", "r=2 || echo or", "! r=2", "r=2 && echo and", "(r=2)", "echo $(r=2)", "r=2 | cat", "{ r=2; } 2>/dev/null", "r=2 &\nwait $!")
	return fmt.Sprintf("(echo r=2 >rlib; readonly r=1; %s; echo \"s$? $r $a\")%s", try, g.pick("", " 2>/dev/null")) + `; echo "t$?"`
}
