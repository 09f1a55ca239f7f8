package pipeline

import (
	"io"
	"slices"
	"time"
)

// Options says how a pipeline is started. The zero value has the defaults
// given below; a nil *Options is the same.
type Options struct {
	// Dir is the directory the stages start in, and relative program names
	// and redirections are relative to. "": that of the process.
	Dir string

	// Env is the environment of Cmd stages. nil: that of the process.
	Env []string

	// Stdin is what the first stage reads, Stdout what the last one and
	// Stderr what all of them write. nil: /dev/null.
	//
	// An *os.File is given to the child directly: a duplicate of its
	// descriptor, which shares its offset; the caller's flags and the
	// caller's descriptor stay as they are. When the file is in non-blocking
	// mode (as os.Pipe's are), the child gets the same pipe, FIFO or
	// terminal opened anew in blocking mode, so that neither side sees the
	// other's mode. A redirect.File is given directly, too, and stays the
	// caller's.
	//
	// Anything else (and a non-blocking file that can't be opened anew, as a
	// socket) is joined by a pipe and a goroutine that copies. A Stdin that
	// is copied may be read further than the pipeline reads; when the
	// pipeline has ended, the goroutine ends with the Read that is under way.
	// Stdout and Stderr that are the same value share one pipe.
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer

	// Capture keeps what the last stage writes to its standard output for
	// Job.Output; Stdout is not used then.
	Capture bool

	// JoinStderr[i] joins the standard error of stage i to the pipe after
	// it, as |& does: after all redirections of the stage. Missing: false.
	JoinStderr []bool

	// PipeSize asks for pipes of that many bytes between the stages. It is a
	// wish: a system that refuses leaves the default. 0: the default.
	PipeSize int

	// Policy says which stages count. The zero Policy is Last.
	Policy Policy

	// Grace is the time between SIGTERM and SIGKILL when the pipeline is
	// cancelled. 0: DefaultGrace; negative: SIGKILL at once.
	Grace time.Duration

	// Drain bounds the wait for what other processes hold open: when all
	// stages have ended, copied output (Capture, and Stdout and Stderr that
	// are no files) is read until its end, but not longer than this; then
	// Wait returns an error that is ErrDrain. What the stages themselves
	// wrote is read in any case. 0: DefaultDrain; negative: not at all.
	Drain time.Duration

	// AllowDot runs programs that are found through a relative element of
	// PATH.
	AllowDot bool

	// Group says which process group the stages are in.
	Group Group
	Pgid  int // for JoinGroup

	// Terminal, if positive, is a descriptor of the terminal whose
	// foreground group the stages' group becomes as they start.
	Terminal int

	// Waiting says who collects the statuses.
	Waiting Waiting

	// Observer, if not nil, is told what becomes of the pipeline, which is
	// looked at from time to time while it runs: see Status.Usage. The times
	// in its Statuses are then exact whatever Waiting says: it is
	// WaitBackground.
	Observer Observer
}

// The defaults of Options.
const (
	DefaultGrace = 5 * time.Second
	DefaultDrain = 5 * time.Second
)

// Policy says which stages make a pipeline fail.
type Policy uint8

// The policies. In each of them the last of the stages that count and failed
// is the one reported.
const (
	Last          Policy = iota // the last stage only, as in sh
	Any                         // every stage, as with set -o pipefail
	AnyButSIGPIPE               // every stage, but not one before the last that SIGPIPE ended
)

// Group says which process group the stages of a pipeline are put into.
type Group uint8

// The groups.
const (
	OwnGroup    Group = iota // one of their own, led by the first process
	CallerGroup              // that of the calling process
	JoinGroup                // the existing group Options.Pgid
)

// Waiting says who waits for the processes of a Job.
type Waiting uint8

// The ways of waiting. In all of them only children of the Job are waited
// for, each by its own pid.
const (
	// WaitBackground reaps every process when it ends, whether or not Wait
	// is called. It costs a goroutine for each process, but no thread.
	WaitBackground Waiting = iota

	// WaitCaller reaps the processes in Wait, one after the other, without
	// a goroutine: the caller promises to call it. Status.End is when Wait
	// came to the process.
	WaitCaller

	// WaitBlocking is WaitCaller without process descriptors: Wait blocks
	// its thread.
	WaitBlocking
)

// Option is an option of Start, Run and Output.
type Option func(*Options)

// Dir sets Options.Dir.
func Dir(path string) Option { return func(o *Options) { o.Dir = path } }

// Env sets Options.Env: all of the environment. An empty list is an empty
// environment.
func Env(env []string) Option {
	env = append([]string{}, env...)
	return func(o *Options) { o.Env = env }
}

// Stdin sets Options.Stdin.
func Stdin(r io.Reader) Option { return func(o *Options) { o.Stdin = r } }

// Stdout sets Options.Stdout.
func Stdout(w io.Writer) Option { return func(o *Options) { o.Stdout = w } }

// Stderr sets Options.Stderr.
func Stderr(w io.Writer) Option { return func(o *Options) { o.Stderr = w } }

// Capture sets Options.Capture.
func Capture() Option { return func(o *Options) { o.Capture = true } }

// JoinStderr sets Options.JoinStderr for the given gaps: gap i is the pipe
// between stage i and stage i+1.
func JoinStderr(gaps ...int) Option {
	gaps = slices.Clone(gaps)
	return func(o *Options) {
		for _, i := range gaps {
			for len(o.JoinStderr) <= i {
				o.JoinStderr = append(o.JoinStderr, false)
			}
			o.JoinStderr[i] = true
		}
	}
}

// PipeSize sets Options.PipeSize, in bytes.
func PipeSize(n int) Option { return func(o *Options) { o.PipeSize = n } }

// Pipefail sets Options.Policy.
func Pipefail(p Policy) Option { return func(o *Options) { o.Policy = p } }

// Grace sets Options.Grace. Here 0 means SIGKILL at once.
func Grace(d time.Duration) Option {
	return func(o *Options) { o.Grace = orNegative(d) }
}

// Drain sets Options.Drain. Here 0 means that only what the stages wrote is
// read.
func Drain(d time.Duration) Option {
	return func(o *Options) { o.Drain = orNegative(d) }
}

// AllowDot sets Options.AllowDot.
func AllowDot() Option { return func(o *Options) { o.AllowDot = true } }

// InCallerGroup leaves the stages in the process group of the calling
// process, so that the keys of its terminal reach them.
func InCallerGroup() Option { return func(o *Options) { o.Group = CallerGroup } }

// InGroup puts the stages into the existing process group pgid.
func InGroup(pgid int) Option {
	return func(o *Options) { o.Group, o.Pgid = JoinGroup, pgid }
}

// Observe sets Options.Observer.
func Observe(by Observer) Option { return func(o *Options) { o.Observer = by } }

// orNegative translates a duration where 0 means none to a field of Options,
// where 0 means the default.
func orNegative(d time.Duration) time.Duration {
	if d <= 0 {
		return -1
	}
	return d
}
