package testscripts

import (
	"fmt"
	"gpipe/internal/effort"
	"io"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestParSignals: when a signal ends the shell nothing is left of the jobs of par,
// whatever they are doing, nor of what writes to it.
func TestParSignals(t *testing.T) {
	effort.Usual(t)
	bin := installed(t)
	for _, c := range []struct {
		name, script string
		ready        int
		out          string
	}{
		{"programs", "seq 3 | par -j 3 -c 1 sh -c 'echo ready >&5; exec sleep 1000'; echo after", 3, ""},
		{"functions", "f() { echo ready >&5; sleep 1000; }; seq 9 | par -j 2 -c 1 f; echo after", 2, ""},
		{"loops", "f() { echo ready >&5; while :; do :; done; }; seq 9 | par -j 2 -c 1 f; echo after", 2, ""},
		{"who does not read", "yes | par -j 2 sh -c 'echo ready >&5; exec sleep 1000' | cat; echo after", 2, ""},
		{"waiting for input", "sh -c 'echo ready >&5; exec sleep 1000' | par -c 1 cat; echo after", 1, ""},
		{"output that nobody reads", "yes | par -j 2 sh -c 'echo ready >&5; exec cat' | sh -c 'exec sleep 1000'; echo after", 2, ""},
		{"split", "exec gpipe --parallel=2,64K -c '{ yes | head -c 100K; echo ready >&5; exec yes; } | sed s/y/z/ | sh -c \"exec sleep 1000\"; echo after'", 1, ""},
		{"runs to be merged", "exec gpipe --parallel=2,64K -c '{ yes | head -c 1M; echo ready >&5; exec yes; } | sort | cat; echo after'", 1, ""},
		{"lines to be counted", "exec gpipe --parallel=2,64K -c '{ yes | head -c 1M; sh -c \"echo ready >&5; exec sleep 1000\"; } | sort | uniq -c; echo after'", 1, ""},
		{"action for EXIT", "trap 'echo bye' EXIT; yes | par -j 2 sh -c 'echo ready >&5; exec sleep 1000' | cat", 2, "bye\n"},
	} {
		for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
			t.Run(fmt.Sprintf("%s, %v", c.name, sig), func(t *testing.T) {
				t.Parallel()
				x := startPool(t, bin, "exec 5>&1; "+c.script)
				for range c.ready {
					if line := x.line(t); line != "ready" {
						t.Fatalf("%q", line)
					}
				}
				syscall.Kill(-x.cmd.Process.Pid, sig)
				x.cmd.Wait()
				if got := shellStatus(x.cmd.ProcessState); got != 128+int(sig) {
					t.Errorf("status %d, want %d", got, 128+int(sig))
				}
				if left := waitMarked(x.mark); len(left) > 0 {
					t.Fatalf("left behind: %s", strings.Join(left, "; "))
				}
				rest, _ := io.ReadAll(x.out)
				if got := strings.ReplaceAll(string(rest), "ready\n", ""); got != c.out { // a job may begin late
					t.Errorf("output %q, want %q", got, c.out)
				}
			})
		}
	}
}

// TestParMemory: the memory that par takes does not grow with the input, though all of
// the output waits for that of the first job.
func TestParMemory(t *testing.T) {
	effort.Usual(t)
	x := startPool(t, installed(t), `yes 'a line of a text that is long' | head -c 400M |
	par -j 4 -c 1M cat | wc -c; echo ${PIPESTATUS[2]}; grep VmHWM /proc/$$/status`)
	if n := x.line(t); strings.TrimSpace(n) != strconv.Itoa(400<<20) {
		t.Errorf("%s bytes", n)
	}
	if status := x.line(t); status != "0" {
		t.Errorf("status %s", status)
	}
	kilobytes := 0
	fmt.Sscanf(x.line(t), "VmHWM: %d", &kilobytes)
	x.cmd.Wait()
	if limit := 80 << 10; kilobytes > limit {
		t.Errorf("%d kB of memory, want at most %d", kilobytes, limit)
	}
}

// TestParLeavesNothing: many runs of par leave no descriptor.
func TestParLeavesNothing(t *testing.T) {
	effort.Usual(t)
	x := startPool(t, installed(t), `f() { read x; echo $x; }
	count() { echo $(ls /proc/$$/fd | wc -l); }
	round() { seq 5 | par -c 1 f; seq 50000 | par -c 64K cat; yes | par -j 2 cat | true; seq 9 | par -c 1 sh -c 'kill $$'; seq 100000 | par true; }
	round >/dev/null; round >/dev/null; count
	i=0; while [ $i -lt 20 ]; do round >/dev/null; i=$((i+1)); done 2>/dev/null
	count`)
	var before, after int
	fmt.Sscan(x.line(t), &before)
	fmt.Sscan(x.line(t), &after)
	if before == 0 || after > before+5 { // some are about to be closed
		t.Errorf("%d descriptors, then %d", before, after)
	}
	x.cmd.Wait()
}
