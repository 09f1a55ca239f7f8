package builtin

import (
	"runtime"
	"slices"
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/sys/files"
)

func par() *interp.Builtin {
	return &interp.Builtin{
		Name: "par", Completes: completion.Command, Extra: true,
		Usage: "[-j n | -j +n] [-c size] [--unordered] command [argument...]",
		Doc: "Cut standard input at the ends of lines into chunks, and run the command, which may be a\n" +
			"function, once for each, several at a time, each time in a subshell with the chunk for its\n" +
			"standard input. The outputs come out whole, in the order of the input. The status is the\n" +
			"highest of all runs. A run that a signal ends is the end of it: nothing behind it comes out.\n" +
			"-j  run n at a time, or n more than there are processors; 0: as many as there may be (1000).\n" +
			"    Without -j, as many as there are processors.\n" +
			"-c  how large a chunk is at most, unless it is one line: in bytes, or with a K, M or G behind\n" +
			"    it; 1M without -c\n" +
			"--unordered  outputs as the runs end",
		Run: runPar,
	}
}

func runPar(sh *interp.Shell, args []string) (int, interp.Flow) {
	cfg, fault := parOptions(args[1:])
	if fault != "" {
		sh.Report(usageError("par", fault))
		return 2, interp.Next
	}
	cmd, err := sh.Search().Resolve(cfg.Command[0], false)
	if err != nil || cmd.Kind == interp.KindFile && files.Executable(sh.Dir().Fd(), cmd.Path) != nil {
		next := sh.Runner().Words(cfg.Command) // says why, once and not for each chunk
		return sh.Status(), next
	}
	cfg.Text = poolText(args)
	return sh.Runner().Pool(cfg)
}

// parChunk is the size of a chunk unless another is given.
const parChunk = 1 << 20

// parOptions reads the arguments of par, or says what is wrong with them.
func parOptions(args []string) (cfg *interp.Pool, fault string) {
	cfg = &interp.Pool{Name: "par", Chunk: parChunk, Jobs: min(runtime.NumCPU(), interp.MaxPoolJobs)}
	for len(args) > 0 && len(args[0]) > 1 && args[0][0] == '-' && args[0] != "--" {
		if name, isLong := strings.CutPrefix(args[0], "--"); isLong {
			if name != "unordered" {
				return nil, interp.Quote(args[0]) + ": invalid option"
			}
			cfg.Unordered, args = true, args[1:]
			continue
		}
		if args, fault = parLetters(cfg, args); fault != "" {
			return nil, fault
		}
	}
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return nil, "a command is needed"
	}
	cfg.Command = slices.Clone(args)
	return cfg, ""
}

// parLetters reads the options of the first argument, and their values.
func parLetters(cfg *interp.Pool, args []string) (rest []string, fault string) {
	g := &optionReader{args: args, letters: "j:c:"}
	c, ok := g.next()
	switch {
	case !ok:
		return nil, g.fault
	case c == 'j':
		cfg.Jobs, fault = poolJobs(g.value)
	default:
		if cfg.Chunk, fault = interp.ChunkSize(g.value); fault != "" {
			fault = "-c: " + fault
		}
	}
	return g.args, fault
}
