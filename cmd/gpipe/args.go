package main

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/interp"
	"gpipe/internal/monitor"
	"gpipe/internal/option"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
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
		if rest, known, err := in.starting(arg, name, rest); known {
			return rest, err
		}
		return in.watching(arg, name, value, rest)
	}
	return rest, nil
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

// operands assigns the operands: the source, $0 and the parameters.
func (in *invocation) operands(args []string) error {
	switch {
	case in.mode == modeSubshell: // what follows is for process lists
		return nil
	case in.mode == modeString && len(args) == 0:
		return usage("-c", "a command string is needed")
	case in.mode == modeStdin || len(args) == 0:
		in.mode, in.args = modeStdin, args
		return nil
	}
	in.text, args = args[0], args[1:]
	if in.mode == modePlain {
		if !in.check && !standsIn(in.name) && !(mayBeFile(in.text) && files.Readable(-1, in.text)) {
			in.mode = modeString
			in.options |= option.CommandString
			in.plain = true
			in.rest = args
		} else {
			in.mode = modeFile
		}
	}
	if in.mode == modeFile {
		in.name = in.text
	} else if len(args) > 0 {
		in.name, args = args[0], args[1:]
	}
	in.args = args
	return nil
}

// mayBeFile tells whether the operand of the plain form may be the name of a
// file: a file that someone has put there must not take the place of commands. It
// has nothing that commands have and words have not, or it says where it is.
func mayBeFile(operand string) bool {
	for _, place := range []string{"/", "./", "../"} {
		if strings.HasPrefix(operand, place) {
			return true
		}
	}
	return !strings.ContainsAny(operand, " \t\n|&;<>()$`\\\"'")
}

// called is the name that the shell was started by.
func called(name string) string {
	return strings.TrimPrefix(name[strings.LastIndexByte(name, '/')+1:], "-")
}

// standsIn tells whether the shell was started in the place of sh or bash, which
// never run their operand as text: the name of a file may be anything. Nor has
// such a shell built-ins that those have not, and that of sh takes no pattern for
// an extended one that other shells named so do not.
func standsIn(name string) bool {
	name = called(name)
	return name == "sh" || name == "bash" || name == "rbash"
}

// forBash tells whether a script names bash as its interpreter, in the place of
// which it gets this shell: "#!/bin/bash", "#!/usr/bin/env bash" and the like.
func forBash(text []byte) bool {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	names, ok := bytes.CutPrefix(line, []byte("#!"))
	if !ok {
		return false
	}
	words := strings.Fields(string(names))
	for len(words) > 1 && (called(words[0]) == "env" || strings.HasPrefix(words[0], "-")) {
		words = words[1:]
	}
	return len(words) > 0 && called(words[0]) == "bash"
}

// source reads the script file, or takes the text. A status other than 0 has
// been explained.
func (in *invocation) source() (interp.Source, int) {
	if in.mode != modeFile {
		return interp.Source{Text: in.text}, 0
	}
	text, err := files.ReadTextAt(-1, in.text)
	switch {
	case errors.Is(err, syscall.ENOENT):
		return interp.Source{}, complain(interp.Quote(in.text)+": "+err.Error(), 127)
	case err != nil:
		return interp.Source{}, complain(interp.Quote(in.text)+": "+err.Error(), 126)
	case interp.IsBinary(text):
		return interp.Source{}, complain(interp.Quote(in.text)+": "+interp.ErrBinary.Error(), 126)
	}
	if in.options&(option.Posix|option.Bash) == 0 && forBash(text) {
		in.standInForBash()
	}
	return interp.Source{Text: string(text)}, 0
}

// command is the text after -c.
func (in *invocation) command() string {
	if in.mode != modeString {
		return ""
	}
	return in.text
}

// file is the name of the script, if that is a file.
func (in *invocation) file() string {
	if in.mode != modeFile {
		return ""
	}
	return in.text
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
