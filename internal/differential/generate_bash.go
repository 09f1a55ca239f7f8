package differential

// bashPreamble is the preamble of scripts for bash alone: d shows how variables
// are declared, k the keys and values of an array. Without extglob its patterns are
// errors of syntax to bash.
const bashPreamble = preamble + `d() { declare -p "$@" 2>/dev/null || echo none; }
k() { local -n k_=$1; p "${!k_[@]}"; p "${k_[@]}"; }
shopt -s extglob
`

// GenerateBash returns the random script of a seed in the language of bash. What
// Generate promises of its scripts holds for these.
func GenerateBash(seed uint64) Script {
	g := newGenerator(seed, 5)
	g.bash = true
	if seed%2 == 0 { // one command, which says more of where a difference is
		g.budget = 1
		return Script{Text: bashPreamble + g.statement() + g.newline(), Mode: g.mode()}
	}
	return g.script(bashPreamble)
}

// bashCommands are the productions of a command for which only bash has a form.
func bashCommands() []choice {
	return append(bashSimpleCommands(), []choice{
		{7, (*generator).bashFunction},
		{5, (*generator).countedFor},
		{5, (*generator).fallingCase},
		{4, (*generator).nameReference},
		{4, (*generator).dynamicScope},
		{4, (*generator).bashTrap},
		{3, (*generator).callStack},
		{3, (*generator).processSubstitution},
		{2, (*generator).coprocess},
		{2, (*generator).selectLoop},
		{2, (*generator).timed},
		{3, (*generator).printedFunction},
		{2, (*generator).lastStage},
		{3, (*generator).bashOption},
		{2, (*generator).traced},
		{2, (*generator).notFound},
	}...)
}

// bashSimpleCommands are those of one line.
func bashSimpleCommands() []choice {
	return []choice{
		{10, (*generator).bashDeclare},
		{9, (*generator).assignArray},
		{10, (*generator).showArray},
		{9, (*generator).bashShow},
		{7, (*generator).bashTest},
		{5, (*generator).arithmeticStatement},
		{4, (*generator).bashPrintf},
		{3, (*generator).bashRead},
		{3, (*generator).mapFile},
		{3, (*generator).unsetBash},
		{3, (*generator).hereString},
		{3, (*generator).directories},
		{2, (*generator).described},
		{2, (*generator).bashRedirected},
		{2, (*generator).bashOdds},
		{2, (*generator).bashErrors},
	}
}

// allBash has the usual commands, too.
func (g *generator) allBash(simple bool) string {
	switch {
	case g.one(3) && simple:
		return g.choose(simpleCommands())
	case g.one(3) && g.pending != "":
		return g.choose(lineCommands())
	case g.one(3):
		return g.choose(commands())
	case simple || g.pending != "":
		return g.choose(bashSimpleCommands())
	}
	return g.choose(bashCommands())
}

// bashDump shows what the script left: variables, or files.
func (g *generator) bashDump() string {
	return "p \"$?\" \"$a\" \"$b\" \"$@\"\n" + g.pick(
		"for i in a b c e x n A B M r; do d $i; done\n",
		"set +f; for i in *; do p \"$i\"; test ! -f \"$i\" || cat <\"$i\"; done\n")
}
