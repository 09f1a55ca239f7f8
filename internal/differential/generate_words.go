package differential

import (
	"fmt"
	"strings"
)

// word makes a word as it stands in a command's operands.
func (g *generator) word() string {
	if g.bash && g.one(8) {
		return g.bashWord()
	}
	switch g.IntN(8) {
	case 0, 1:
		return g.literal()
	case 2, 3:
		return `"` + g.doubleQuoted() + `"`
	case 4:
		return g.part() + g.part()
	case 5:
		return g.part() + g.part() + g.part()
	}
	return g.part()
}

func (g *generator) words(n int) string {
	var all []string
	for range g.IntN(n + 1) {
		all = append(all, g.word())
	}
	return strings.Join(all, " ")
}

// literal is a word without expansions, but for pathnames and tildes.
func (g *generator) literal() string {
	return g.pick("a", "b", "foo", "x1", "1", "0", "-1", "07", "a:b", "a=b", `''`, `""`, `\ `, `\\`, `\*`, "'*'", `"?"`,
		"*", "?", "*.txt", "[ab]*", "[!a]*", "[a", "s*/*", "sub/*", "./?.txt", ".*t", "nosuch*", "~", "~/x", "a~", "a:~", `\~`, `"~"`,
		"'a b'", `"a  b"`, "' x '", "-n", "-", "--", "=", "!", "in", "do", "a#b", `\#`, "'\t'", "'\n'", "{}", "[", "]", `a\
b`, "%", "+", ",", "'\\'", `'"'`, `"'"`, `\$a`, `'$a'`, `\"`, "é", `"$"`, "$", `\a`, `"\a"`, `"\\"`, `"\$a"`)
}

// part is a piece of an unquoted word.
func (g *generator) part() string {
	switch g.IntN(7) {
	case 0:
		return g.pick("a", "b", "/", ":", "-", "1", "*", `\*`, `''`, `""`, "'a b'", `"a b"`, "x", ".", "=", ",", `\ `, `[`, `]`, "?", "é")
	case 1:
		return `"` + g.doubleQuoted() + `"`
	case 2:
		return g.substitution(false)
	}
	return g.parameter(false)
}

// doubleQuoted is what stands between double quotes.
func (g *generator) doubleQuoted() string {
	text := ""
	for range 1 + g.IntN(3) {
		switch g.IntN(6) {
		case 0, 1:
			text += g.pick("a", " ", "b c", "*", `\"`, `\\`, `\$`, "'", "~", ":", `\x`, "  ", "}", "{", "#", `\`+"\n", "\n", "x=~")
		case 2:
			text += g.substitution(true)
		default:
			text += g.parameter(true)
		}
	}
	return text
}

// name is one of the variables scripts play with; u is mostly unset.
func (g *generator) name() string { return g.among("a a b b c e u IFS") }

// parameter is an expansion of a parameter, unquoted or in double quotes.
func (g *generator) parameter(quoted bool) string {
	if g.bash && g.one(3) {
		return g.bashParameter(quoted)
	}
	switch g.IntN(9) {
	case 0, 1:
		return "$" + g.name()
	case 2:
		return "${" + g.name() + "}"
	case 3:
		return g.among("$@ $* $# $? $1 $2 $3 ${1} ${10} $4 $@ $* ${@} ${*} ${#}")
	case 4:
		return g.pick("${#a}", "${#b}", "${#u}", "${#}", "${#1}", "${#?}", "${#c}", "${#-}")
	}
	if g.inWord > 2 {
		return "$" + g.name()
	}
	g.inWord++
	defer func() { g.inWord-- }()
	of := g.name()
	if g.one(4) {
		of = g.among("1 2 4 @ * # ? @ *")
	}
	if g.one(2) {
		return "${" + of + g.among(":- - :+ + :- - :+ + := = :? ?") + g.operand(quoted) + "}"
	}
	if strings.Contains("@*#?", of) {
		of = g.name() // unspecified for the special parameters
	}
	return "${" + of + g.among("# ## % %%") + g.patternOperand(quoted) + "}"
}

// operand is the word of ${x:-word} and the like.
func (g *generator) operand(quoted bool) string {
	if quoted {
		return strings.ReplaceAll(g.pick("", "w", "d e", "*", `\}`, `\"`, `\\`, `'a'`, `"q r"`, "~", g.parameter(true), g.parameter(true), g.substitution(true), g.parameter(true)+" "+g.parameter(true)), "\n", " ")
	}
	return g.pick("", "w", "d e", "*", `\}`, `\"`, `\\`, `'a b'`, `"q  r"`, "~", "'}'", `"}"`, "~/x",
		g.parameter(false), g.parameter(false)+" "+g.parameter(false), g.substitution(false), `"`+g.parameter(true)+`"`, `x" "y z`, `"$@"`, `$*`, "a:b")
}

func (g *generator) patternOperand(quoted bool) string {
	text := ""
	for range 1 + g.IntN(2) {
		text += g.patternPart(quoted)
	}
	return text
}

func (g *generator) patternPart(quoted bool) string {
	if g.bash && g.one(5) {
		return g.extendedPattern()
	}
	if g.one(4) {
		return g.parameter(quoted)
	}
	if g.one(4) {
		return `"` + g.pick("*", "a", "$a", "?", "[", " ", "${b}") + `"`
	}
	return g.pick("a", "b", "*", "?", " ", "[ab]", "[!a]", "[a-c]", `\*`, "'*'", "/", "*/", ".*", ":*", "'[a]'", `\a`, "[[:alpha:]]", "[[:space:]]", "[", "]", "[]a]", "[a", `[\]a]`, "-", "''", `\\`, "[!]]", "é", "[^a]")
}

// casePattern is a pattern of a case command.
func (g *generator) casePattern() string {
	if g.one(4) {
		return g.word()
	}
	return g.patternOperand(false)
}

// substitution is that of a command or of an arithmetic expression.
func (g *generator) substitution(quoted bool) string {
	if g.one(2) || g.depth > 3 || g.inWord > 2 {
		return "$((" + g.arithmetic(0) + "))"
	}
	g.depth++
	g.inWord++
	defer func() { g.depth--; g.inWord-- }()
	if g.one(4) {
		text := g.apart(func() string {
			return g.pick("echo a b", "echo '*'", "printf 'x\\n\\n'", "p $a", "cat a.txt", "false", "echo; echo b", "", ":")
		})
		return "`" + strings.ReplaceAll(text, `\`, `\\`) + "`"
	}
	return "$(" + g.apart(g.substituted) + ")"
}

func (g *generator) substituted() string {
	if g.one(3) {
		return g.pick("echo 'a  b'", `printf 'a\n\nb\n\n'`, "<a.txt cat", "echo \"$a\"", `p "$@"`, "exit 3", "false", "a=sub; echo $a", "(echo x)", "{ echo y; }", "", " ", "cd sub && ls", "set -f; echo *", "trap 'echo bye' EXIT", "return 2")
	}
	text := g.statement()
	for g.one(3) {
		text += g.separator() + g.statement()
	}
	return text
}

// arithmetic makes an expression.
func (g *generator) arithmetic(depth int) string {
	if g.bash && g.one(5) {
		return g.bashArithmetic()
	}
	if depth > 2 || g.one(4) {
		return g.pick("0", "1", "2", "3", "7", "010", "0x1F", "x", "y", "n", "$n", "${n:-4}", "$#", "-1", "x", "${#a}", "9223372036854775807", "$((1+1))", "$(echo 3)", "u", "$x")
	}
	a, b := g.arithmetic(depth+1), g.arithmetic(depth+1)
	space := g.pick("", " ")
	switch g.IntN(10) {
	case 0:
		return "(" + a + ")"
	case 1:
		return g.among("- + ! ~") + " " + a
	case 2:
		return a + space + "?" + space + b + space + ":" + space + g.arithmetic(depth+1)
	case 3:
		return fmt.Sprintf("(%s %s %s)", g.among("x y n"), g.among("= += -= *= |= &= ^= <<= >>= = ="), b)
	case 4:
		return a + " " + g.among("/ %") + " " + g.among("1 2 3 -2 5 x")
	}
	return a + space + g.among("+ - * < > <= >= == != & | ^ << >> && ||") + " " + b
}
