package pipeline_test

import (
	"context"
	"fmt"
	"io"
	"os"

	"gpipe/pipeline"
	"gpipe/redirect"
)

func ExamplePipeline_Reader() {
	r, err := pipeline.New(pipeline.Cmd("seq", "1000000"), pipeline.Cmd("tail", "-n1")).Reader(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	io.Copy(os.Stdout, r)
	fmt.Println(r.Close())
	// Output:
	// 1000000
	// <nil>
}

func ExamplePipeline_Writer() {
	w, err := pipeline.New(pipeline.Cmd("sort", "-r")).Writer(context.Background(), pipeline.Stdout(os.Stdout))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Fprintln(w, "a\nb")
	fmt.Println(w.Close())
	// Output:
	// b
	// a
	// <nil>
}

func ExamplePipeline_Lines() {
	for line, err := range pipeline.New(pipeline.Cmd("seq", "2")).Lines(context.Background()) {
		if err != nil {
			fmt.Println(err)
			break
		}
		fmt.Println("<" + line + ">")
	}
	// Output:
	// <1>
	// <2>
}

func ExamplePipeline_String() {
	p := pipeline.New(pipeline.Cmd("grep", "a b").With(redirect.In(0, "in")), pipeline.Cmd("sort"))
	fmt.Println(p)
	// Output: grep 'a b' 0<in | sort
}
