//go:build linux && (amd64 || arm64)

// Cmd runs a program to which the kernel refuses system calls.
//
//	refuse ENOSYS:clone3,close_range PROGRAM [ARGUMENT...]
package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"gpipe/internal/refuse"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: refuse ERROR:CALL[,CALL...] PROGRAM [ARGUMENT...]")
		os.Exit(2)
	}
	fmt.Fprintln(os.Stderr, "refuse:", run(os.Args[1], os.Args[2:]))
	os.Exit(126)
}

// run returns only on failure.
func run(what string, argv []string) error {
	errno, names, err := refuse.Parse(what)
	if err != nil {
		return err
	}
	path, err := exec.LookPath(argv[0])
	if err != nil {
		return err
	}
	if err := refuse.Calls(errno, names...); err != nil {
		return err
	}
	return syscall.Exec(path, argv, os.Environ())
}
