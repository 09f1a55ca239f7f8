package popen

import (
	"context"
	"os"
	"syscall"
	"time"

	"gpipe/internal/builtin"
	"gpipe/internal/interp"
	"gpipe/internal/sys"
	"gpipe/pipeline"
	"gpipe/redirect"
)

// lineCommand is a command line run by the shell engine in a goroutine.
type lineCommand struct {
	sh   *interp.Shell
	done chan struct{}
	st   pipeline.Status // complete when done is closed
	err  error
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
		return pipeline.Status{Name: c.st.Name, Start: c.st.Start}
	}
}

func (c *lineCommand) signal(sig syscall.Signal) error {
	select {
	case <-c.done:
		return os.ErrProcessDone
	default:
		return c.sh.Signal(sig)
	}
}

// openLine parses and runs a line.
func openLine(ctx context.Context, line string, mode Mode, o *options) (*Stream, error) {
	if err := interp.Check(line); err != nil {
		return nil, err
	}
	e, err := join(mode, o.pipeSize)
	if err != nil {
		return nil, err
	}
	files, err := standardFiles(e, o)
	if err != nil {
		e.close()
		return nil, err
	}
	env := o.env
	if env == nil {
		env = sys.Environ()
	}
	cfg := &interp.Config{
		Builtins: builtin.Table(), Name: "sh", Args: o.args, Env: env, Dir: o.dir,
		Files: files, Group: true, Grace: o.grace,
	}
	if o.pipefail {
		cfg.Options = interp.PipeFail
	}
	sh, err := interp.New(cfg)
	if err != nil {
		e.r.Close()
		e.w.Close()
		return nil, err
	}
	c := &lineCommand{sh: sh, done: make(chan struct{}), st: pipeline.Status{Name: line, Start: time.Now()}}
	go c.run(ctx, line)
	return &Stream{cmd: c, r: e.r, w: e.w}, nil
}

// standardFiles is the fd table of a line. It takes the command's ends over.
func standardFiles(e *ends, o *options) (redirect.Table, error) {
	var t redirect.Table
	for fd, f := range []*os.File{o.stdin, o.stdout, o.stderr} {
		switch {
		case fd == 0 && e.in != nil, fd == 1 && e.out != nil:
		case f == nil:
			t.Set(fd, redirect.Borrow(fd))
		default:
			file, err := redirect.FromOS(f)
			if err != nil {
				t.Close()
				return t, err
			}
			t.Set(fd, file)
		}
	}
	if e.in != nil {
		t.Set(0, e.in)
	}
	if e.out != nil {
		t.Set(1, e.out)
	}
	return t, nil
}

// run runs the line to its end.
func (c *lineCommand) run(ctx context.Context, line string) {
	f, err := c.sh.RunContext(ctx, interp.Source{Text: line})
	c.st.WaitStatus = c.sh.WaitStatus()
	c.sh.End(f)
	c.st.End = time.Now()
	c.err = lineError(line, c.st.WaitStatus, err)
	close(c.done)
}

// lineError is the error of a line: nil for status 0.
func lineError(line string, ws syscall.WaitStatus, cause error) error {
	e := &pipeline.Error{Name: line, Op: pipeline.OpExit, WaitStatus: ws}
	switch {
	case cause != nil:
		e.Op, e.Err = pipeline.OpCancel, cause
	case ws == 0:
		return nil
	case ws.Signaled():
		e.Op = pipeline.OpSignal
	}
	return e
}
