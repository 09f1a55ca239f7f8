package differential

import (
	"fmt"
	"strings"
)

// patternCommands are about patterns and the names of files.
func patternCommands() []choice {
	return []choice{
		{4, (*generator).matchCase},
		{3, (*generator).trimText},
		{3, (*generator).globOddNames},
	}
}

// bracket makes a bracket expression, or what looks like one.
func (g *generator) bracket() string {
	text := "[" + g.pick("", "", "", "!", "^")
	for range 1 + g.IntN(3) {
		text += g.pick("a", "b", "x", "]", "-", "a-c", "0-9", "z-a", "[:alpha:]", "[:digit:]", "[:upper:]", "[:punct:]", "[:space:]",
			"[:nosuch:]", "[=a=]", "[.a.]", "[.-.]", `\]`, `\-`, `"-"`, `"]"`, "'!'", "!", "^", "[", "*", ".", "/", `\\`, "+--", "a-", "%-/", "$a", `"$b"`, "[:alpha:", ":", "A-z")
	}
	return text + g.pick("]", "]", "]", "]", "]", "")
}

// pattern makes a pattern of some pieces.
func (g *generator) pattern() string {
	text := ""
	for range 1 + g.IntN(4) {
		text += g.pick("*", "*", "?", "a", "b", "ab", "x", "1", "-", ".", `\*`, `"*"`, "'?'", `\\`, "'['", "]", "$a", `"$a"`, "$b", "${a#?}", "''", `"a"`, `\a`, `"\\"`, "!", `\[`, g.bracket(), g.bracket())
	}
	return text
}

// subject is a text to match.
func (g *generator) subject() string {
	text := ""
	for range g.IntN(5) {
		text += g.pick("a", "b", "c", "x", "A", "1", "9", "-", "]", "[", "*", "?", "!", "^", " ", ".", `\`, "ab", "/", ":", ",", "=")
	}
	return quoted(text)
}

func (g *generator) matchCase() string {
	text := "case " + g.subject() + " in "
	for n := range 1 + g.IntN(3) {
		text += g.pattern() + g.pick("", "", "|"+g.pattern()) + fmt.Sprintf(") echo m%d;; ", n)
	}
	return g.pick("", "a="+g.subject()+"; ", "b='[ab]'; ") + text + "*) echo none;; esac"
}

func (g *generator) trimText() string {
	text := "a=" + g.subject() + "; "
	expansion := "${a" + g.among("# ## % %%") + g.pattern() + "}"
	return text + g.pick("p ", "b=") + g.pick(expansion, `"`+expansion+`"`) + g.pick("", `; p "$b"`)
}

// globOddNames matches the names of files that patterns could take for
// something else.
func (g *generator) globOddNames() string {
	names := []string{"'a b'", "'*'", "'[a]'", `'\'`, `'a\b'`, "'?'", "-n", "a", "ab", ".a", "..a", "']'", "'a-b'", "A", "'!'", "x1", "'a]'", `'\*'`, "'[!a]'", "'~'", "'$a'", "é", "'#'", "'a\nb'"}
	var some []string
	for range 1 + g.IntN(5) {
		some = append(some, g.pick(names...))
	}
	var words []string
	for range 1 + g.IntN(3) {
		words = append(words, g.pick("", "", "./", "d/", "../od/", "*/", `"d"/`)+g.pattern()+g.pick("", "", "", "/", "/*", "/.*"))
	}
	make := "mkdir od od/d; cd od; : " + prefixEach(">./", some) + prefixEach(" >d/", some[:1]) + "; "
	use := g.pick("p ", "for i in ", "set -- ", "a=", "p x")
	text := "(" + make + g.pick("", "", "a='*'; ", "b='[a'; ", "set -f; ", "IFS=b; ") + use + strings.Join(words, " ")
	switch use {
	case "for i in ":
		text += `; do p "$i"; done`
	case "set -- ":
		text += `; p "$#" "$@"`
	case "a=":
		text += "; p $a"
	}
	return text + ")"
}

func prefixEach(prefix string, words []string) string {
	return prefix + strings.Join(words, " "+prefix)
}
