package popen_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"gpipe/pipeline"
	"gpipe/popen"
)

func ExampleCommand() {
	out, err := popen.Command(`printf '%s\n' "$@" | sort -r`, "a b", "it's", "$HOME").Output()
	fmt.Printf("%s%v\n", out, err)
	// Output:
	// it's
	// a b
	// $HOME
	// <nil>
}

func ExampleCommandContext() {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	err := popen.CommandContext(ctx, "sleep 600 | sleep 600").Run()
	fmt.Println(errors.Is(err, context.DeadlineExceeded))
	// Output: true
}

func ExampleCmd() {
	var log strings.Builder
	c := popen.Command("echo building $TARGET >&2; false | true; echo not reached")
	c.Env = append(c.Environ(), "TARGET=all")
	c.Dir = "/"
	c.Set = "-e -o pipefail"
	c.Stderr = &log
	err := c.Run()
	fmt.Print(log.String())
	fmt.Println(popen.ExitCode(err))
	// Output:
	// building all
	// 1
}

func ExampleCmd_Output() {
	_, err := popen.Command("echo 'disk full' >&2; exit 3").Output()
	var failed *pipeline.Error
	if errors.As(err, &failed) {
		fmt.Printf("status %d, stderr %q\n", failed.ExitCode(), failed.Stderr)
	}
	// Output: status 3, stderr "disk full\n"
}

func ExampleCmd_StdoutPipe() {
	c := popen.Command("echo out; exit 3")
	out, err := c.StdoutPipe()
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := c.Start(); err != nil {
		fmt.Println(err)
		return
	}
	err = c.Wait() // the pipe outlives it
	text, _ := io.ReadAll(out)
	fmt.Printf("%q, status %d\n", text, popen.ExitCode(err))
	// Output: "out\n", status 3
}

func ExampleExitCode() {
	fmt.Println(popen.ExitCode(popen.Command("true").Run()))
	fmt.Println(popen.ExitCode(popen.Command("kill -9 $$").Run()))
	err := popen.Command("no-such-program").Run()
	fmt.Println(popen.ExitCode(err), errors.Is(err, exec.ErrNotFound))
	// Output:
	// 0
	// 137
	// 127 true
}

func ExampleEachLine() {
	c := popen.Command(`printf 'one\ntwo\nthree'`)
	c.Stdout = popen.EachLine(func(line string) error {
		fmt.Println("<" + line + ">")
		return nil
	})
	fmt.Println(c.Run())
	// Output:
	// <one>
	// <two>
	// <three>
	// <nil>
}

func ExampleQuote() {
	fmt.Println("rm -- " + popen.Quote("a b", "it's", "plain"))
	// Output: rm -- 'a b' 'it'\''s' plain
}

func ExampleOutput() {
	out, err := popen.Output(context.Background(), `printf '%s\n' "$@" | wc -l`, popen.Args("a", "b"))
	fmt.Println(strings.TrimSpace(string(out)), err)
	// Output: 2 <nil>
}

func ExampleRun() {
	err := popen.Run(context.Background(), "exit 3")
	fmt.Println(popen.ExitCode(err))
	// Output: 3
}

func ExampleLines() {
	for line, err := range popen.Lines(context.Background(), "seq 3; exit 1") {
		if err != nil {
			fmt.Println("status", popen.ExitCode(err))
			break
		}
		fmt.Println(line)
	}
	// Output:
	// 1
	// 2
	// 3
	// status 1
}

func ExampleStage() {
	p := pipeline.New(pipeline.Cmd("seq", "3"), popen.Stage(`while read n; do echo "$1$n"; done`, "line "))
	out, err := p.Output(context.Background())
	fmt.Printf("%s%v\n", out, err)
	// Output:
	// line 1
	// line 2
	// line 3
	// <nil>
}
