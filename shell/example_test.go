package shell_test

import (
	"context"
	"errors"
	"fmt"
	"os"

	"gpipe/shell"
)

func Example() {
	sh, err := shell.New(shell.Options{Stdout: os.Stdout, Args: []string{"two words"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sh.Close()
	err = sh.Run(context.Background(), `
		greet() { echo "hello, $1" | tr a-z A-Z; }
		greet "$1"
		exit 3`)
	var exit *shell.ExitError
	if errors.As(err, &exit) {
		fmt.Println("status", exit.Code)
	}
	// Output:
	// HELLO, TWO WORDS
	// status 3
}

func ExampleShell_Set() {
	sh, err := shell.New(shell.Options{Stdout: os.Stdout})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sh.Close()
	// Data goes in as a value and needs no quoting.
	if err := sh.Set("name", "it's $HOME"); err != nil {
		fmt.Println(err)
	}
	if err := sh.Run(context.Background(), `echo "$name"; name=changed`); err != nil {
		fmt.Println(err)
	}
	name, _ := sh.Get("name")
	fmt.Println(name)
	// Output:
	// it's $HOME
	// changed
}

func ExampleCheck() {
	fmt.Println(shell.Check("if true; then echo yes; fi"))
	fmt.Println(shell.Check("if true; then echo yes; done") != nil)
	// Output:
	// <nil>
	// true
}
