// Program imports every public package, as other programs do, and tells what the
// system can do of each: "yes", or "no" where that is errors.ErrUnsupported.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"gpipe/ipc"
	"gpipe/pipeline"
	"gpipe/popen"
	"gpipe/redirect"
	"gpipe/shell"
)

func main() {
	status := 0
	for _, use := range []func(context.Context) error{pipelines, observed, lines, command, stream, shells, memory} {
		switch err := use(context.Background()); {
		case err == nil:
			fmt.Println("yes")
		case errors.Is(err, errors.ErrUnsupported):
			fmt.Println("no")
		default:
			fmt.Println(err)
			status = 1
		}
	}
	fmt.Println(popen.Quote("a b"), pipeline.Quote("c"))
	os.Exit(status)
}

func pipelines(ctx context.Context) error {
	p := pipeline.New(pipeline.Cmd("echo", "x").With(redirect.Dup(2, 1)), pipeline.Cmd("cat"))
	_, err := p.Output(ctx, pipeline.Pipefail(pipeline.Any), pipeline.Dir("/"))
	return err
}

type observer struct{}

func (observer) Start(*pipeline.Job)     {}
func (observer) Sample(*pipeline.Job)    {}
func (observer) Exit(*pipeline.Job, int) {}
func (observer) End(*pipeline.Job)       {}

func observed(ctx context.Context) error {
	f := pipeline.Func("f", func(_ context.Context, s *pipeline.Stdio) error {
		s.Close(0)
		return nil
	})
	j, err := pipeline.New(f).StartWith(ctx, &pipeline.Options{Observer: observer{}})
	if err != nil {
		return err
	}
	return j.Wait()
}

func lines(ctx context.Context) error {
	for line, err := range popen.Lines(ctx, "echo x") {
		if err != nil {
			return err
		}
		if line != "x" {
			return fmt.Errorf("%q", line)
		}
	}
	return nil
}

func command(ctx context.Context) error {
	c := popen.CommandContext(ctx, "cat")
	c.Stdin = strings.NewReader("x\n")
	var got string
	c.Stdout = popen.EachLine(func(line string) error { got = line; return nil })
	if err := c.Run(); err != nil {
		return err
	}
	if got != "x" {
		return fmt.Errorf("%q", got)
	}
	return nil
}

func stream(ctx context.Context) error {
	s, err := popen.Open(ctx, "true", popen.Read)
	if err != nil {
		return err
	}
	return s.Close()
}

func shells(ctx context.Context) error {
	sh, err := shell.New(shell.Options{Limits: shell.Limits{Processes: 9}})
	if err != nil {
		return err
	}
	return errors.Join(sh.Run(ctx, ":"), sh.Close())
}

func memory(context.Context) error {
	m, err := ipc.New(4096)
	if err != nil {
		return err
	}
	return m.Close()
}
