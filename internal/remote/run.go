package remote

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"time"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/pipes"
	"gpipe/internal/sys/proc"
	"gpipe/internal/sys/self"
	"gpipe/internal/sys/signals"
)

// pipeSize is that of the pipes of a command: what the relay moves at once.
const pipeSize = 256 << 10

// grace is how long processes have to end by themselves when nobody is there any
// more.
const grace = 2 * time.Second

// newPipe makes a pipe, one end of which is for a child.
func newPipe(childReads bool) (own *End, child *redirect.File, err error) {
	r, w, err := sys.Pipe()
	if err != nil {
		return nil, nil, err
	}
	pipes.SetPipeSize(w, pipeSize)
	if childReads {
		return NewEnd(w), redirect.NewFile(r), nil
	}
	return NewEnd(r), redirect.NewFile(w), nil
}

// running is one that runs on this host.
type running struct{ job *pipeline.Job }

// StartCommand is a Starter: it starts the command in a session of its own. It is
// for a process that has no other commands; the calling goroutine is locked to the
// main thread, with whose end the system ends the command.
func StartCommand(s *Start) (Command, Pipes, *Status) {
	var p Pipes
	o := pipeline.Options{Env: append(sys.Environ(), s.Env...), Session: true, Pdeathsig: syscall.SIGKILL}
	if fault := place(s, &o); fault != nil {
		return nil, p, fault
	}
	var lent []*redirect.File
	var own []*End
	defer func() {
		for _, f := range lent {
			f.Unref()
		}
	}()
	pipe := func(childReads bool) *End {
		end, child, err := newPipe(childReads)
		if err != nil {
			return nil
		}
		own, lent = append(own, end), append(lent, child)
		return end
	}
	out, stderr := pipe(false), pipe(false)
	var in *End
	if s.Stdin {
		in = pipe(true)
	}
	if out == nil || stderr == nil || s.Stdin && in == nil {
		return nil, p, &Status{Code: 126, Fault: "there are no descriptors left"}
	}
	o.Stdout, o.Stderr = lent[0], lent[1]
	p.Stdout, p.Stderr = out, stderr
	if in != nil {
		o.Stdin, p.Stdin = lent[2], in
	}
	job, err := pipeline.New(pipeline.Cmd(s.Argv...)).StartWith(context.Background(), &o)
	if err != nil {
		for _, end := range own {
			end.Close()
		}
		return nil, Pipes{}, notStarted(s.Argv[0], err)
	}
	return &running{job}, p, nil
}

// place says where a command starts, and gives it the file mode mask.
func place(s *Start, o *pipeline.Options) *Status {
	if s.Umask >= 0 {
		self.SetUmask(s.Umask)
	}
	if s.Dir == "" {
		return nil
	}
	err := files.IsDir(-1, s.Dir)
	switch {
	case err == nil:
		o.Dir = s.Dir
		o.Env = append(o.Env, "PWD="+s.Dir)
	case s.Must:
		return &Status{Code: 126, Fault: s.Dir + ": " + sys.Errno(err).Error()}
	}
	return nil
}

// notStarted is the status of a command that could not be started, as in a shell.
func notStarted(name string, err error) *Status {
	if errors.Is(err, pipeline.ErrNotFound) {
		return &Status{Code: 127, Fault: name + ": not found"}
	}
	if e := sys.Errno(err); e != 0 {
		return &Status{Code: 126, Fault: name + ": " + e.Error()}
	}
	return &Status{Code: 126, Fault: strings.TrimPrefix(err.Error(), "pipeline: ")}
}

// Wait waits for the command, and not for what it has left behind.
func (c *running) Wait() Status {
	c.job.Wait()
	st := c.job.Status(0)
	if ws := st.WaitStatus; ws.Signaled() {
		return Status{Code: st.ExitCode(), Signal: signals.Name(int(ws.Signal()))}
	}
	return Status{Code: st.ExitCode()}
}

// Signal sends a signal that ends programs to all descendants, wherever they have
// gone, any other one to the command's group.
func (c *running) Signal(sig syscall.Signal) {
	switch sig {
	case syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGKILL:
		c.all(sig)
	case syscall.SIGTSTP: // the system ignores it in a session that no shell controls
		c.job.Signal(syscall.SIGSTOP)
	default:
		c.job.Signal(sig)
	}
}

// all sends a signal to all descendants. They are stopped while they are looked up,
// so that none gets away.
func (c *running) all(sig syscall.Signal) {
	list := proc.StopDescendants(sys.Getpid())
	if len(list) == 0 { // or the system does not tell
		c.job.Signal(sig)
		c.job.Signal(syscall.SIGCONT)
		return
	}
	for _, p := range list {
		p.Signal(sig)
	}
	for _, p := range list {
		p.Signal(syscall.SIGCONT)
	}
}

// End ends all descendants: SIGTERM, the grace, SIGKILL.
func (c *running) End() {
	c.all(syscall.SIGTERM)
	for end := time.Now().Add(grace); time.Now().Before(end); time.Sleep(looksEach) {
		if c.gone() {
			return
		}
	}
	for range killLooks {
		c.all(syscall.SIGKILL)
		if c.gone() {
			return
		}
		time.Sleep(looksEach)
	}
}

const (
	looksEach = 10 * time.Millisecond
	killLooks = 500 // some may be waiting for a disk
)

// gone tells whether no descendant is left.
func (c *running) gone() bool {
	select {
	case <-c.job.Done():
		return !proc.HasChildren()
	default:
		return false
	}
}
