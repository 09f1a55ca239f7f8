// Bench compares gpipe with the other shells of the machine, package popen with
// popen of the C library, and package ipc with what C programs use, in ratios: the
// time gpipe takes over the time the other one takes, so that less than 1 is
// faster.
//
//	go run ./bench [-gpipe FILE] [-before FILE] [-rounds N] [NAME...]
//	go run ./bench -profile FILE [NAME...]
//
// In each round every contestant runs once, one after the other, and the
// ratios are those of the runs of the same round; shown are the medians over
// the rounds, and the smallest and largest ratio. A machine that does other
// work makes them differ widely: trust a row whose spread is narrow. What is
// not installed is left out. The file of -before is another gpipe, one of the
// shells.
//
// The contests are the scripts of bench/scripts, each with a headline and its
// targets in its first lines, and those in contest.go and ipc.go. NAME selects contests
// by a part of their name.
//
// With -profile the scripts run in an embedded shell, and FILE gets a CPU
// profile of it: cmd/gpipe/default.pgo, by which the compiler optimizes
// gpipe, is made so.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	gpipe := flag.String("gpipe", "bin/gpipe", "the gpipe to measure")
	before := flag.String("before", "", "a `file`: a gpipe to compare with, beside the other shells")
	rounds := flag.Int("rounds", 7, "how often every contestant runs")
	record := flag.String("profile", "", "write a CPU profile of the scripts to this file, and compare nothing")
	flag.Parse()
	if *record != "" {
		if err := profile(*record, flag.Args()); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if err := bench(*gpipe, *before, *rounds, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(gpipe, before string, rounds int, names []string) error {
	gpipe, err := filepath.Abs(gpipe)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "gpipe-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	p, err := prepare(gpipe, dir)
	if err != nil {
		return err
	}
	if before != "" {
		p.shells = append([]shell{{gpipeBefore, []string{before}}}, p.shells...)
	}
	contests, err := p.contests()
	if err != nil {
		return err
	}
	for _, c := range contests {
		if !selected(c.name, names) {
			continue
		}
		if err := c.hold(rounds); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		c.print(os.Stdout)
	}
	return nil
}

// gpipeBefore is the other gpipe.
const gpipeBefore = "gpipe before"

func selected(name string, names []string) bool {
	return len(names) == 0 || slices.ContainsFunc(names, func(part string) bool {
		return strings.Contains(name, part)
	})
}
