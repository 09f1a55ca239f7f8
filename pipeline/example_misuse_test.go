package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"gpipe/pipeline"
)

func ExampleArgumentError() {
	p := pipeline.New(pipeline.Cmd("cat"))
	err := p.Run(context.Background(), pipeline.JoinStderr(-3))
	var misuse *pipeline.ArgumentError
	if errors.As(err, &misuse) {
		fmt.Println(misuse.Arg, misuse.Why)
	}
	fmt.Println(err, errors.Is(err, syscall.EINVAL))
	// Output:
	// JoinStderr there is no gap -3
	// pipeline.Run: JoinStderr: there is no gap -3 true
}

// unreliable is a reader that breaks the rules of io.Reader.
type unreliable struct{ io.Reader }

func (unreliable) Read(p []byte) (int, error) { return -1, nil }

func ExampleCountError() {
	err := pipeline.New(pipeline.Cmd("cat")).Run(context.Background(), pipeline.Stdin(unreliable{}))
	var count *pipeline.CountError
	if errors.As(err, &count) {
		fmt.Println(count.Op, count.Count)
	}
	fmt.Println(err)
	// Output:
	// read -1
	// copy stdin: read of 65536 bytes gave the count -1
}

func ExampleForeground() {
	// An editor has the terminal until it ends; ^C is the editor's alone.
	edit := pipeline.New(pipeline.Cmd("true", "a.txt"))
	err := edit.Run(context.Background(), pipeline.Foreground(), pipeline.Stdin(os.Stdin), pipeline.Stdout(os.Stdout))
	fmt.Println(err)
	// Output: <nil>
}
