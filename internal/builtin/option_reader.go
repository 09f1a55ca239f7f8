package builtin

import (
	"strings"

	"gpipe/internal/interp"
)

// optionReader reads options, some of which take a value, as getopt(3) does.
// Letters lists them, a colon after those that take one. When next is done,
// args has the operands, or fault says what is wrong.
type optionReader struct {
	args    []string
	letters string
	value   string // of the option that next returned
	plus    bool   // letters after + are options too
	fault   string

	cluster string // letters of the argument that is being read
	sign    byte   // what the cluster began with
}

// next returns the next option letter; false at the end or on a fault.
func (g *optionReader) next() (byte, bool) {
	g.value = ""
	if g.cluster == "" && !g.advance() {
		return 0, false
	}
	c := g.cluster[0]
	g.cluster = g.cluster[1:]
	i := strings.IndexByte(g.letters, c)
	if i < 0 || c == ':' {
		g.fault = string(rune(g.sign)) + string([]byte{c}) + ": invalid option"
		return 0, false
	}
	if i+1 == len(g.letters) || g.letters[i+1] != ':' {
		return c, true
	}
	if g.value, g.cluster = g.cluster, ""; g.value != "" {
		return c, true
	}
	if len(g.args) == 0 {
		g.fault = "-" + string(rune(c)) + ": a value is needed"
		return 0, false
	}
	g.value, g.args = g.args[0], g.args[1:]
	return c, true
}

// each calls set for every option. It returns what set says is wrong with a value,
// or the fault of the reader.
func (g *optionReader) each(set func(letter byte, value string) (why string)) (why string) {
	for letter, ok := g.next(); ok; letter, ok = g.next() {
		if why := set(letter, g.value); why != "" {
			return interp.Quote(g.value) + ": " + why
		}
	}
	return g.fault
}

// advance goes on to the next argument that has option letters.
func (g *optionReader) advance() bool {
	if len(g.args) == 0 {
		return false
	}
	arg := g.args[0]
	if arg == "--" {
		g.args = g.args[1:]
		return false
	}
	if len(arg) < 2 || arg[0] != '-' && !(g.plus && arg[0] == '+') {
		return false
	}
	g.sign, g.cluster, g.args = arg[0], arg[1:], g.args[1:]
	return true
}
