//go:build !windows

package popen

import (
	"errors"
	"io"
	"syscall"

	"gpipe/internal/sys"
	"gpipe/pipeline"
)

// Wait waits for the end of the command, and of the copying. It returns nil if the
// status was 0, and else a *pipeline.Error with it, as Stream.Wait does. What
// StdinPipe gave is closed; what StdoutPipe and StderrPipe gave can still be read.
// Each call returns the same.
func (c *Cmd) Wait() error {
	cmd := c.running()
	if cmd == nil {
		return &ArgumentError{Func: "popen.Cmd.Wait", Arg: "Cmd", Why: "was not started"}
	}
	c.over.Do(func() { c.err = c.finish(cmd) })
	return c.err
}

// finish waits for the command.
func (c *Cmd) finish(cmd running) error {
	err := cmd.wait()
	if c.ends.w != nil {
		c.ends.w.Close()
	}
	for i, w := range [...]io.Writer{c.Stdout, c.Stderr} {
		if lines, ok := w.(*lineWriter); ok {
			err = both(err, lines.flush([...]string{"stdout", "stderr"}[i]))
		}
	}
	if c.tail == nil {
		return err
	}
	text := c.tail.Finish()
	var e *pipeline.Error
	if errors.As(err, &e) {
		e.Stderr = text
	}
	return err
}

// running returns the command, nil when it was not started.
func (c *Cmd) running() running {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cmd
}

// begun tells whether Start was called.
func (c *Cmd) begun() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.started
}

// Signal sends sig to the commands that are running and to what they have started,
// and to the line itself: see Stream.Signal. It returns os.ErrProcessDone when
// nobody is left.
func (c *Cmd) Signal(sig syscall.Signal) error {
	cmd := c.running()
	switch {
	case cmd == nil:
		return &ArgumentError{Func: "popen.Cmd.Signal", Arg: "Cmd", Why: "was not started"}
	case !isSignal(sig):
		return sys.EINVAL
	}
	return cmd.signal(sig)
}

// Kill is Signal with SIGKILL.
func (c *Cmd) Kill() error { return c.Signal(syscall.SIGKILL) }

// Pid returns the number of the process that the command is: the Shell, or a line
// that is one external command. Another line has no process of its own, and before
// Start there is none: 0.
func (c *Cmd) Pid() int { return c.Status().Pid }

// Status returns what is known about the command, as Stream.Status does: the wait
// status, when it began and ended, and of a process what it took. It does not wait.
func (c *Cmd) Status() pipeline.Status {
	if cmd := c.running(); cmd != nil {
		return cmd.status()
	}
	return pipeline.Status{}
}
