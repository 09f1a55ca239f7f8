package pipeline_test

import (
	"context"
	"fmt"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
)

func ExampleExec() {
	// As a shell does it: everything is given, down to the fd table.
	files := &redirect.Table{}
	p := &pipeline.Proc{
		Path: "/bin/echo", Argv: []string{"echo", "x"}, DirFd: -1, Umask: -1, Files: files,
		Redirect: redirect.Context{DirFd: -1, Umask: -1},
		Failed: func(ctx context.Context, err error, files *redirect.Table) int {
			return 127 // after a message to files.Get(2)
		},
	}
	out, err := pipeline.New(pipeline.Exec(p), pipeline.Cmd("cat")).Output(context.Background())
	fmt.Printf("%s%v\n", out, err)
	// Output:
	// x
	// <nil>
}

func ExampleProc() {
	none := &pipeline.Proc{Path: "/no/such", Argv: []string{"no-such"}, DirFd: -1, Umask: -1,
		Failed: func(ctx context.Context, err error, files *redirect.Table) int {
			fmt.Println(err)
			return 127
		},
	}
	err := pipeline.New(pipeline.Exec(none)).Run(context.Background())
	fmt.Println(err)
	// Output:
	// start no-such: not found
	// no-such: exit status 127
}

func ExampleInProc() {
	files := &redirect.Table{}
	files.Set(2, redirect.Borrow(2))
	status := pipeline.InProc("exit", files, func(context.Context, *redirect.Table) int { return 7 })
	j, err := pipeline.New(pipeline.Cmd("true"), status).Start(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	j.Wait()
	fmt.Println(j.ExitCode())
	// Output: 7
}
