//go:build !windows

package popen

import (
	"context"
	"errors"
	"sync"
	"syscall"
	"time"

	engine "gpipe/internal/pipeline"
	table "gpipe/internal/redirect"
	"gpipe/internal/stdio"
	"gpipe/pipeline"
	"gpipe/redirect"
)

// program is a single process.
type program struct {
	job     *pipeline.Job
	name    string // for errors
	text    string // the line, of one
	streams stdio.Streams
	drain   time.Duration

	over sync.Once
	err  error
}

// openArgs starts argv, which errors call name.
func startProgram(ctx context.Context, name string, argv []string, mode Mode, o *options) (*Stream, error) {
	e, err := join(mode, o.pipeSize)
	if err != nil {
		return nil, pipeError(name, err)
	}
	cmd, err := startArgs(ctx, name, argv, e, o)
	if err != nil {
		e.abandon()
		return nil, err
	}
	return &Stream{cmd: cmd, r: e.r, w: e.w}, nil
}

// startArgs starts argv, which takes the command's ends over.
func startArgs(ctx context.Context, name string, argv []string, e *ends, o *options) (running, error) {
	c := &program{name: name, drain: o.drain}
	if err := c.start(ctx, argv, e, o); err != nil {
		return nil, err
	}
	return c, nil
}

// start starts the process, which takes the command's ends over.
func (c *program) start(ctx context.Context, argv []string, e *ends, o *options) error {
	files, err := o.files(e, &c.streams)
	if err != nil {
		return err
	}
	defer files.Close()
	po := pipeline.Options{Dir: o.dir, Env: o.env, Grace: o.grace, AllowDot: o.allowDot,
		Group: o.group, Pdeathsig: o.pdeathsig,
		ExtraFiles: o.extra, Session: o.session}
	engine.Engine(&po).Waiting = engine.WaitCaller
	stage := streams(&po, pipeline.Cmd(argv...), &files)
	c.job, err = pipeline.New(stage).StartWith(ctx, &po)
	if err != nil {
		c.streams.Close(-1)
		return c.named(err)
	}
	return nil
}

// streams gives s the files, as options where they are open.
func streams(o *pipeline.Options, s pipeline.Stage, files *table.Table) pipeline.Stage {
	if f := files.Get(0); f != nil {
		o.Stdin = f
	} else {
		s = s.With(redirect.Close(0))
	}
	if f := files.Get(1); f != nil {
		o.Stdout = f
	} else {
		s = s.With(redirect.Close(1))
	}
	if f := files.Get(2); f != nil {
		o.Stderr = f
	} else {
		s = s.With(redirect.Close(2))
	}
	return s
}

// named gives an error the name that the caller knows.
func (c *program) named(err error) error {
	var e *pipeline.Error
	if !errors.As(err, &e) || e.Name == c.name {
		return err
	}
	own := *e
	own.Name = c.name
	return &own
}

func (c *program) wait() error {
	c.over.Do(func() {
		err := c.job.Wait()
		if err != nil {
			err = c.named(err)
		}
		c.err = both(err, c.streams.Close(c.drain))
	})
	return c.err
}

func (c *program) status() pipeline.Status {
	st := c.job.Status(0)
	st.Name, st.Text = c.name, c.text
	return st
}

func (c *program) signal(sig syscall.Signal) error { return c.job.Signal(sig) }
