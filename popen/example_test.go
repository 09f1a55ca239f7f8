package popen_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"gpipe/pipeline"
	"gpipe/popen"
)

func ExampleOpen() {
	out, err := popen.Open(context.Background(), "printf '%s\n' pear apple fig | sort", popen.Read)
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := io.Copy(os.Stdout, out); err != nil {
		fmt.Println(err)
	}
	fmt.Println(out.Close())
	// Output:
	// apple
	// fig
	// pear
	// <nil>
}

func ExampleOpen_write() {
	in, err := popen.Open(context.Background(), "tr a-z A-Z", popen.Write, popen.Stdout(os.Stdout))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Fprintln(in, "to the command")
	fmt.Println(in.Close())
	// Output:
	// TO THE COMMAND
	// <nil>
}

func ExampleOpen_status() {
	out, err := popen.Open(context.Background(), "echo some output; exit 3", popen.Read)
	if err != nil {
		fmt.Println(err)
		return
	}
	text, _ := io.ReadAll(out)
	err = out.Close()
	var failed *pipeline.Error
	if errors.As(err, &failed) {
		fmt.Printf("%q, exit status %d\n", text, failed.ExitCode())
	}
	// Output: "some output\n", exit status 3
}

func ExampleOpen_cancel() {
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	out, err := popen.Open(ctx, "sleep 600 | sleep 600", popen.Read)
	if err != nil {
		fmt.Println(err)
		return
	}
	io.Copy(io.Discard, out)
	err = out.Close()
	fmt.Println(errors.Is(err, context.DeadlineExceeded))
	// Output: true
}

func ExampleArgs() {
	out, err := popen.Open(context.Background(), `printf '<%s>' "$@"`, popen.Read,
		popen.Args("two words", "$HOME", "*", "it's"))
	if err != nil {
		fmt.Println(err)
		return
	}
	text, _ := io.ReadAll(out)
	fmt.Println(string(text), out.Close())
	// Output: <two words><$HOME><*><it's> <nil>
}

func ExampleOpenArgs() {
	_, err := popen.OpenArgs(context.Background(), []string{"no-such-program", "*"}, popen.Read)
	var failed *pipeline.Error
	if errors.As(err, &failed) && failed.Op == pipeline.OpStart {
		fmt.Println(failed.ExitCode(), errors.Is(err, pipeline.ErrNotFound))
	}
	// Output: 127 true
}

func ExampleStream_CloseWrite() {
	s, err := popen.Open(context.Background(), "sort", popen.ReadWrite)
	if err != nil {
		fmt.Println(err)
		return
	}
	io.Copy(s, strings.NewReader("b\na\n"))
	s.CloseWrite() // sort sees the end of its input
	lines := bufio.NewScanner(s)
	for lines.Scan() {
		fmt.Println(lines.Text())
	}
	fmt.Println(s.Close())
	// Output:
	// a
	// b
	// <nil>
}

func ExamplePopen() {
	s, err := popen.Popen("exit 3", "r")
	if err != nil {
		fmt.Println(err)
		return
	}
	status, err := popen.Pclose(s)
	fmt.Println(status.ExitStatus(), err)
	_, err = popen.Pclose(s)
	fmt.Println(err)
	_, err = popen.Popen("true", "rw")
	fmt.Println(err)
	// Output:
	// 3 <nil>
	// invalid argument
	// popen.Popen: typ: is none of r, w, r+, re and we
}
