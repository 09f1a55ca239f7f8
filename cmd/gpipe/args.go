package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"gpipe/internal/carrier"
	"gpipe/internal/interp"
	"gpipe/internal/monitor"
	"gpipe/internal/option"
	"gpipe/internal/sys"
)

// mode says where the commands come from.
type mode uint8

const (
	modePlain  mode = iota // the operand: a file if there is one, else text
	modeString             // -c
	modeFile               // the operand after --
	modeStdin
	modeHelp
	modeVersion
	modeList     // the options
	modeSubshell // of the process that started this one
	modeOn       // a command on another host
	modeWorker   // ... there
)

// invocation is a parsed command line.
type invocation struct {
	mode        mode
	text        string // the operand
	name        string // $0
	args        []string
	options     option.Set
	shopts      option.Shopts
	startup     interp.Startup
	asked       bool     // -s
	plain       bool     // the text is the operand of the plain form
	rest        []string // what followed that
	explain     string   // the format of --explain; "" without it
	watch       watchOptions
	parallel    interp.Parallelism
	restricted  bool          // -r
	check       bool          // --check
	strings     bool          // -D
	lists       func() string // what -O and -o without a name print
	given       option.Set    // by letter or name, on or off
	givenShopts option.Shopts // the same of shopt
	state       int           // descriptor with the state of a subshell
}

// parseArgs parses the command line as XCU sh gives it, with the plain form
// gpipe 'script' added.
func parseArgs(argv []string) (*invocation, error) {
	in := &invocation{name: "gpipe", watch: watchOptions{form: monitor.Form{Detail: monitor.Few}}, options: option.Defaults, shopts: option.DefaultShopts}
	if len(argv) > 0 {
		in.name = argv[0]
	}
	switch called(in.name) {
	case "sh":
		in.options |= option.Posix
		in.options &^= option.Extras
	case "bash", "rbash":
		in.restricted = called(in.name) == "rbash"
		in.options &^= option.Extras
		in.standInForBash()
	default:
		in.shopts |= option.ExtGlob
	}
	in.startup.Login = strings.HasPrefix(in.name, "-")
	args := argv[min(1, len(argv)):]
	if len(args) == 1 && args[0] == "-h" && !standsIn(in.name) {
		in.mode = modeHelp
		return in, nil
	}
	for len(args) > 0 {
		arg := args[0]
		if arg == "-" || arg == "--" {
			args = args[1:]
			if in.mode == modePlain {
				in.mode = modeFile
			}
			break
		}
		if len(arg) < 2 || arg[0] != '-' && arg[0] != '+' {
			break
		}
		args = args[1:]
		if in.options&option.Bash != 0 && oldLong(arg) {
			arg = "-" + arg
		}
		if strings.HasPrefix(arg, "--") {
			var err error
			if args, err = in.long(arg, args); err != nil || in.mode == modeHelp || in.mode == modeVersion {
				return in, err
			}
			continue
		}
		var err error
		if args, err = in.cluster(arg, args); err != nil {
			return nil, err
		}
	}
	if in.startup.Login {
		in.shopts |= option.LoginShell
		in.givenShopts |= option.LoginShell
	}
	if in.options&(option.Interactive|option.Posix) != 0 && in.givenShopts&option.ExpandAliases == 0 {
		in.shopts |= option.ExpandAliases
	}
	if in.mode == modeOn || in.mode == modeWorker {
		return in, nil
	}
	if in.lists != nil {
		in.mode = modeList
		return in, nil
	}
	return in, in.operands(args)
}

// long handles the options that are words. It returns the arguments after it
// and its value.
func (in *invocation) long(arg string, rest []string) ([]string, error) {
	name, value, _ := strings.Cut(arg, "=")
	switch {
	case arg == "--help":
		in.mode = modeHelp
	case arg == "--version":
		in.mode = modeVersion
	case arg == "--bash":
		in.standInForBash()
	case arg == "--posix":
		in.options |= option.Posix
	case arg == "--check":
		in.check = true
	case arg == "--verbose":
		in.options |= option.Verbose
	case arg == "--restricted":
		in.restricted = true
	case arg == "--dump-strings":
		in.strings = true
	case arg == "--noediting": // of a line that a terminal gives
	case arg == "--debugger": // of which there is none
		in.shopts |= option.ExtDebug
	case name == interp.ParallelOption:
		return rest, in.parallelism(arg, value)
	case arg == "--explain":
		in.explain = "text"
	case name == "--explain":
		in.explain = value
		return rest, oneOf(arg, value, "text", "dot", "mermaid", "json")
	default:
		if fd, ok := strings.CutPrefix(arg, interp.SubshellOption); ok {
			in.mode = modeSubshell
			var err error
			in.state, err = strconv.Atoi(fd)
			return nil, err
		}
		if name == interp.OnOption {
			in.mode, in.text, in.rest = modeOn, value, rest
			return nil, nil
		}
		if name == carrier.WorkerOption {
			in.mode, in.text = modeWorker, value
			return nil, nil
		}
		if rest, known, err := in.starting(arg, name, rest); known {
			return rest, err
		}
		return in.watching(arg, name, value, rest)
	}
	return rest, nil
}

// parallelism reads the value of --parallel, which may have none.
func (in *invocation) parallelism(arg, value string) error {
	in.options |= option.Parallel
	if arg == interp.ParallelOption {
		return nil
	}
	var why string
	if in.parallel, why = interp.ParseParallelism(value); why != "" {
		return usage(arg, why)
	}
	return nil
}

// standInForBash makes the options that were not given those with which bash starts.
func (in *invocation) standInForBash() {
	in.options |= option.Bash
	if in.given&option.HashAll == 0 {
		in.options |= option.HashAll
	}
	for _, entry := range sys.Environ() {
		if strings.HasPrefix(entry, "POSIXLY_CORRECT=") {
			in.options |= option.Posix
		}
	}
	on := in.shopts & in.givenShopts
	in.shopts = on | option.BashShopts&^in.givenShopts
}

// oldLong tells whether an argument is one of the words that bash also takes with one
// minus sign.
func oldLong(arg string) bool {
	switch arg {
	case "-norc", "-noprofile", "-login", "-posix", "-restricted", "-verbose", "-noediting", "-rcfile", "-init-file":
		return true
	}
	return false
}

// starting handles the options about files that are run at the start.
func (in *invocation) starting(arg, name string, rest []string) (after []string, known bool, err error) {
	switch {
	case arg == "--login":
		in.startup.Login = true
	case arg == "--noprofile":
		in.startup.NoProfile = true
	case arg == "--norc":
		in.startup.NoRC = true
	case name == "--rcfile" || name == "--init-file":
		in.startup.RCFile, rest, err = fileOperand(arg, rest)
	default:
		return rest, false, nil
	}
	return rest, true, err
}

// cluster handles one argument of option letters; o takes its name from the
// arguments after it.
func (in *invocation) cluster(arg string, rest []string) ([]string, error) {
	on := arg[0] == '-'
	for i := 1; i < len(arg); i++ {
		bit, ok := option.ByLetter(arg[i])
		switch c := arg[i]; {
		case c == 'c' && on:
			in.mode = modeString
			bit = option.CommandString
		case c == 's' && on:
			in.mode, in.asked = modeStdin, true
			bit = option.FromStdin
		case c == 'l' && on:
			in.startup.Login = true
			continue
		case c == 'r' && on && called(in.name) != "sh":
			in.restricted = true
			continue
		case c == 'D' && on && called(in.name) != "sh":
			in.strings = true
			continue
		case c == 'i':
			bit = option.Interactive
		case c == 'O':
			if len(rest) == 0 {
				in.lists = func() string { return in.listShopts(on) }
				continue
			}
			if !in.shopt(rest[0], on) {
				return nil, usage(rest[0], "unknown option")
			}
			rest = rest[1:]
			continue
		case c == 'o':
			if len(rest) == 0 {
				in.lists = func() string { return in.listOptions(on) }
				continue
			}
			if bit, ok = option.ByName(rest[0]); !ok {
				return nil, usage(rest[0], "unknown option")
			}
			rest = rest[1:]
		case !ok:
			return nil, usage(arg[:1]+arg[i:i+1], "unknown option")
		}
		in.given |= bit
		if on {
			in.options |= bit
		} else {
			in.options &^= bit
		}
	}
	return rest, nil
}

// shopt turns an option of shopt on or off, if there is one of that name.
func (in *invocation) shopt(name string, on bool) bool {
	bit, ok := option.ShoptByName(name)
	in.givenShopts |= bit
	if on {
		in.shopts |= bit
	} else {
		in.shopts &^= bit
	}
	return ok
}

func usage(operand, what string) error {
	return errors.New(interp.Quote(operand) + ": " + what + " (see gpipe --help)")
}

// oneOf checks the value of an option.
func oneOf(arg, value string, values ...string) error {
	if slices.Contains(values, value) {
		return nil
	}
	return usage(arg, "the value may be "+strings.Join(values, ", "))
}

func itoa(n int) string { return strconv.Itoa(n) }
