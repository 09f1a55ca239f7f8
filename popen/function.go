//go:build !windows

package popen

import (
	"context"
	"errors"
	"io"
	"iter"

	"gpipe/internal/relay"
	"gpipe/pipeline"
)

// Run runs a line and waits for it: Cmd.Run, with the options of Open. As in a Cmd
// streams that are not given are /dev/null.
func Run(ctx context.Context, line string, opts ...Option) error {
	c, err := commandOf("popen.Run", ctx, line, opts)
	if err != nil {
		return err
	}
	if err := c.launch("popen.Run"); err != nil {
		return err
	}
	return c.Wait()
}

// Output runs a line and returns what it writes to its standard output: Cmd.Output,
// with the options of Open but Stdout. As in a Cmd streams that are not given are
// /dev/null, but of standard error the error has the end.
func Output(ctx context.Context, line string, opts ...Option) ([]byte, error) {
	const f = "popen.Output"
	c, err := commandOf(f, ctx, line, opts)
	if err != nil {
		return nil, err
	}
	return c.gather(f, false)
}

// Lines runs a line each time that it is ranged over, and yields what it writes to
// its standard output line by line, without the newlines, however long they are,
// while it runs. An error, as of Output, is the last that is yielded, with an empty
// line. A loop that is left ends the command as a context does that is done. The
// options are those of Output.
func Lines(ctx context.Context, line string, opts ...Option) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		if err := each(ctx, line, opts, func(text string) bool { return yield(text, nil) }); err != nil && err != errLeft {
			yield("", err)
		}
	}
}

// errLeft: a loop was left.
var errLeft = errors.New("left")

// each is the loop of Lines.
func each(ctx context.Context, line string, opts []Option, yield func(text string) bool) error {
	const f = "popen.Lines"
	c, err := commandOf(f, ctx, line, opts)
	if err != nil {
		return err
	}
	own, cancel := context.WithCancel(ctx)
	defer cancel()
	c.ctx = own
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.keepStderr()
	}
	if err == nil {
		err = c.launch(f)
	}
	if err != nil {
		return err
	}
	defer func() { // the loop may be left by a panic, too
		cancel()
		out.Close()
		c.Wait()
	}()
	if !relay.Lines(out, yield) {
		return errLeft
	}
	return c.Wait()
}

// commandOf makes a Cmd of options for the function f.
func commandOf(f string, ctx context.Context, line string, opts []Option) (*Cmd, error) {
	o := apply(opts)
	arg, why := o.wrong, o.why
	switch {
	case ctx == nil:
		arg, why = "ctx", "is nil"
	case why != "":
	case o.allowDot:
		arg, why = "AllowDot", "has no effect with "+f
	case hasNUL(line):
		arg, why = "line", nul
	case o.given[1] && f != "popen.Run":
		arg, why = "Stdout", "has no effect with "+f
	default:
		arg, why = o.bad()
	}
	if why != "" {
		return nil, &ArgumentError{Func: f, Arg: arg, Why: why}
	}
	c := CommandContext(ctx, line, o.args...)
	c.Env, c.Dir, c.Grace, c.Drain, c.Pdeathsig = o.env, o.dir, o.grace, o.drain, o.pdeathsig
	c.Stdin, _ = o.std[0].(io.Reader)
	c.Stdout, _ = o.std[1].(io.Writer)
	c.Stderr, _ = o.std[2].(io.Writer)
	c.OwnGroup, c.CallerGroup, c.Foreground = o.group == pipeline.GroupOwn, o.group == pipeline.GroupCaller, o.group == pipeline.GroupForeground
	if o.pipefail {
		c.Set = "-o pipefail"
	}
	if o.realSh {
		c.Shell = []string{"/bin/sh", "-c"}
	}
	return c, nil
}

// Stage returns a stage of a pipeline that runs a line as Open does, with args as
// $1, $2 and so on, on the streams that the pipeline gives it. It is named after the
// beginning of the line. Its environment and its directory are the host's, whatever
// the options of the pipeline say.
//
// The line runs in this process, and its commands belong to it: Job.Signal does not
// reach them, the end of the context does.
func Stage(line string, args ...string) pipeline.Stage {
	return pipeline.Func(short(line), func(ctx context.Context, stdio *pipeline.Stdio) error {
		c := CommandContext(ctx, line, args...)
		if f := stdio.File(0); f != nil { // itself, and no copy of what it reads
			c.Stdin = f
		}
		if f := stdio.File(1); f != nil {
			c.Stdout = f
		}
		if f := stdio.File(2); f != nil {
			c.Stderr = f
		}
		return c.Run()
	}).Written(line)
}
