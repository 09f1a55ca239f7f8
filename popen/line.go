//go:build !windows

package popen

import (
	"cmp"
	"context"
	"errors"
	"syscall"
	"time"

	"gpipe/internal/builtin"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	engine "gpipe/internal/pipeline"
	"gpipe/internal/stdio"
	"gpipe/internal/sys/self"
	"gpipe/pipeline"
)

// lineCommand is a command line run by the shell engine in a goroutine.
type lineCommand struct {
	sh      *interp.Shell
	streams stdio.Streams
	drain   time.Duration
	begun   pipeline.Status // what is known from the start
	done    chan struct{}   // closed when the rest is there
	st      pipeline.Status
	err     error
}

// openLine parses and starts a line. With late, a line that is no valid
// program is run all the same, as far as it goes.
func openLine(ctx context.Context, line string, mode Mode, o *options, late bool) (*Stream, error) {
	if err := over(ctx, line); err != nil {
		return nil, err
	}
	e, err := join(mode, o.pipeSize)
	if err != nil {
		return nil, pipeError(short(line), err)
	}
	cmd, err := startLine(ctx, line, e, o, late)
	if err != nil {
		e.abandon()
		return nil, err
	}
	return &Stream{cmd: cmd, r: e.r, w: e.w}, nil
}

// over is the error for a context that is done before the line has begun.
func over(ctx context.Context, line string) error {
	if ctx.Err() == nil {
		return nil
	}
	return &pipeline.Error{Stage: -1, Name: short(line), Op: pipeline.OpCancel, Err: engine.Cancelled(ctx)}
}

// startLine starts a line, which takes the command's ends over.
func startLine(ctx context.Context, line string, e *ends, o *options, late bool) (running, error) {
	c := &lineCommand{drain: o.drain, begun: pipeline.Status{Name: short(line), Text: line, Start: time.Now()}}
	return c.start(ctx, e, o, late)
}

// start makes the shell, which takes the command's ends over, and starts it.
func (c *lineCommand) start(ctx context.Context, e *ends, o *options, late bool) (running, error) {
	if err := c.shell(e, o); err != nil {
		return nil, err
	}
	src := interp.Source{Text: c.begun.Text}
	p, err := c.sh.Load(src)
	switch {
	case err != nil && !late:
		c.end()
		return nil, err
	case err != nil:
		p = c.sh.Program(src)
	}
	job, err := p.Start(ctx)
	if err != nil {
		c.end()
		return nil, err
	}
	if job != nil {
		c.sh.End(interp.Next)
		return &program{job: job, name: c.begun.Name, text: c.begun.Text, streams: c.streams, drain: c.drain}, nil
	}
	c.done = make(chan struct{})
	p.Begin()
	go c.run(ctx, p)
	return c, nil
}

// shell makes the shell.
func (c *lineCommand) shell(e *ends, o *options) error {
	files, err := o.files(e, &c.streams)
	if err != nil {
		return err
	}
	if err := o.extraFiles(&files); err != nil {
		files.Close()
		c.streams.Close(-1)
		return err
	}
	cfg := &interp.Config{
		Builtins: builtin.Table(), Name: cmp.Or(o.name, "sh"), Args: o.args, Env: o.env, Dir: o.dir,
		Files: files, Group: o.group, Pdeathsig: o.pdeathsig, Tied: true, Grace: o.grace,
	}
	if cfg.Env == nil {
		cfg.Env = self.EnvironIn(o.dir)
	}
	cfg.Options = option.Defaults&^option.Extras | option.Posix // it stands in for sh
	if o.pipefail {
		cfg.Options |= option.PipeFail
	}
	on, off, _ := option.Read(o.set)
	cfg.Options = cfg.Options&^off | on
	if c.sh, err = interp.New(cfg); err != nil {
		c.streams.Close(-1)
	}
	return err
}

// end drops a shell that has run nothing.
func (c *lineCommand) end() {
	c.sh.End(interp.Next)
	c.streams.Close(-1)
}

// run runs the line to its end.
func (c *lineCommand) run(ctx context.Context, p *interp.Program) {
	_, cut := c.sh.RunProgram(ctx, p, true)
	ws := c.sh.WaitStatus()
	c.sh.End(interp.Next)
	st := c.begun
	st.WaitStatus, st.End = ws, time.Now()
	err := lineError(st.Name, ws, cut, p.Failure(), c.sh.Lost())
	c.err = both(err, c.streams.Close(c.drain))
	c.st = st
	close(c.done)
}

// lineError is the error of a line: nil for status 0. cut is why it was cut
// short, failed why its only command could not be executed, lost that it is not
// known how one of its commands ended.
func lineError(line string, ws syscall.WaitStatus, cut error, failed *pipeline.Error, lost error) error {
	e := &pipeline.Error{Name: line, Op: pipeline.OpExit, WaitStatus: ws}
	switch {
	case cut != nil:
		e.Op, e.Err = pipeline.OpCancel, errors.Unwrap(cut)
	case lost != nil:
		e.Op, e.Err = pipeline.OpWait, errors.Unwrap(lost)
	case ws == 0:
		return nil
	case ws.Signaled():
		e.Op = pipeline.OpSignal
	case failed != nil && ws.ExitStatus() == failed.ExitCode():
		e.Op, e.Err = pipeline.OpStart, failed.Err
	}
	return e
}

// both joins two errors, but leaves one as it is: an *Error.
func both(a, b error) error {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return errors.Join(a, b)
}

func (c *lineCommand) wait() error {
	<-c.done
	return c.err
}

func (c *lineCommand) status() pipeline.Status {
	select {
	case <-c.done:
		return c.st
	default:
		return c.begun
	}
}

func (c *lineCommand) signal(sig syscall.Signal) error { return c.sh.Signal(sig) }
