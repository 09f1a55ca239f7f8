package builtin

import (
	"runtime"
	"slices"
	"strconv"
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
)

func pool() *interp.Builtin {
	return &interp.Builtin{
		Name: "pool", Completes: completion.Command, Extra: true, Statuses: true,
		Usage: "[-ku0] [-j n | -j +n] [--halt] [--joblog file] command [argument...] [::: item...]",
		Doc: "Run a command, which may be a function, once for each item, several at a time, each time in a\n" +
			"subshell. The items follow :::, or are the lines of standard input. {} in the command and its\n" +
			"arguments stands for the item; if it is nowhere, the item is the last argument. The outputs\n" +
			"come out whole, and the status is the number of jobs that failed, 101 if there were more.\n" +
			"-j  run n at a time, or n more than there are processors; 0: as many as there may be (1000).\n" +
			"    Without -j, as many as there are processors.\n" +
			"-k  outputs in the order of the items (the default)\n-u  outputs as the jobs end\n" +
			"-0  items in standard input end with a NUL\n" +
			"--halt    when a job fails start no others, and end those that run\n" +
			"--joblog  write a line for each job to the file",
		Run: runPool,
	}
}

func runPool(sh *interp.Shell, args []string) (int, interp.Flow) {
	cfg, fault := poolOptions(args[1:])
	if fault != "" {
		sh.Report(usageError("pool", fault))
		return 2, interp.Next
	}
	cfg.Text = poolText(args)
	return sh.Runner().Pool(cfg)
}

// itemsFollow is the word after which the items are.
const itemsFollow = ":::"

// poolOptions reads the arguments of pool, or says what is wrong with them.
func poolOptions(args []string) (cfg *interp.Pool, fault string) {
	cfg = &interp.Pool{Name: "pool", Delim: '\n', Jobs: min(runtime.NumCPU(), interp.MaxPoolJobs)}
	for len(args) > 0 {
		if name, isLong := strings.CutPrefix(args[0], "--"); isLong && name != "" {
			if args, fault = poolLong(cfg, args[0], args[1:]); fault != "" {
				return nil, fault
			}
			continue
		}
		if args[0] == "--" || len(args[0]) < 2 || args[0][0] != '-' {
			break
		}
		if args, fault = poolLetters(cfg, args); fault != "" {
			return nil, fault
		}
	}
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if i := slices.Index(args, itemsFollow); i >= 0 {
		cfg.Given, cfg.Items = true, slices.Clone(args[i+1:])
		args = args[:i]
	}
	if len(args) == 0 {
		return nil, "a command is needed"
	}
	cfg.Command = slices.Clone(args)
	return cfg, ""
}

// poolLetters reads the options of the first argument, and their values.
func poolLetters(cfg *interp.Pool, args []string) (rest []string, fault string) {
	g := &optionReader{args: args, letters: "j:ku0"}
	for {
		c, ok := g.next()
		if !ok {
			return g.args, g.fault
		}
		switch c {
		case 'j':
			if cfg.Jobs, fault = poolJobs(g.value); fault != "" {
				return nil, fault
			}
		case 'k':
			cfg.Unordered = false
		case 'u':
			cfg.Unordered = true
		case '0':
			cfg.Delim = 0
		}
		if g.cluster == "" {
			return g.args, ""
		}
	}
}

// poolLong reads one long option, and its value.
func poolLong(cfg *interp.Pool, arg string, rest []string) (after []string, fault string) {
	name, value, attached := strings.Cut(arg, "=")
	switch {
	case arg == "--halt":
		cfg.Halt = true
	case name == "--joblog":
		if !attached && len(rest) > 0 {
			value, rest = rest[0], rest[1:]
		}
		if value == "" {
			return nil, "--joblog: a file is needed"
		}
		cfg.Log = value
	default:
		return nil, interp.Quote(arg) + ": invalid option"
	}
	return rest, ""
}

// poolJobs reads the value of -j.
func poolJobs(value string) (int, string) {
	text, more := strings.CutPrefix(value, "+")
	n, err := strconv.Atoi(text)
	if err != nil || text == "" || text[0] < '0' || text[0] > '9' {
		return 0, "-j: " + interp.Quote(value) + ": not a number of jobs"
	}
	switch {
	case more:
		n += runtime.NumCPU()
	case n == 0:
		n = interp.MaxPoolJobs
	}
	if n > interp.MaxPoolJobs || n < 0 {
		return 0, "-j: " + interp.Quote(value) + ": more than " + strconv.Itoa(interp.MaxPoolJobs)
	}
	return n, ""
}

// poolText is the command as it is written, without the items.
func poolText(args []string) string {
	var words []string
	for _, arg := range args {
		if arg == itemsFollow {
			break
		}
		words = append(words, interp.QuoteWord(arg))
	}
	return strings.Join(words, " ")
}
