package pipeline

import (
	"io"
	"os"
	"strconv"
	"syscall"
	"time"
)

// Options says how a pipeline is started. The zero value has the defaults
// given below; a nil *Options is the same.
type Options struct {
	// Dir is the directory the stages start in, and relative program names
	// and redirections are relative to. "": that of the process. Without an
	// Env it is the value of PWD, too.
	Dir string

	// Env is the environment of Cmd stages, "name=value" each; of entries with
	// the same name the last one counts. nil: that of the process.
	Env []string

	// Stdin is what the first stage reads, Stdout what the last one and
	// Stderr what all of them write. nil: /dev/null; but Output has a pipe as
	// Stderr then, for the error.
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

	// ExtraFiles become the fds 3, 4 and so on of all stages that have the streams
	// above. A nil entry is a closed fd. They are given directly, as an *os.File
	// for Stdin is, and stay the caller's.
	ExtraFiles []*os.File

	// Capture keeps what the last stage writes to its standard output for
	// Job.Output. It excludes Stdout.
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
	Pgid  int // for GroupJoin

	// Session makes the stage, of which there is one, the leader of a session of
	// its own (setsid(2)), and of its group. When it reads a terminal, that becomes
	// its controlling terminal: it must be one that no session has, such as a new
	// pseudo-terminal. It excludes every Group but GroupAuto.
	Session bool

	// Cancel is the signal that the processes get first when the context is done.
	// 0: SIGTERM. See Grace.
	Cancel syscall.Signal

	// Credential, if not nil, has the stages run as another user, Chroot, if not
	// "", in another root, to which their programs, Dir and redirections are then
	// relative as far as the stages' own processes open them: programs are looked
	// up in PATH, and Dir and redirections opened, before that. Cgroup, if not nil,
	// is a directory of cgroup v2 that the stages begin in. They need the rights
	// that the system asks for, and concern Cmd stages. Only Linux has a Cgroup.
	Credential *syscall.Credential
	Chroot     string
	Cgroup     *os.File

	// Pdeathsig, if not 0, is a signal that every stage gets when the program
	// ends, however that is, by SIGKILL too. (What the stages have started does
	// not get it, nor does a program that is set-user-ID.) Linux and FreeBSD
	// know it. To Linux the program is the thread that started the stage: a
	// goroutine that is locked to its thread, and ends while the stages run,
	// ends them. See runtime.LockOSThread.
	Pdeathsig syscall.Signal

	// Observer, if not nil, is told what becomes of the pipeline, which is
	// looked at from time to time while it runs: see Status.Usage.
	Observer Observer

	engine EngineOptions // what only this module's shell says

	keepStderr bool // for the error, if nobody takes it

	misuse *ArgumentError // what the options gave and can't be
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

// The groups. Job.Signal, and the end of the context, reach the processes that
// the stages have started as well: in a group of the pipeline's own whoever has
// not left it; in the caller's, on Linux, the descendants of the stages, and
// what has a pipe of the pipeline still open when its parents have ended. (What
// has neither a parent left nor a pipe, as a daemon, is not found there.)
const (
	// GroupAuto is GroupCaller when the program has a controlling terminal,
	// and GroupOwn when it has none.
	GroupAuto Group = iota

	// GroupOwn is one of their own, led by the first process. The keys of the
	// terminal do not reach it, and a stage that reads the terminal is stopped.
	GroupOwn

	// GroupCaller is that of the calling process.
	GroupCaller

	// GroupJoin is the existing group Options.Pgid.
	GroupJoin

	// GroupForeground is GroupOwn, and the group has the terminal until the
	// pipeline has ended, if the program has one and is in its foreground. The
	// keys that end are the pipeline's alone, so that the program outlives ^C.
	// The key that stops, ^Z, stops the program as well, and the pipeline goes
	// on with it. Meanwhile the program itself must not use the terminal.
	GroupForeground
)

// Option is an option of Start, Run and Output.
type Option func(*Options)

// Dir sets Options.Dir.
func Dir(path string) Option { return func(o *Options) { o.Dir = path } }

// Env sets Options.Env: all of the environment. Of entries with the same name
// the last one counts: Env(append(os.Environ(), "LANG=C")). An empty list is an
// empty environment.
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

// ExtraFiles sets Options.ExtraFiles.
func ExtraFiles(files ...*os.File) Option {
	files = append([]*os.File(nil), files...)
	return func(o *Options) { o.ExtraFiles = files }
}

// Capture sets Options.Capture.
func Capture() Option { return func(o *Options) { o.Capture = true } }

// JoinStderr sets Options.JoinStderr for the given gaps: gap i is the pipe
// between stage i and stage i+1.
func JoinStderr(gaps ...int) Option {
	gaps = append([]int(nil), gaps...)
	return func(o *Options) {
		for _, i := range gaps {
			if i < 0 || i > mostGaps {
				o.wrong("JoinStderr", "there is no gap "+strconv.Itoa(i))
				continue
			}
			for len(o.JoinStderr) <= i {
				o.JoinStderr = append(o.JoinStderr, false)
			}
			o.JoinStderr[i] = true
		}
	}
}

// mostGaps is more than a pipeline can have.
const mostGaps = 1 << 20

// PipeSize sets Options.PipeSize, in bytes.
func PipeSize(n int) Option { return func(o *Options) { o.PipeSize = n } }

// Pipefail sets Options.Policy.
func Pipefail(p Policy) Option { return func(o *Options) { o.Policy = p } }

// Grace sets Options.Grace. Here 0 means SIGKILL at once.
func Grace(d time.Duration) Option {
	return func(o *Options) { o.Grace = o.orNegative("Grace", d) }
}

// Drain sets Options.Drain. Here 0 means that only what the stages wrote is
// read.
func Drain(d time.Duration) Option {
	return func(o *Options) { o.Drain = o.orNegative("Drain", d) }
}

// AllowDot sets Options.AllowDot.
func AllowDot() Option { return func(o *Options) { o.AllowDot = true } }

// OwnGroup sets Options.Group to GroupOwn. Of options for the group the last
// one counts.
func OwnGroup() Option { return withGroup(GroupOwn, 0) }

// CallerGroup sets Options.Group to GroupCaller.
func CallerGroup() Option { return withGroup(GroupCaller, 0) }

// Foreground sets Options.Group to GroupForeground.
func Foreground() Option { return withGroup(GroupForeground, 0) }

// InGroup sets Options.Group to GroupJoin: the existing process group pgid.
func InGroup(pgid int) Option { return withGroup(GroupJoin, pgid) }

func withGroup(g Group, pgid int) Option {
	return func(o *Options) { o.Group, o.Pgid = g, pgid }
}

// Session sets Options.Session.
func Session() Option { return func(o *Options) { o.Session = true } }

// Cancel sets Options.Cancel.
func Cancel(sig syscall.Signal) Option {
	return func(o *Options) {
		if o.Cancel = sig; sig == 0 {
			o.wrong("Cancel", "is no signal")
		}
	}
}

// Credential sets Options.Credential.
func Credential(c *syscall.Credential) Option { return func(o *Options) { o.Credential = c } }

// Chroot sets Options.Chroot.
func Chroot(path string) Option { return func(o *Options) { o.Chroot = path } }

// Cgroup sets Options.Cgroup.
func Cgroup(dir *os.File) Option { return func(o *Options) { o.Cgroup = dir } }

// Pdeathsig sets Options.Pdeathsig.
func Pdeathsig(sig syscall.Signal) Option {
	return func(o *Options) {
		if o.Pdeathsig = sig; sig == 0 {
			o.wrong("Pdeathsig", "is no signal")
		}
	}
}

// Observe sets Options.Observer.
func Observe(by Observer) Option { return func(o *Options) { o.Observer = by } }

// orNegative translates a duration where 0 means none to a field of Options,
// where 0 means the default.
func (o *Options) orNegative(name string, d time.Duration) time.Duration {
	switch {
	case d < 0:
		o.wrong(name, "is negative")
	case d > 0:
		return d
	}
	return -1
}
