// Cmd runs programs that call /bin/sh with gpipe in its place and compares what
// they do with what they do with the system's sh.
//
//	go run ./internal/system/cmd [-gpipe FILE] [-fetch] [SCENARIO...]
//
// It must be root's. Nothing of this machine is changed: each run has a layer of
// its own above the file system, and its own processes. Scenarios that need what
// is not here are skipped; -fetch gets packages from the distribution. The status
// is 1 if anything differs.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"gpipe/internal/system"
)

func main() {
	gpipe := flag.String("gpipe", "bin/gpipe", "the shell to test")
	fetch := flag.Bool("fetch", false, "get what the scenarios need from the distribution")
	limit := flag.Duration("limit", 20*time.Minute, "how long one run may take")
	print := flag.Bool("print", false, "show what the scenarios print")
	flag.Parse()
	err := compare(*gpipe, *fetch, *print, *limit, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "system:", err)
		os.Exit(1)
	}
}

func compare(gpipe string, fetch, print bool, limit time.Duration, names []string) error {
	shell, err := filepath.Abs(gpipe)
	if err != nil {
		return err
	}
	if err := system.Possible(); err != nil {
		fmt.Println("skipped:", err)
		return nil
	}
	all, err := system.Scenarios()
	if err != nil {
		return err
	}
	m := &system.Machine{Limit: limit}
	if m.Dir, err = os.MkdirTemp("", "system"); err != nil {
		return err
	}
	defer os.RemoveAll(m.Dir)
	different := 0
	for _, s := range all {
		if len(names) > 0 && !slices.Contains(names, s.Name) {
			continue
		}
		o, err := m.Compare(s, shell, fetch)
		if errors.Is(err, system.ErrSkipped) {
			fmt.Printf("%-10s %v\n", s.Name, err)
			continue
		}
		if err != nil {
			return err
		}
		fmt.Printf("%-10s %s\n", s.Name, o)
		if print {
			fmt.Print(o.Gpipe.Stdout, o.Gpipe.Stderr)
		}
		if o.Diff != "" {
			different++
		}
	}
	if different > 0 {
		return fmt.Errorf("%d scenarios differ", different)
	}
	return nil
}
