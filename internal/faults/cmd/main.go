// Cmd makes every system call of gpipe fail that a set of scripts makes, and
// prints what gpipe did then.
//
//	go run ./internal/faults/cmd -gpipe FILE [-refuse FILE] [-stride N]
//	go run ./internal/faults/cmd -shell FILE [-stride N]
//
// Then it runs the scripts in places where calls are refused, under limits, and as
// process 1.
//
// The first FILE is a gpipe that was built with -tags faults, -refuse the program
// in internal/refuse/cmd. The second is any
// other shell, to compare with: strace makes its calls fail, those of its
// children excepted. The status is 1 if anything was silently wrong, hung,
// crashed or leaked.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"gpipe/internal/faults"
)

func main() {
	gpipe := flag.String("gpipe", "bin/gpipe-faults", "the `file` to test")
	shell := flag.String("shell", "", "another shell, a `file`, under strace")
	refuse := flag.String("refuse", "", "a `file`: the program that has calls refused")
	stride := flag.Int("stride", 1, "inject every `N`th fault only")
	flag.Parse()
	file, err := filepath.Abs(*gpipe)
	if *shell != "" {
		file = *shell
	}
	if err == nil {
		err = sweep(file, *refuse, *shell != "", *stride)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
		os.Exit(1)
	}
}

func sweep(shell, refuse string, strace bool, stride int) error {
	s, err := faults.New(shell)
	if err != nil {
		return err
	}
	defer os.RemoveAll(s.Dir)
	s.Stride, s.Strace = stride, strace
	if err := s.Run(); err != nil {
		return err
	}
	if !strace {
		if err := s.RunPlaces(faults.Places(refuse)); err != nil {
			return err
		}
	}
	print(s)
	if len(s.Findings) > 0 {
		return fmt.Errorf("%d findings", len(s.Findings))
	}
	return nil
}

// print prints the findings, then the table.
func print(s *faults.Sweep) {
	for _, f := range s.Findings {
		fmt.Printf("%s: %s, %s\n\t%s\n\tstdout %.300q\n\tstderr %.300q\n", f.Outcome, f.Script.Name, f.Fault, f.Script.Text, f.Stdout, f.Stderr)
	}
	columns := []faults.Outcome{faults.Harmless, faults.Reported, faults.Silent, faults.Hung, faults.Crashed, faults.Leaked, faults.Different}
	fmt.Printf("%-14s %9s", "call", "injected")
	for _, o := range columns {
		fmt.Printf(" %14s", o)
	}
	fmt.Println()
	var calls []string
	total := make(map[faults.Outcome]int)
	for call, n := range s.Counts {
		calls = append(calls, call)
		for o, k := range n {
			total[o] += k
		}
	}
	slices.Sort(calls)
	row := func(name string, n map[faults.Outcome]int) {
		sum := 0
		for _, k := range n {
			sum += k
		}
		fmt.Printf("%-14s %9d", name, sum)
		for _, o := range columns {
			fmt.Printf(" %14d", n[o])
		}
		fmt.Println()
	}
	for _, call := range calls {
		row(call, s.Counts[call])
	}
	row("all", total)
}
