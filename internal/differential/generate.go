package differential

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// preamble has what random scripts show things with: the number of fields and
// each of them, whatever is in it.
const preamble = `p() { printf '%s:' "$#"; printf '<%s>' "$@"; echo; }
`

// Generate returns the random script of a seed. It ends by itself: loops count,
// a function calls only those with smaller numbers, and nothing reads more than
// there is. It writes only into the directory it runs in.
func Generate(seed uint64) Script {
	return newGenerator(seed, 1).script(preamble)
}

func newGenerator(seed, stream uint64) *generator {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, stream)), budget: 0}
	g.budget = 2 + g.IntN(5)
	if g.one(8) {
		g.budget *= 4
	}
	return g
}

// script makes a whole script behind its first lines.
func (g *generator) script(preamble string) Script {
	text := preamble
	for g.budget > 0 {
		text += g.statement() + g.newline()
	}
	if g.one(2) {
		text += g.dump()
	}
	if g.one(15) && !g.bash { // where bash finds an error in what is none is its own
		text = preamble + g.mutate(strings.TrimPrefix(text, preamble))
	}
	return Script{Text: text, Mode: g.mode()}
}

// generator makes one script. Its methods return pieces of text; a piece with
// a here-document leaves the document in pending, to follow the next newline.
type generator struct {
	*rand.Rand
	bash      bool // the language is bash's
	budget    int  // commands still to be made at the top level
	depth     int  // of commands in commands
	inWord    int  // depth of expansions in expansions
	functions int  // how many functions the code at hand may call
	loops     int  // how many loop counters there are
	around    int  // loops around
	pending   string
}

func (g *generator) mode() Mode {
	switch g.IntN(8) {
	case 0:
		return Command
	case 1:
		return Input
	}
	return File
}

// one is true once in n times.
func (g *generator) one(n int) bool { return g.IntN(n) == 0 }

func (g *generator) pick(from ...string) string { return from[g.IntN(len(from))] }

// among picks one of the words of a string.
func (g *generator) among(words string) string { return g.pick(strings.Fields(words)...) }

// choice is one production of a rule.
type choice struct {
	weight int
	make   func(*generator) string
}

func (g *generator) choose(from []choice) string {
	sum := 0
	for _, c := range from {
		sum += c.weight
	}
	n := g.IntN(sum)
	for _, c := range from {
		if n -= c.weight; n < 0 {
			return c.make(g)
		}
	}
	panic("unreachable")
}

// newline ends a line and puts the here-documents of it.
func (g *generator) newline() string {
	text := "\n" + g.pending
	g.pending = ""
	return text
}

// separator ends a command.
func (g *generator) separator() string {
	if g.pending != "" || g.one(3) {
		return g.newline()
	}
	return "; "
}

// gap may stand where the language allows newlines.
func (g *generator) gap() string {
	if g.one(6) {
		return g.newline()
	}
	return " "
}

// apart makes a piece whose here-documents are within it.
func (g *generator) apart(make func() string) string {
	outer := g.pending
	g.pending = ""
	text := make()
	if g.pending != "" {
		text += g.newline()
	}
	g.pending = outer
	return text
}

// list makes a few commands in a row, all of them ended.
func (g *generator) list() string {
	text := g.statement() + g.separator()
	for g.one(2) {
		text += g.statement() + g.separator()
	}
	return text
}

// statement makes one command, a simple one when it is deep in others.
func (g *generator) statement() string {
	g.budget--
	simple := g.depth > 3 || g.depth > 0 && g.one(3)
	if !simple {
		g.depth++
		defer func() { g.depth-- }()
	}
	switch {
	case g.bash:
		return g.allBash(simple)
	case simple:
		return g.choose(simpleCommands())
	case g.pending != "":
		return g.choose(lineCommands())
	}
	return g.choose(commands())
}

// dump shows what the script left: its variables, parameters and files.
func (g *generator) dump() string {
	if g.bash {
		return g.bashDump()
	}
	return "p \"$?\" \"$a\" \"$b\" \"${c-unset}\" \"$@\"\nset +f; for i in *; do p \"$i\"; test ! -f \"$i\" || cat <\"$i\"; done\n"
}

// quoted quotes a text for the shell.
func quoted(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

func (g *generator) function(n int) string { return fmt.Sprintf("f%d", n) }
