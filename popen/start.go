package popen

import (
	"context"
	"os"
	"syscall"

	"gpipe/internal/sys"
	"gpipe/pipeline"
	"gpipe/redirect"
)

// ends is the two sides of a Stream's pipes.
type ends struct {
	r, w    *os.File       // ours
	in, out *redirect.File // the command's
}

// join makes the pipes of mode.
func join(mode Mode, size int) (*ends, error) {
	e := new(ends)
	if mode.reads() {
		r, w, err := sys.HighPipe()
		if err != nil {
			return nil, os.NewSyscallError("pipe", err)
		}
		sizePipe(w, size)
		e.r, e.out = ourEnd(r), redirect.NewFile(w)
	}
	if mode.writes() {
		r, w, err := sys.HighPipe()
		if err != nil {
			e.close()
			return nil, os.NewSyscallError("pipe", err)
		}
		sizePipe(w, size)
		e.w, e.in = ourEnd(w), redirect.NewFile(r)
	}
	return e, nil
}

func sizePipe(fd, size int) {
	if size > 0 {
		sys.SetPipeSize(fd, size) // a wish: the default will do
	}
}

// ourEnd makes a file with deadlines out of a pipe end. The other end is an
// open file of its own and stays in blocking mode.
func ourEnd(fd int) *os.File {
	sys.SetNonblock(fd)
	return os.NewFile(uintptr(fd), "popen")
}

// close closes what is open on both sides.
func (e *ends) close() {
	if e.r != nil {
		e.r.Close()
	}
	if e.w != nil {
		e.w.Close()
	}
	e.closeTheirs()
}

// closeTheirs closes the command's side.
func (e *ends) closeTheirs() {
	if e.in != nil {
		e.in.Unref()
	}
	if e.out != nil {
		e.out.Unref()
	}
}

// stageCommand is a program.
type stageCommand struct{ job *pipeline.Job }

func (c stageCommand) wait() error                     { return c.job.Wait() }
func (c stageCommand) status() pipeline.Status         { return c.job.Status(0) }
func (c stageCommand) signal(sig syscall.Signal) error { return c.job.Signal(sig) }

// openStage starts a one-stage pipeline.
func openStage(ctx context.Context, name string, stage pipeline.Stage, mode Mode, o *options) (*Stream, error) {
	e, err := join(mode, o.pipeSize)
	if err != nil {
		return nil, err
	}
	po := pipeline.Options{Dir: o.dir, Env: o.env, Grace: o.grace, AllowDot: o.allowDot,
		Stdin: hostFile(o.stdin, 0), Stdout: hostFile(o.stdout, 1), Stderr: hostFile(o.stderr, 2)}
	if e.in != nil {
		po.Stdin = e.in
	}
	if e.out != nil {
		po.Stdout = e.out
	}
	job, err := pipeline.New(stage).StartWith(ctx, &po)
	if err != nil {
		e.close()
		return nil, err
	}
	e.closeTheirs()
	return &Stream{cmd: stageCommand{job}, r: e.r, w: e.w}, nil
}

// file is what pipeline takes as a standard stream.
type file interface {
	Read(p []byte) (int, error)
	Write(p []byte) (int, error)
}

// hostFile is f, or the host's own fd when that is not given.
func hostFile(f *os.File, fd int) file {
	if f != nil {
		return f
	}
	return redirect.Borrow(fd)
}
