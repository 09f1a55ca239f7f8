//go:build !windows

// Package remote makes commands on other hosts stages of pipelines.
//
//	build := remote.NewHost("build.example.org", remote.Options{})
//	defer build.Close()
//	p := pipeline.New(
//		pipeline.Cmd("cat", "words"),
//		build.Cmd("sort", "-u"),
//		pipeline.Cmd("head"),
//	)
//	err := p.Run(ctx, pipeline.Stdout(os.Stdout))
//
// Such a stage is as one here: its arguments arrive as they are, without a shell; end
// of file and SIGPIPE go both ways; it ends with the exit status of the command, or by
// the signal that ended that. The way to the host is the system's ssh, so that what
// ssh(1) is configured to do is done, or any command that carries a stream of bytes.
//
// On the other host a worker runs the command: the command gpipe, which is found in
// PATH there, or copied to ~/.cache/gpipe. When the context is done, and when the
// program here, ssh, the server or the network is gone, it ends the command and all
// that this has started: SIGTERM, and SIGKILL after two seconds.
package remote

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"gpipe/internal/carrier"
	"gpipe/internal/remote"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/ipc"
	"gpipe/pipeline"
	"gpipe/redirect"
)

// Options say how a host is reached, and what commands start with there. The zero
// value is the system's ssh.
type Options struct {
	SSH    string // ssh, with options; words end at blanks
	Jump   string // for ssh -J
	Launch string // a command that runs gpipe there in place of ssh; %h is the host
	Worker string // the file of gpipe there; "": it is looked for

	// Copy is the file of a gpipe here that is copied to a host that has none; "":
	// that in PATH. With NoCopy that is an error.
	Copy   string
	NoCopy bool

	// Env are variables, "name=value", that commands have beside those that they
	// find there.
	Env []string
	// Dir is the directory that commands start in. "": where ssh leads.
	Dir string

	// Silence is how long the host may show no sign of life. 0: 30 seconds.
	Silence time.Duration

	// Tell, if not nil, is told what happens on the way there, as that gpipe is copied.
	Tell func(what string)
}

// Host is another host. Its commands share connections, which are made when they are
// needed. It may be used from many goroutines.
type Host struct {
	name    string
	options Options

	once sync.Once
	way  carrier.Host
	life int // end of a pipe: connections end when it is closed
	err  error
}

// NewHost returns a host by its name, which is what ssh calls it: an alias of its
// configuration, user@host. Nothing is done before it has a command to run.
func NewHost(name string, o Options) *Host { return &Host{name: name, options: o, life: -1} }

// open makes ready what the connections need.
func (h *Host) open() {
	o := &h.options
	if _, fault := remote.ParseRequest([]string{"--", h.name, "true"}); fault != "" || strings.Contains(h.name, ",") {
		h.err = fmt.Errorf("%q: not the name of a host", h.name)
		return
	}
	r, w, err := sys.Pipe()
	if err != nil {
		h.err = err
		return
	}
	h.life = w
	if o.Silence <= 0 {
		o.Silence = remote.DefaultSilence
	}
	tell := o.Tell
	if tell == nil {
		tell = func(string) {}
	}
	shared := ipc.DefaultDir().Path()
	h.way = carrier.Host{Name: h.name, Launch: o.Launch, SSH: o.SSH, Jump: o.Jump, Worker: o.Worker, NoCopy: o.NoCopy,
		Binary: own(o.Copy), Dir: carrier.DirOf(shared, sys.Getpid()) + "." + strconv.Itoa(w), Life: redirect.NewFile(r), Tell: tell, Silence: o.Silence}
}

// own is the file of a gpipe that can be copied.
func own(name string) string {
	if name != "" {
		return name
	}
	for _, dir := range filepath.SplitList(sys.Getenv("PATH")) {
		if path := filepath.Join(dir, "gpipe"); filepath.IsAbs(path) && files.Executable(-1, path) == nil {
			return path
		}
	}
	return ""
}

// Close ends the connections, as soon as no command uses them. Commands that are
// started then make none.
func (h *Host) Close() error {
	h.once.Do(func() { h.err = errClosed })
	if h.life < 0 {
		return nil
	}
	sys.Close(h.life)
	h.life = -1
	h.way.Life.Unref()
	carrier.Forget(h.way.Dir)
	return nil
}

var errClosed = errors.New("the host was closed")

// Cmd returns the stage that runs argv on the host. No shell is involved. It reads
// what the stage reads: the pipe before it, or pipeline.Stdin.
func (h *Host) Cmd(argv ...string) pipeline.Stage {
	name := h.name + ": "
	if len(argv) > 0 {
		name += argv[0]
	}
	words := append([]string(nil), argv...)
	return pipeline.Func(name, func(ctx context.Context, stdio *pipeline.Stdio) error {
		if len(words) == 0 {
			return pipeline.ErrEmpty
		}
		h.once.Do(h.open)
		if h.err != nil {
			return &Error{Host: h.name, Err: h.err, code: carrier.Lost}
		}
		return h.run(ctx, words, stdio)
	})
}

// Error is the end of a command on another host: it ended with a status other than 0
// or by a signal, or the host could not be reached or was lost.
type Error struct {
	Host   string
	Signal string // the name of the signal that ended the command, without SIG
	Err    error  // why the host was not reached or lost, or the command not run; else nil

	code int
}

// Error gives the host and the cause.
func (e *Error) Error() string {
	if e.Err != nil {
		return "remote: " + e.Host + ": " + e.Err.Error()
	}
	return "remote: " + e.Host + ": " + remote.Status{Code: e.code, Signal: e.Signal}.String()
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// ExitCode is the exit status in a shell's terms: 128+n for signal n, 254 for a host
// that was not reached or lost.
func (e *Error) ExitCode() int { return e.code }

// run runs a command.
func (h *Host) run(ctx context.Context, argv []string, stdio *pipeline.Stdio) error {
	way := h.way
	way.Stderr = stdio.File(2)
	conn, err := way.Open(ctx)
	if err != nil {
		return &Error{Host: h.name, Err: err, code: carrier.Lost}
	}
	defer conn.Close()
	defer ended(ctx, conn)()
	s := remote.NewSession(conn, conn)
	_, err = s.Greet(way.Greeting())
	conn.Settled()
	if err != nil {
		conn.Abandon()
		return &Error{Host: h.name, Err: fmt.Errorf("no worker has answered: %w", err), code: carrier.Lost}
	}
	std, err := streams(stdio)
	if err != nil {
		conn.Abandon()
		return &Error{Host: h.name, Err: err, code: carrier.Lost}
	}
	start := &remote.Start{Argv: argv, Env: h.options.Env, Dir: h.options.Dir, Must: h.options.Dir != "", Umask: -1, Stdin: std.Stdin != nil, Silence: h.options.Silence}
	status, err := s.Run(start, std, nil)
	if err != nil || ctx.Err() != nil {
		conn.Abandon()
	}
	var failed *remote.WriteError
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.As(err, &failed):
		return failed.Err
	case err != nil:
		return &Error{Host: h.name, Err: err, code: carrier.Lost}
	case status.Fault != "":
		return &Error{Host: h.name, Err: errors.New(status.Fault), code: status.Code}
	case status.Signal == "PIPE":
		return syscall.EPIPE
	case status.Code != 0:
		return &Error{Host: h.name, Signal: status.Signal, code: status.Code}
	}
	return nil
}

// patience is how long the worker has to end a command.
const patience = 5 * time.Second

// ended hangs up when the context is done: the worker ends the command then, and
// whatever it has started, and so the stream.
func ended(ctx context.Context, conn *carrier.Conn) (stop func()) {
	over := make(chan struct{})
	unhook := context.AfterFunc(ctx, func() {
		conn.HangUp()
		select {
		case <-over:
		case <-time.After(patience):
			conn.Abandon()
		}
	})
	return func() {
		unhook()
		close(over)
	}
}

// streams are those of a stage, which has its input no more then.
func streams(stdio *pipeline.Stdio) (remote.Streams, error) {
	std := remote.Streams{Stdout: stdio.Stdout, Stderr: stdio.Stderr}
	file := stdio.File(0)
	if file == nil {
		return std, nil
	}
	file.Ref()
	stdio.Close(0)
	leave := func() { file.Unref() }
	in, err := remote.NewInput(file, leave)
	if err != nil {
		leave()
		return std, err
	}
	std.Stdin, std.EndStdin = in, in.End
	return std, nil
}
