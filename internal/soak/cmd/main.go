// Cmd prints what very many pipelines, background jobs and streams leave in the
// process that starts them.
//
//	go run ./internal/soak/cmd [-gpipe FILE] [-n N] [-popens N]
//
// The status is 1 if anything was left.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"gpipe/internal/soak"
)

func main() {
	gpipe := flag.String("gpipe", "bin/gpipe", "the shell to test")
	n := flag.Int("n", 100000, "pipelines, and background jobs")
	popens := flag.Int("popens", 10000, "streams that are open at the same time, at most")
	flag.Parse()
	if err := run(*gpipe, *n, *popens); err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

func run(gpipe string, n, popens int) error {
	shell, err := filepath.Abs(gpipe)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "soak")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fmt.Printf("%-10s %9s %9s %5s %8s %8s %8s\n", "", "done", "KiB", "fds", "threads", "zombies", "children")
	for _, name := range soak.Names() {
		var all []soak.Sample
		each := func(s soak.Sample) { print(name, s); all = append(all, s) }
		if err := soak.Run(shell, name, dir, n, 20, each); err != nil {
			return err
		}
		if first, last := all[0], all[len(all)-1]; last.Fds > first.Fds+soak.Poller || last.Zombies+last.Children > 0 {
			return fmt.Errorf("%s: something was left", name)
		}
	}
	if popens == 0 {
		return nil
	}
	return soak.Popens(min(popens, most()), func(s soak.Sample) { print("popens", s) })
}

// most is how many streams the limit of descriptors allows: each has two pipe
// ends here and a pidfd.
func most() int {
	var lim syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &lim) != nil {
		return 100
	}
	return int(min(lim.Cur, 1<<20)-200) / 3
}

func print(name string, s soak.Sample) {
	fmt.Printf("%-10s %9d %9d %5d %8d %8d %8d\n", name, s.Done, s.RSS, s.Fds, s.Threads, s.Zombies, s.Children)
}
