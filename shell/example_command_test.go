package shell_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"gpipe/shell"
)

// A script that may run a few commands, one of which is a function of the program.
func ExampleCall() {
	s, err := shell.New(shell.Options{
		Stdout: os.Stdout, Stderr: os.Stdout,
		Command: func(ctx context.Context, c *shell.Call) (status int, handled bool) {
			switch c.Args[0] {
			case "greet":
				fmt.Fprintln(c.Stdout, "hello", strings.Join(c.Args[1:], " "))
				return 0, true
			case "echo", "tr":
				return 0, false // as it is
			}
			fmt.Fprintln(c.Stderr, c.Args[0]+": not allowed")
			return 126, true
		},
		Open: func(ctx context.Context, path string, flags int) (*os.File, error) {
			return nil, fs.ErrPermission
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	s.Run(context.Background(), "greet you | tr a-z A-Z; rm -rf /; echo $?")
	// Output:
	// HELLO YOU
	// rm: not allowed
	// 126
}

func ExampleFields() {
	words, err := shell.Fields(`-o 'a file' "$NAME" ~/x`, []string{"NAME=value", "HOME=/home/me"})
	fmt.Printf("%q %v\n", words, err)
	_, err = shell.Fields("$(reboot)", nil)
	fmt.Println(err)
	// Output:
	// ["-o" "a file" "value" "/home/me/x"] <nil>
	// shell.Fields: line: is no list of plain words
}

func ExampleShell_Reset() {
	s, err := shell.New(shell.Options{Stdout: os.Stdout, Set: "-u"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	ctx := context.Background()
	fmt.Println(s.Run(ctx, "x=1; exit 3"))
	fmt.Println(s.Run(ctx, "echo again"))
	s.Reset()
	s.Run(ctx, "echo again, x is ${x-unset}")
	// Output:
	// exit status 3
	// shell has exited
	// again, x is unset
}

func ExampleShell_Parse() {
	s, err := shell.New(shell.Options{Stdout: os.Stdout})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	p, err := s.Parse(`n=$((n + 1)); echo "$n: $item"`)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, item := range []string{"a b", "$x"} {
		s.Set("item", item)
		if err := p.Run(context.Background()); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// 1: a b
	// 2: $x
}

// A script of somebody else: a second, 16 bytes and four processes are enough for it.
func ExampleLimits() {
	s, err := shell.New(shell.Options{
		Stdout: os.Stdout, Stderr: os.Stdout,
		Limits: shell.Limits{Time: time.Second, Output: 16, Processes: 4},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	err = s.Run(context.Background(), "yes no")
	fmt.Println("\n", err)
	var limit *shell.LimitError
	fmt.Println(errors.As(err, &limit))
	// Output:
	// no
	// no
	// no
	// no
	// no
	// n
	//  run: limit reached: Output: 16 bytes
	// true
}
