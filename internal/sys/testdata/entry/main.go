// Command entry prints what a program finds that was linked with the entry hook.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"gpipe/internal/sys"
	"gpipe/internal/sys/rlimit"
	"gpipe/internal/sys/self"

	"golang.org/x/sys/unix"
)

func main() {
	slack, _ := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
	fmt.Println("args", strings.Join(os.Args[1:], " "))
	fmt.Println("processors", runtime.GOMAXPROCS(0), "memory profile", runtime.MemProfileRate, "gc", debug.SetGCPercent(100))
	fmt.Println("runtime's", some(os.Environ()))
	fmt.Println("children's", some(sys.Environ()))
	rlimit.RestoreNofile()
	var r unix.Rlimit
	unix.Getrlimit(unix.RLIMIT_NOFILE, &r)
	fmt.Println("files", r.Cur, r.Max)
	sys.RestoreTimers()
	restored, _ := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
	fmt.Println("slack", slack, restored)
	fmt.Println("closed", sys.ClosedAtStart(0), sys.ClosedAtStart(1), sys.ClosedAtStart(2))
	fmt.Println("ignored", sys.IgnoredAtStart())
	self.UseProcessors()
	fmt.Println("all processors", runtime.GOMAXPROCS(0) == runtime.NumCPU())
}

// some are the variables that the test sets.
func some(env []string) string {
	var list []string
	for _, v := range env {
		if strings.HasPrefix(v, "GO") || strings.HasPrefix(v, "ENTRY_") {
			list = append(list, v)
		}
	}
	return strings.Join(list, " ")
}
