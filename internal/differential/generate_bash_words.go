package differential

import (
	"fmt"
	"strings"
)

// bashParameter is an expansion that only bash has.
func (g *generator) bashParameter(quoted bool) string {
	if g.inWord > 2 {
		return "${A[0]}"
	}
	g.inWord++
	defer func() { g.inWord-- }()
	switch g.IntN(9) {
	case 0:
		name := g.array()
		return "${" + name + "[" + g.pick("@", "*", g.subscript(name)) + "]}"
	case 1:
		return "${#" + g.array() + "[" + g.pick("@", "*", "0", "k") + "]}"
	case 2:
		return g.pick("${!A[@]}", "${!A[*]}", "${!M[@]}", "${!r}", "${!a}", "${!b}", "${!BASH_VERSIN*}", "${!EPOCH@}", "${!#}", "${!1}", "${!n}", "${!r-w}", "${!u-w}", "${!FUNCNA*}", "${!r[@]}", "${!A}", "${!OPT*}")
	case 3:
		return g.pick("$_", "${PIPESTATUS[@]}", "${PIPESTATUS}", "${BASH_REMATCH[@]}", "${BASH_REMATCH[1]}", "${FUNCNAME[@]}", "$LINENO", "${BASH_SOURCE##*/}", "$BASH_SUBSHELL", "${BASH_LINENO[@]}", "${DIRSTACK[@]##*/}", "$-", "$REPLY", "$OPTIND", "${BASH_COMMAND}")
	case 4:
		name := g.array()
		return "${" + name + "[" + g.pick("@", "*", "@", g.subscript(name)) + "]" + g.bashOperator(quoted) + "}"
	}
	return "${" + g.pick(g.name(), "a", "b", "@", "*", "1", "2", "x", "A", "r") + g.bashOperator(quoted) + "}"
}

// bashOperator is what follows the name in ${name...}.
func (g *generator) bashOperator(quoted bool) string {
	switch g.IntN(9) {
	case 0, 1:
		return "@" + g.among("Q E A a U u L K k Q a A P")
	case 2:
		return g.pick("^^", "^", ",,", ",", "~~", "~") + g.pick("", "", g.patternPart(quoted), "[a-m]", "?", "*")
	case 3, 4:
		return ":" + g.offset() + g.pick("", "", ":"+g.offset())
	case 5, 6:
		return g.pick("/", "/", "//", "//", "/#", "/%") + g.patternOperand(quoted) + g.pick("", "/", "/"+g.replacement(quoted), "/"+g.replacement(quoted))
	case 7:
		return g.among("# ## % %%") + g.patternOperand(quoted)
	}
	return g.among(":- - :+ + :- -") + g.operand(quoted)
}

func (g *generator) offset() string {
	return g.pick("0", "1", "2", "3", " -1", " -2", "(-1)", "n", "x", "$n", "${#a}", "1+1", " -9", "99", "", "n>1?1:0", "0", "1", "A[0]", "$((1))", " -n")
}

func (g *generator) replacement(quoted bool) string {
	return g.pick("", "X", "&", `\&`, "[&]", `"&"`, `'&'`, "$a", `"$b"`, `$'\n'`, "~", `\/`, "x y", `\\&`, "*", "$(echo \\&)", g.parameter(quoted))
}

// extendedPattern is one of ksh's patterns.
func (g *generator) extendedPattern() string {
	alternative := func() string {
		return g.pick("a", "b", "ab", "*", "?", "[a-c]", "", "foo", "x", "1", ".", "a*", "*b", "$a", "\"$b\"", "é", " ", "@(a|b)", "*(x)", "!(a)", "+([0-9])", "'|'", `\)`, "txt")
	}
	text := g.among("@ ? * + !") + "(" + alternative()
	for g.one(2) {
		text += "|" + alternative()
	}
	return text + ")"
}

// bashWord is a word of a form that only bash has.
func (g *generator) bashWord() string {
	switch g.IntN(5) {
	case 0, 1:
		return g.braces(0)
	case 2:
		return g.pick(`$'a\tb'`, `$'\x41\101\u00e9'`, `$'\'q\''`, `$'\cA'`, `$'a\0b'`, `$"text"`, `$"a $a"`, `"$'x'"`, `$'\e[0m'`, `$'\q\\'`, `$'é'`, `$''`, `$'\U1F600'`, `$'\n'x`, `$'\xff'`, `$'\"'`)
	case 3:
		return g.part() + g.extendedPattern() + g.pick("", g.part(), "*")
	}
	return g.pick("+(a|b).txt", "!(a).txt", "?(.)dot", "!(*.txt)", "@(a|b)*", "*(sub|x)", "**", "**/*", "sub/**", "[[:alpha:]]*", "$[1+2]", "$[n*2]", "[[:upper:]]*", "a@(.txt|b)", ".!(|.)", "[^a]*", "$[ x ]", "`echo \\$a`")
}

// braces makes a brace expansion, or what looks like one.
func (g *generator) braces(depth int) string {
	item := func() string {
		if depth < 2 && g.one(4) {
			return g.braces(depth + 1)
		}
		return g.pick("a", "b", "", "x", "'c,d'", `"e}"`, "$a", `\,`, "1", "*", "~", "'a b'", "\"$a\"", "foo", "${b}", "$(echo s)", "é")
	}
	switch g.IntN(5) {
	case 0:
		return g.pick("", "p", "$x") + "{" + g.pick("1..3", "3..1", "a..d", "d..a", "01..03", "1..10..3", "10..1..4", "-2..2", "a..z..9", "1..a", "x..$n", "$n..3", "1..3..0", "-05..5..5", "A..c", "1..2..", "..", "1..", "9..11", "0..-3", "a..1", "'1'..2", "1..3..-1", "z..x..2") + "}" + g.pick("", "s")
	case 1:
		return g.pick("{}", "{a}", "{,}", "{a,", "a,b}", "{{a,b}", "{a,b}}", `\{a,b}`, `{a\,b}`, `"{a,b}"`, "{a,b}{c,d}", "x{,y}", "{a,b}=c", "a={b,c}", "{'a,b',c}", "{a,{b,c}}", "{$a,b}", "{a b}", "{,a}{b,}", "{\"\",x}", "{a..c}{1..2}", "{{1..2},x}")
	}
	text := g.pick("", "", "p", "\"q\"", "$b") + "{" + item()
	for range 1 + g.IntN(3) {
		text += "," + item()
	}
	return text + "}" + g.pick("", "", "s", "$a", "/")
}

func (g *generator) bashShow() string {
	switch g.IntN(4) {
	case 0:
		return "p " + g.bashWord() + " " + g.bashWord()
	case 1:
		return "p \"" + g.bashParameter(true) + "\" " + g.bashParameter(false)
	}
	return g.pick("p ", "p ", "echo ", "printf '%q\\n' ") + g.bashParameter(false) + " \"" + g.bashParameter(true) + "\"" + g.redirections(12)
}

func (g *generator) hereString() string {
	return g.pick("cat", "read a b; d a b", "read -r a; d a", "IFS=: read -ra A; d A", "tr a-c A-C", "{ read a; cat; }", "while read a; do p \"$a\"; done", "mapfile -t A; d A") + " <<<" + g.pick("", " ") + g.word() + g.pick("", "", " 2>&1", "; echo \"s$?\"")
}

// bashArithmetic is a piece of an expression.
func (g *generator) bashArithmetic() string {
	name := g.array()
	return g.pick(fmt.Sprintf("%s[%s]", name, strings.ReplaceAll(g.subscript(name), "\"", "")), "x++", "++n", "n--", "2**3", "16#ff", "36#z", "2#101", "(x, n)", "x ** 2", "A[1]++", "M[k]+=1", "a", "A", "n <<= 1", "${A[0]}", "${#A[@]}", "${x}", "64#@", "-n", "!x", "x=n=2", "RANDOM*0", "A[x]", "n**-1", "1?2:3", "'1'", "10#08", "08", "b", "1,2")
}

func (g *generator) arithmeticStatement() string {
	e := g.arithmetic(0)
	return g.pick("(("+e+"))", "(( "+e+" )) && echo T", "let "+quoted(e), "let 'x="+strings.ReplaceAll(e, "'", "")+"' n+=1", "(("+g.bashArithmetic()+"))", "let "+quoted(g.bashArithmetic()), "A[0]=$(("+e+"))", "x=$["+e+"]", "declare -i x="+quoted(e), "if (("+g.bashArithmetic()+")); then echo T; fi", "((x"+g.among("= += -= *= /= %= &= |= ^= <<= >>=")+e+"))", "p $(("+g.bashArithmetic()+"))", "for ((x=0; x<3; x++)); do p $x; done") + g.pick("", "; echo \"s$? $x $n\"", "; p \"$x\" \"$n\"")
}

// bashTest is a [[ command.
func (g *generator) bashTest() string {
	return g.bashCondition() + g.pick("; echo \"$?\"", "; echo \"$?\"", " && echo T", " || echo F", "; p \"$?\" \"${BASH_REMATCH[@]}\"")
}

func (g *generator) bashCondition() string {
	text := g.pick("", "", "", "! ") + g.primary()
	for g.one(3) {
		text += g.pick(" && ", " || ", " &&\n", " || ! ") + g.pick(g.primary(), "( "+g.primary()+" )", "( "+g.primary()+" || "+g.primary()+" )")
	}
	return "[[ " + text + " ]]"
}

func (g *generator) primary() string {
	switch g.IntN(8) {
	case 0, 1:
		return g.word() + " " + g.among("== != = ==") + " " + g.casePattern()
	case 2, 3:
		return g.pick(g.word(), "\"$a\"", "$a", "foo123bar", "\"$b\"") + " =~ " + g.regexp()
	case 4:
		return g.among("-n -z -f -d -e -s -r ! -v -v -v -o -h -x -w") + " " + g.pick(g.word(), "a", "A", "A[0]", "M[k]", "u", "extglob", "a.txt", "sub", "'A[1]'", "M[$a]", "A[@]", "errexit", "BASH_VERSINFO[0]")
	case 5:
		return g.pick(g.arithmetic(1), "1", "x", "n", "A[0]", "' 3 '", "\"$x\"", "x+1") + " " + g.among("-eq -lt -ge -ne -gt -le") + " " + g.pick("1", "x", "2", "n", "0x10", "$n")
	case 6:
		return g.part() + " " + g.among("< > < > -nt -ot -ef") + " " + g.part()
	}
	return g.part()
}

// regexp is an extended regular expression as it stands behind =~.
func (g *generator) regexp() string {
	text := g.pick("", "", "^")
	for range 1 + g.IntN(3) {
		text += g.pick("a", "b", "o+", ".", ".*", "(o|b)", "([0-9]+)", "[a-z]*", "[[:alpha:]]+", "x?", "(a)(b)?", `\.`, `"."`, "$a", `"$a"`, "'*'", "([^0-9]*)", "{", "(", ")", "o{2}", "b{1,}", "()", "[]x]", "((f)(o))", `\(`, "|", "(^a)", "(b$)", `\w+`, `\bfoo`, "$'x'", "(foo|foo1)", "\\ ", "[[:space:]]", "é", `[\.]`, `"a"b`, "${b}", "[^ ]", "a|b")
	}
	return text + g.pick("", "", "$")
}
