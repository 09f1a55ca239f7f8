// Package popen is popen(3) and pclose(3) for Go programs: a command line
// joined to the program by a pipe.
//
//	out, err := popen.Open(ctx, "ps aux | grep root", popen.Read)
//	...
//	io.Copy(os.Stdout, out)
//	err = out.Close() // waits; *pipeline.Error when the status is not 0
//
// The line is shell source, as popen(3) defines it, but it is parsed and run
// in this process: no /bin/sh is needed, and none is started. Its external
// commands are real processes, joined to each other and to the stream by
// kernel pipes.
//
// A child has exactly the fds 0, 1 and 2 (and what the line itself opens):
// no stream of another Open, and nothing of the host program's, is ever
// inherited. So closing a Write stream gives its reader the end of file at
// once, however many other streams are open. A write to a command that is
// gone returns EPIPE; it never ends the host program.
package popen

import (
	"context"
	"os"
	"time"

	"gpipe/internal/sys"
	"gpipe/pipeline"
)

// Mode says which ends of the command are joined to the Stream.
type Mode uint8

// The modes.
const (
	Read      Mode = iota + 1 // read the command's standard output
	Write                     // write the command's standard input
	ReadWrite                 // both, through two pipes
)

func (m Mode) reads() bool  { return m == Read || m == ReadWrite }
func (m Mode) writes() bool { return m == Write || m == ReadWrite }
func (m Mode) valid() bool  { return m >= Read && m <= ReadWrite }

// options is what the Options set.
type options struct {
	env      []string
	dir      string
	args     []string
	stdin    *os.File
	stdout   *os.File
	stderr   *os.File
	grace    time.Duration
	pipeSize int
	realSh   bool
	allowDot bool
	pipefail bool
}

// Option changes what a command is started with.
type Option func(*options)

// Env sets the environment, "name=value" each. The default is the host's.
func Env(env []string) Option {
	env = append([]string{}, env...)
	return func(o *options) { o.env = env }
}

// Dir sets the working directory. The default is the host's.
func Dir(path string) Option { return func(o *options) { o.dir = path } }

// Args sets the positional parameters $1, $2 and so on of the line. They
// arrive as they are: a safe way to hand data to a line. OpenArgs ignores it.
func Args(args ...string) Option {
	args = append([]string(nil), args...)
	return func(o *options) { o.args = args }
}

// Stdin, Stdout and Stderr set the standard streams that are not joined to
// the Stream. As with popen(3) the default is the host's own fd 0, 1 or 2.
// The files stay the caller's and must stay open until the command ends.
func Stdin(f *os.File) Option { return func(o *options) { o.stdin = f } }

// Stdout sets the standard output of a Write stream's command: see Stdin.
func Stdout(f *os.File) Option { return func(o *options) { o.stdout = f } }

// Stderr sets the standard error: see Stdin.
func Stderr(f *os.File) Option { return func(o *options) { o.stderr = f } }

// Grace sets the time between SIGTERM and SIGKILL when the context is done
// before the command. The default is pipeline.DefaultGrace; 0 means SIGKILL
// at once.
func Grace(d time.Duration) Option {
	return func(o *options) {
		o.grace = d
		if d <= 0 {
			o.grace = -1
		}
	}
}

// PipeSize asks the kernel for a pipe of n bytes between the command and the
// Stream. It is a wish; the default (64 KiB on Linux) is right for most.
func PipeSize(n int) Option { return func(o *options) { o.pipeSize = n } }

// Pipefail runs the line with "set -o pipefail": the status of a pipeline is
// that of the last command in it that failed.
func Pipefail() Option { return func(o *options) { o.pipefail = true } }

// RealShell runs the line by /bin/sh -c in place of the built-in shell.
func RealShell() Option { return func(o *options) { o.realSh = true } }

// AllowDot lets OpenArgs run a program that is found through an empty, "." or
// otherwise relative element of PATH. The commands of a line may always be
// found so, as POSIX says.
func AllowDot() Option { return func(o *options) { o.allowDot = true } }

// Open starts a command line and joins it to the returned Stream, which must
// be closed. When ctx is done the command's processes get SIGTERM, and
// SIGKILL after the grace; reads then see the end of the file.
//
// It fails with an *interp error that is a syntax error when the line is no
// valid program, with EINVAL for a mode that is none or a NUL byte in the
// line or in an argument, and with the system's error when no pipe can be
// had. A command that cannot be found or executed is no failure of Open: as
// with popen(3) it is a status, 127 or 126.
func Open(ctx context.Context, line string, mode Mode, opts ...Option) (*Stream, error) {
	o := apply(opts)
	if !mode.valid() || hasNUL(line) || anyNUL(o.args) {
		return nil, invalid(line)
	}
	if o.realSh {
		argv := append([]string{"/bin/sh", "-c", line, "sh"}, o.args...)
		if o.pipefail {
			argv = append([]string{"/bin/sh", "-o", "pipefail"}, argv[1:]...)
		}
		return openStage(ctx, line, pipeline.Cmd(argv...), mode, o)
	}
	return openLine(ctx, line, mode, o)
}

// OpenArgs starts a program with the given arguments, argv[0] being its
// name, and joins it to the returned Stream. No shell language is involved:
// the arguments arrive as they are. A name without a slash is looked up in
// PATH.
//
// A program that is not found or cannot be executed is an error of OpenArgs:
// a *pipeline.Error with Op OpStart, ExitCode 127 or 126, which a program
// that itself exits with 127 is not.
func OpenArgs(ctx context.Context, argv []string, mode Mode, opts ...Option) (*Stream, error) {
	if len(argv) == 0 || !mode.valid() || anyNUL(argv) {
		name := ""
		if len(argv) > 0 {
			name = argv[0]
		}
		return nil, invalid(name)
	}
	return openStage(ctx, argv[0], pipeline.Cmd(argv...), mode, apply(opts))
}

func apply(opts []Option) *options {
	o := new(options)
	for _, opt := range opts {
		opt(o)
	}
	return o
}

func invalid(line string) error {
	return &os.PathError{Op: "popen", Path: line, Err: sys.EINVAL}
}

func hasNUL(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == 0 {
			return true
		}
	}
	return false
}

func anyNUL(list []string) bool {
	for _, s := range list {
		if hasNUL(s) {
			return true
		}
	}
	return false
}
