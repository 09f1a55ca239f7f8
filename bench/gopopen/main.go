// Gopopen does with package popen what bench/glibc/popen.c does with popen of
// the C library.
//
//	gopopen each N COMMAND   N times Popen(COMMAND, "r") and Pclose
//	gopopen read COMMAND     read what COMMAND writes, and print how much
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"gpipe/popen"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gopopen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "each":
		n, err := strconv.Atoi(args[1])
		if err != nil {
			return err
		}
		return each(n, args[2])
	case len(args) == 2 && args[0] == "read":
		return drain(args[1])
	}
	return errors.New("usage: gopopen each N COMMAND | gopopen read COMMAND")
}

func each(n int, command string) error {
	for range n {
		s, err := popen.Popen(command, "r")
		if err != nil {
			return err
		}
		if status, err := popen.Pclose(s); err != nil || status != 0 {
			return fmt.Errorf("%s: status %#x, %v", command, status, err)
		}
	}
	return nil
}

func drain(command string) error {
	s, err := popen.Popen(command, "r")
	if err != nil {
		return err
	}
	var total int64
	for buf := make([]byte, 64<<10); ; {
		n, err := s.Read(buf)
		total += int64(n)
		if err == io.EOF {
			break
		}
		if err != nil {
			return errors.Join(err, s.Close())
		}
	}
	fmt.Println(total)
	return s.Close()
}
