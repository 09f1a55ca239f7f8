package interp

import (
	"context"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gpipe/internal/option"
	"gpipe/internal/parallel"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
)

// Parallelism is what set -o parallel keeps to.
type Parallelism struct {
	// Jobs is how many runs of a program there are at a time; 0: as many as there are
	// processors.
	Jobs int
	// Chunk, if it is not 0, is how large a part of the input is; then everything is
	// split that may be.
	Chunk int
}

// ParallelOption, with a Parallelism behind it, turns set -o parallel on from the
// command line.
const ParallelOption = "--parallel"

// ParseParallelism reads the value of ParallelOption: how many, and behind a comma how
// large a part is.
func ParseParallelism(value string) (p Parallelism, why string) {
	jobs, size, sized := strings.Cut(value, ",")
	n, err := strconv.Atoi(jobs)
	if err != nil || n < 0 || n > MaxPoolJobs || jobs[0] == '+' || jobs[0] == '-' {
		return p, Quote(jobs) + ": not a number of jobs"
	}
	p.Jobs = n
	if sized {
		p.Chunk, why = ChunkSize(size)
	}
	return p, why
}

// MaxChunk is the largest size of a chunk.
const MaxChunk = 1 << 30

// ChunkSize reads the size of a chunk: a number of bytes, or with K, M or G behind it.
func ChunkSize(value string) (size int, why string) {
	digits, unit := value, 1
	if n := len(value); n > 0 {
		if i := strings.IndexByte("KMG", value[n-1]); i >= 0 {
			digits, unit = value[:n-1], 1<<(10*(i+1))
		}
	}
	n, err := strconv.Atoi(digits)
	switch {
	case err != nil || digits[0] < '0' || digits[0] > '9' || n == 0:
		return 0, Quote(value) + ": not a size"
	case n > MaxChunk/unit:
		return 0, Quote(value) + ": more than 1G"
	}
	return n * unit, ""
}

// String is the value of ParallelOption.
func (p Parallelism) String() string {
	text := strconv.Itoa(p.Jobs)
	if p.Chunk > 0 {
		text += "," + strconv.Itoa(p.Chunk)
	}
	return text
}

// Limits is what decisions are made by.
func (p Parallelism) Limits() parallel.Limits {
	jobs := p.Jobs
	if jobs == 0 {
		jobs = min(runtime.NumCPU(), MaxPoolJobs)
	}
	return parallel.Limits{Jobs: jobs, Always: p.Chunk > 0}
}

// splitter is what is known of programs that may be split. It is guarded by mu.
type splitter struct {
	Parallelism
	mu       sync.Mutex
	versions map[string]string // first lines, by the path and what was asked
}

// handOn adds what a subshell in a process of its own has to know.
func (s *splitter) handOn(argv []string) []string {
	if s.Parallelism == (Parallelism{}) {
		return argv
	}
	return slices.Insert(argv, 1, ParallelOption+"="+s.String())
}

// The sizes of chunks where none is given: what sort has is merged again.
const (
	catChunk   = 1 << 20
	mergeChunk = 16 << 20
)

func (s *splitter) chunk(c parallel.Class) int {
	switch {
	case s.Chunk > 0:
		return s.Chunk
	case c == parallel.Merge:
		return mergeChunk
	}
	return catChunk
}

// splitStages makes the stages of one run of a pipeline, some of which run for parts of
// their input at the same time.
func (sh *Shell) splitStages(stages []stage, joins []bool) []pipeline.Stage {
	fed := sh.fed
	ready := make([]*external, len(stages))
	facts := make([]parallel.Stage, len(stages))
	for i := range stages {
		sh.fed = fed || i > 0
		facts[i].Why = "it is no program"
		if x, ok := stages[i].prepare(sh); ok {
			ready[i] = &x
			facts[i] = splitFacts(&x)
			if joins != nil && i < len(joins) && joins[i] {
				facts[i].Fds = append(facts[i].Fds, 2)
			}
		}
	}
	decisions := sh.decide(facts)
	list := make([]pipeline.Stage, len(stages))
	for i := 0; i < len(stages); i++ {
		sh.fed = fed || i > 0
		switch d := &decisions[i]; {
		case d.Counts:
			list[i], list[i+1] = sh.countStages(&stages[i], &stages[i+1], ready[i], ready[i+1])
			i++
		case d.Row != nil:
			list[i] = sh.splitStage(stages[i].simple, ready[i], d.Row).Written(stages[i].text)
		case ready[i] != nil:
			list[i] = ready[i].stage(sh)
		default:
			list[i] = sh.inProc(&stages[i])
		}
	}
	sh.fed = fed
	return list
}

// splitAlone makes the stage of a command that is a whole pipeline.
func (sh *Shell) splitAlone(s *simple, x *external) pipeline.Stage {
	if sh.opts&(option.XTrace|option.Asked|option.Monitor) != 0 {
		return x.stage(sh)
	}
	d := sh.decide([]parallel.Stage{splitFacts(x)})
	if d[0].Row == nil {
		return x.stage(sh)
	}
	return sh.splitStage(s, x, d[0].Row)
}

// splitFacts is what decides about a command.
func splitFacts(x *external) parallel.Stage {
	switch {
	case x.lookup != nil:
		return parallel.Stage{Why: "it is not there"}
	case !strings.HasPrefix(x.path, "/"):
		return parallel.Stage{Why: "its path is not absolute"}
	}
	for _, e := range x.env {
		if strings.HasPrefix(e, "POSIXLY_CORRECT=") || strings.HasPrefix(e, "_POSIX2_VERSION=") {
			return parallel.Stage{Why: "the environment changes what it does"}
		}
	}
	s := parallel.Stage{Argv: x.argv, Path: x.path, Locale: Collation(x.env)}
	for _, op := range x.ops {
		s.Fds = append(s.Fds, op.Fd)
	}
	return s
}

// Collation is the locale by which an environment has lines compared.
func Collation(env []string) string {
	for _, name := range [...]string{"LC_ALL=", "LC_COLLATE=", "LANG="} {
		for _, e := range env {
			if value, ok := strings.CutPrefix(e, name); ok && value != "" {
				return value
			}
		}
	}
	return ""
}

// decide says what is done with stages. Programs of other versions than those of the
// table run as they are written.
func (sh *Shell) decide(facts []parallel.Stage) []parallel.Decision {
	list := parallel.Decide(facts, sh.rt.split.Limits())
	for i := range list {
		d := &list[i]
		switch {
		case d.Row != nil && !d.Row.Version(sh.versionOf(facts[i].Path, d.Row.AsksVersion())):
			d.Row = nil
		case d.Counts:
			for _, f := range facts[i : i+2] {
				if !parallel.CountVersion(path.Base(f.Argv[0]), sh.versionOf(f.Path, []string{"--version"})) {
					d.Counts = false
				}
			}
		}
	}
	return list
}

// versionOf is the first line that a program writes about itself.
func (sh *Shell) versionOf(file string, asks []string) string {
	s := &sh.rt.split
	key := strings.Join(append([]string{file}, asks...), "\x00")
	s.mu.Lock()
	line, known := s.versions[key]
	s.mu.Unlock()
	if known {
		return line
	}
	line = sh.askVersion(append([]string{file}, asks...))
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.versions == nil {
		s.versions = make(map[string]string)
	}
	s.versions[key] = line
	return line
}

// askVersion runs a program for the first line of its output.
func (sh *Shell) askVersion(words []string) string {
	capture := redirect.NewCapture(nil)
	child := sh.Fork()
	child.opts &^= option.Parallel | option.Stats | option.ErrExit | option.AnyTrap
	child.files.Set(1, capture.File())
	child.files.Set(2, capture.File().Ref())
	f := Next
	if child.noInput() == nil {
		f = (&simple{line: sh.line}).dispatch(child, words)
	}
	child.traps = sh.traps.Fork()
	child.End(f)
	line, _, _ := strings.Cut(string(capture.Bytes()), "\n")
	if rest, ok := strings.CutPrefix(line, words[0]); ok { // some give the name as they were called
		line = path.Base(words[0]) + rest
	}
	return line
}

// splitStage makes a stage that runs a program for parts of its input. Redirections and
// assignments are those of s.
func (sh *Shell) splitStage(s *simple, x *external, row *parallel.Row) pipeline.Stage {
	l := sh.rt.split.Limits()
	cfg := &Pool{Name: x.argv[0], Command: x.argv, Chunk: sh.rt.split.chunk(row.Class), Jobs: l.Jobs, Split: row}
	return sh.builtinStage(s, x.argv, func(child *Shell, _ []string) (int, Flow) {
		cfg.Text = child.splitText(cfg)
		return child.Runner().Pool(cfg)
	}, func() {})
}

// splitText is what is shown of a program that is split.
func (sh *Shell) splitText(cfg *Pool) string {
	words := make([]string, len(cfg.Command))
	for i, w := range cfg.Command {
		words[i] = QuoteWord(w)
	}
	return "par -j " + strconv.Itoa(cfg.Jobs) + " -c " + strconv.Itoa(cfg.Chunk) + " " + strings.Join(words, " ")
}

// builtinStage makes a stage of this process that has the place of a program. end is
// called when it has ended.
func (sh *Shell) builtinStage(s *simple, argv []string, work func(sh *Shell, args []string) (int, Flow), end func()) pipeline.Stage {
	child := sh.Fork()
	child.dropCoprocs()
	if sh.watched() {
		child.tally = pipeline.NewTally(sh.tally)
	}
	b := &Builtin{Name: argv[0], Run: work}
	return pipeline.Tallied(pipeline.InProc(argv[0], &child.files, func(context.Context, *redirect.Table) int {
		defer end()
		child.tally.Begin(pipeline.Running)
		return child.End(s.runBuiltin(child, b, argv))
	}), child.tally)
}
