package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"gpipe/pipeline"
	"gpipe/redirect"
)

func Example() {
	p := pipeline.New(
		pipeline.Cmd("printf", "%s\n", "pear", "apple", "fig"),
		pipeline.Cmd("sort"),
		pipeline.Cmd("head", "-2"),
	)
	out, err := p.Output(context.Background())
	fmt.Printf("%s%v\n", out, err)
	// Output:
	// apple
	// fig
	// <nil>
}

func ExampleCmd() {
	// The arguments arrive as they are: there is no shell.
	err := pipeline.New(pipeline.Cmd("echo", "$HOME", "a  b", "*")).Run(
		context.Background(), pipeline.Stdout(os.Stdout))
	fmt.Println(err)
	// Output:
	// $HOME a  b *
	// <nil>
}

func ExampleFunc() {
	upper := pipeline.Func("upper", func(ctx context.Context, s *pipeline.Stdio) error {
		text, err := io.ReadAll(s.Stdin)
		if err != nil {
			return err
		}
		_, err = io.WriteString(s.Stdout, strings.ToUpper(string(text)))
		return err
	})
	out, err := pipeline.New(pipeline.Cmd("echo", "hello"), upper, pipeline.Cmd("rev")).Output(context.Background())
	fmt.Printf("%s%v\n", out, err)
	// Output:
	// OLLEH
	// <nil>
}

func ExampleStdio() {
	// A reader that goes away ends the function with EPIPE, not the program.
	numbers := pipeline.Func("numbers", func(ctx context.Context, s *pipeline.Stdio) error {
		for i := 0; ; i++ {
			if _, err := fmt.Fprintln(s.Stdout, i); err != nil {
				return err
			}
		}
	})
	j, err := pipeline.New(numbers, pipeline.Cmd("head", "-2")).Start(context.Background(), pipeline.Capture())
	if err != nil {
		fmt.Println(err)
		return
	}
	out, err := j.Output()
	fmt.Printf("%s%v\n%d\n", out, err, j.Statuses()[0].ExitCode())
	// Output:
	// 0
	// 1
	// <nil>
	// 141
}

func ExampleStage_With() {
	// 2>&1, and standard input from a text.
	cat := pipeline.Cmd("sh", "-c", "cat; echo done >&2").With(
		redirect.Text(0, "some text\n"), redirect.Dup(2, 1))
	out, err := pipeline.New(cat, pipeline.Cmd("wc", "-l")).Output(context.Background())
	fmt.Println(strings.TrimSpace(string(out)), err)
	// Output: 2 <nil>
}

func ExamplePipeline_Output() {
	out, err := pipeline.New(pipeline.Cmd("tr", "a-z", "A-Z")).Output(
		context.Background(), pipeline.Stdin(strings.NewReader("from a Reader")))
	fmt.Println(string(out), err)
	// Output: FROM A READER <nil>
}

func ExamplePolicy() {
	p := pipeline.New(pipeline.Cmd("yes"), pipeline.Cmd("head", "-1"))
	for _, policy := range []pipeline.Policy{pipeline.Last, pipeline.Any, pipeline.AnyButSIGPIPE} {
		fmt.Println(p.Run(context.Background(), pipeline.Pipefail(policy)))
	}
	// Output:
	// <nil>
	// yes: signal: broken pipe
	// <nil>
}

func ExampleError() {
	for _, argv := range [][]string{{"sh", "-c", "exit 127"}, {"no-such-program"}, {"/etc/passwd"}, {"sh", "-c", "kill $$"}} {
		err := pipeline.New(pipeline.Cmd(argv...)).Run(context.Background())
		var e *pipeline.Error
		if errors.As(err, &e) {
			fmt.Println(e.Op, e.ExitCode(), errors.Is(err, pipeline.ErrNotFound), errors.Is(err, os.ErrPermission))
		}
	}
	// Output:
	// exit 127 false false
	// start 127 true false
	// start 126 false true
	// signal 143 false false
}

func ExamplePanicError() {
	bad := pipeline.Func("bad", func(context.Context, *pipeline.Stdio) error { panic("oh no") })
	err := pipeline.New(bad, pipeline.Cmd("cat")).Run(context.Background())
	var p *pipeline.PanicError
	fmt.Println(err, errors.As(err, &p))
	// Output: bad: panic: oh no true
}

func ExampleStatus() {
	j, err := pipeline.New(pipeline.Cmd("sh", "-c", "exit 3"), pipeline.Cmd("true")).Start(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	j.Wait()
	for _, s := range j.Statuses() {
		fmt.Println(s.Name, s.ExitCode(), s.Pid > 0, s.Rusage.Utime.Nano() >= 0, s.End.After(s.Start))
	}
	// Output:
	// sh 3 true true true
	// true 0 true true true
}

func ExampleJob() {
	j, err := pipeline.New(pipeline.Cmd("sleep", "1000"), pipeline.Cmd("cat")).Start(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(j.Signal(syscall.SIGTERM)) // the whole group
	fmt.Println(j.Wait())
	// Output:
	// <nil>
	// cat: signal: terminated
}

func ExampleGrace() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	err := pipeline.New(pipeline.Cmd("sleep", "1000")).Run(ctx, pipeline.Grace(time.Second))
	fmt.Println(err, errors.Is(err, context.DeadlineExceeded))
	// Output: sleep: context deadline exceeded true
}

func ExampleOptions() {
	j, err := pipeline.New(pipeline.Cmd("pwd")).StartWith(context.Background(),
		&pipeline.Options{Dir: "/", Stdout: os.Stdout})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(j.Wait())
	// Output:
	// /
	// <nil>
}

func ExampleOption() {
	quick := func(o *pipeline.Options) { o.Env, o.Dir = []string{"LC_ALL=C"}, "/" }
	out, err := pipeline.New(pipeline.Cmd("env")).Output(context.Background(), quick)
	fmt.Printf("%s%v\n", out, err)
	// Output:
	// LC_ALL=C
	// <nil>
}
