package differential

import (
	"math/rand/v2"
	"strings"
)

// GenerateQuotes returns the random script of a seed that is about nothing but
// quotes in quotes.
func GenerateQuotes(seed uint64) Script {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 2))}
	text := preamble + "a='x y' b=\\\\\n"
	for range 1 + g.IntN(3) {
		text += g.quotes() + g.newline()
	}
	return Script{Text: text, Mode: g.mode()}
}

// place is where a piece of text stands, which says what quotes mean there.
type place int

const (
	bare     place = iota // in a word without quotes
	double                // in double quotes
	document              // in a here-document
	operand               // in the word of an expansion, without quotes
	quotedOp              // in one in double quotes or a here-document
)

// quotes makes a command whose words have quotes, expansions and escapes in each
// other.
func (g *generator) quotes() string {
	switch g.IntN(9) {
	case 0:
		return "c=" + g.tangle(2, bare) + "; p \"$c\""
	case 1:
		return "case " + g.tangle(2, bare) + " in " + g.tangle(1, bare) + ") p y;; *) p n;; esac"
	case 2:
		return "p `" + g.escaped(g.tangledCommand(1)) + "`"
	case 3, 4:
		return g.tangledDocument()
	case 5:
		return "export d=" + g.tangle(2, bare) + "; p \"$d\""
	case 6:
		return "p \"`" + g.escapedQuoted(g.tangledCommand(1)) + "`\""
	}
	return "p " + g.tangle(2, bare) + " " + g.tangle(1, bare)
}

// tangle makes some pieces in a row.
func (g *generator) tangle(depth int, in place) string {
	text := ""
	for range 1 + g.IntN(3) {
		text += g.tangled(depth, in)
	}
	return text
}

func (g *generator) tangled(depth int, in place) string {
	if depth == 0 || g.one(3) {
		return g.fragment(in)
	}
	deeper, word := depth-1, operand
	if in != bare && in != operand {
		word = quotedOp
	}
	switch g.IntN(8) {
	case 0:
		return "`" + g.escaped(g.tangledCommand(deeper)) + "`"
	case 1:
		return "`" + g.escapedQuoted(g.tangledCommand(deeper)) + "`"
	case 2:
		return "$(" + g.tangledCommand(deeper) + ")"
	case 3:
		return "${" + g.among("u- u:- a+ a:+ v:= u=") + g.tangle(deeper, word) + "}"
	case 4:
		return "${" + g.among("a# a% a## b%% b#") + g.tangle(deeper, operand) + "}"
	case 5:
		return "$((" + g.pick("1", "1 + \"2\"", "${u:-1}", "`echo 3`", "$(echo 4)", "'5'", "\\\n6") + "))"
	}
	if in == double || in == document {
		return g.fragment(in)
	}
	return `"` + g.tangle(deeper, double) + `"`
}

// fragment is a piece that has nothing in it.
func (g *generator) fragment(in place) string {
	common := g.pick("a", "b", "$a", "${b}", `\\`, `\$`, "\\`", `\`+"\n", "#", "*", "~", "]", "$", `\a`, `\'`, `\"`, "x=", "é", "-")
	switch in {
	case bare:
		return g.pick(common, `''`, `'a b'`, `'"'`, `'\'`, "'`'", "'$a'", `\ `, `\}`, `""`, "'a\\\nb'", "'\n'", "}")
	case double:
		return g.pick(common, " ", "'", "'", "}", "{", "\n", "'\\\n'")
	case document:
		return g.pick(common, " ", "'", `"`, `"`, "}", "$'a'", "\t", "E")
	case operand:
		return g.pick(common, " ", `'}'`, `\}`, `"}"`, "'a b'", "{", "'\\'", `'"'`)
	}
	return g.pick(common, " ", "'", "'a'", `\}`, `"a b"`, `"'"`, "$'a'", "{", "(", ")")
}

// tangledCommand makes what stands in a command substitution.
func (g *generator) tangledCommand(depth int) string {
	text := g.pick("p ", "printf %s ", "printf '<%s>' ") + g.tangle(depth, bare)
	switch g.IntN(8) {
	case 0:
		return text + " # it's"
	case 1:
		return "(" + text + ")"
	case 2:
		return "((" + text + ") | (cat))"
	case 3:
		return text + "\n"
	case 4:
		return "cat <<E\n" + g.tangle(depth, document) + "\nE\n"
	}
	return text
}

// tangledDocument makes a here-document, some of them with a delimiter that is
// quoted in an odd way.
func (g *generator) tangledDocument() string {
	mark := g.pick("E", "E", "E", "'E'", `\E`, `"E"`, "E\\\n", `''E`, `"E"''`, "\\\nE")
	op := g.among("<< << <<-")
	text := g.tangle(2, document)
	if op == "<<-" {
		text = "\t" + text
	}
	g.pending += text + "\nE\n"
	return "cat " + op + mark
}

// escaped is text as it is written between backquotes, in most cases.
func (g *generator) escaped(text string) string {
	if g.one(4) {
		return text
	}
	return strings.NewReplacer(`\`, `\\`, "`", "\\`").Replace(text)
}

// escapedQuoted is escaped where a double quote may be quoted, too.
func (g *generator) escapedQuoted(text string) string {
	text = g.escaped(text)
	if g.one(3) {
		return strings.ReplaceAll(text, `"`, `\"`)
	}
	return text
}
