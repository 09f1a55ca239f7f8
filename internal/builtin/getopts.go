package builtin

import (
	"strconv"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/vars"
)

func getopts() *interp.Builtin {
	return &interp.Builtin{
		Name: "getopts", Completes: completion.Variable, Usage: "letters name [argument...]",
		Doc: "Take the next option out of the arguments, or the positional parameters, and assign its letter\n" +
			"to name and its value, if a colon follows the letter in letters, to OPTARG. OPTIND is the\n" +
			"index of the next argument. An option that is not in letters makes name a question mark; so\n" +
			"does a missing value, or a colon if letters begins with one, which also turns messages off.\n" +
			"The status is 1 after the last option.",
		Run: runGetopts,
	}
}

func runGetopts(sh *interp.Shell, args []string) (int, interp.Flow) {
	rest, bad := operands(args)
	if bad != "" {
		return badOption(sh, "getopts", bad), interp.Next
	}
	if len(rest) < 2 {
		sh.Report(usageError("getopts", "option letters and a name are needed"))
		return 2, interp.Next
	}
	name, ok := lookTarget(sh, "getopts", rest[1])
	if !ok {
		return wrong(sh), interp.Next
	}
	params := rest[2:]
	if len(params) == 0 {
		params = sh.Params().All()
	}
	g := getoptsState(sh, rest[0], params)
	found := g.next()
	if f := sh.Files().Get(2); found.fault != "" && f != nil && messagesOn(sh) {
		// POSIX wants the name of the script here, not the shell's.
		f.Write([]byte(interp.Quote(sh.Params().Name()) + ": -" + interp.Quote(found.letter) + ": " + found.fault + "\n"))
	}
	return storeOption(sh, &name, &g, &found)
}

// getoptsState takes up where the last call stopped. An OPTIND that has been
// assigned since begins a new scan there; nonsense in it means 1.
func getoptsState(sh *interp.Shell, letters string, params []string) optionScan {
	g := optionScan{letters: letters, params: params, index: 1}
	if letters != "" && letters[0] == ':' {
		g.silent, g.letters = true, letters[1:]
	}
	value, _ := sh.Vars().Get(vars.OPTIND)
	if n, ok := decimal(value); ok && n > 0 {
		g.index = n
	}
	if pos := sh.Params().Getopts(); pos.Gen == sh.Vars().Gen(vars.OPTIND) {
		g.offset = pos.Offset
	}
	return g
}

// messagesOn tells whether OPTERR allows messages.
func messagesOn(sh *interp.Shell) bool {
	value, set := sh.Vars().Get(vars.OPTERR)
	return !set || value != "0"
}

// storeOption assigns the results of one scan and returns the status.
func storeOption(sh *interp.Shell, name *target, g *optionScan, found *foundOption) (int, interp.Flow) {
	v := sh.Vars()
	err := v.Set(vars.OPTIND, strconv.Itoa(g.index))
	if err == nil {
		*sh.Params().Getopts() = interp.OptionPosition{Gen: v.Gen(vars.OPTIND), Offset: g.offset}
		if found.hasArg {
			err = v.Set(vars.OPTARG, found.arg)
		} else {
			err = v.Unset(vars.OPTARG, false)
		}
	}
	if err != nil {
		sh.Report("getopts: " + interp.Message(err))
		return 2, interp.Next
	}
	if !name.assign(sh, "getopts", found.name) {
		return 2, interp.Next
	}
	if found.end {
		return 1, interp.Next
	}
	return 0, interp.Next
}

// optionScan walks through the options in params.
type optionScan struct {
	letters string
	silent  bool // letters began with a colon
	params  []string
	index   int // of the argument that is next, from 1
	offset  int // of the next letter in it, 0: not begun
}

// foundOption is what one call finds.
type foundOption struct {
	name   string // for the variable
	letter string // that was found
	arg    string
	hasArg bool
	fault  string
	end    bool
}

// next finds one option.
func (g *optionScan) next() foundOption {
	g.index = min(g.index, len(g.params)+1)
	arg := ""
	if g.index <= len(g.params) {
		arg = g.params[g.index-1]
	}
	if g.offset == 0 || g.offset >= len(arg) {
		g.offset = 0
		if len(arg) < 2 || arg[0] != '-' {
			return foundOption{name: "?", end: true}
		}
		if arg == "--" {
			g.index++
			return foundOption{name: "?", end: true}
		}
		g.offset = 1
	}
	letter := arg[g.offset : g.offset+1]
	g.offset++
	takesArg, known := g.look(letter[0])
	if g.offset >= len(arg) {
		g.index++
		g.offset = 0
	}
	switch {
	case !known:
		return foundOption{name: "?", letter: letter, arg: letter, hasArg: g.silent, fault: g.fault("invalid option")}
	case takesArg:
		return g.withArg(letter, arg)
	}
	return foundOption{name: letter, letter: letter}
}

// look tells whether a letter is an option, and one with a value.
func (g *optionScan) look(c byte) (takesArg, known bool) {
	for i := 0; i < len(g.letters); i++ {
		if g.letters[i] == c && c != ':' {
			return i+1 < len(g.letters) && g.letters[i+1] == ':', true
		}
	}
	return false, false
}

// withArg finds the value of an option: the rest of the argument, or the next
// one.
func (g *optionScan) withArg(letter, arg string) foundOption {
	f := foundOption{name: letter, letter: letter, hasArg: true}
	if g.offset > 0 {
		f.arg = arg[g.offset:]
		g.index++
		g.offset = 0
		return f
	}
	if g.index <= len(g.params) {
		f.arg = g.params[g.index-1]
		g.index++
		return f
	}
	if g.silent {
		f.name, f.arg = ":", letter
		return f
	}
	f.name, f.hasArg = "?", false
	f.fault = "a value is needed"
	return f
}

// fault is a message unless they are off.
func (g *optionScan) fault(text string) string {
	if g.silent {
		return ""
	}
	return text
}
