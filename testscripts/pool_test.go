package testscripts

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"fmt"
	"gpipe/internal/effort"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// poolRun is a gpipe that runs a pool.
type poolRun struct {
	cmd  *exec.Cmd
	mark string
	out  *bufio.Reader
}

// installed returns the directory of the gpipe to be tested.
func installed(t *testing.T) string {
	t.Helper()
	if *flagReference || *flagRecord {
		t.Skip("this is about gpipe")
	}
	bin := t.TempDir()
	install(t, filepath.Join(bin, "gpipe"), *flagBinary)
	return bin
}

// startPool starts gpipe with a script in a session of its own.
func startPool(t *testing.T, bin, script string) *poolRun {
	t.Helper()
	x := &poolRun{cmd: exec.Command(filepath.Join(bin, "gpipe"), "-c", script), mark: marker + "=" + rand.Text()}
	x.cmd.Dir, x.cmd.Env = t.TempDir(), append(environment(bin), x.mark)
	x.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	r, w, err := os.Pipe() // what outlives the shell may hold it
	if err != nil {
		t.Fatal(err)
	}
	x.cmd.Stdout, x.out = w, bufio.NewReader(r)
	if err := x.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	hung := time.AfterFunc(hangs, func() { killMarked(x.mark) })
	t.Cleanup(func() {
		hung.Stop()
		killMarked(x.mark)
		r.Close()
	})
	return x
}

// line reads a line.
func (x *poolRun) line(t *testing.T) string {
	t.Helper()
	line, err := x.out.ReadString('\n')
	if err != nil {
		t.Fatalf("%q, %v", line, err)
	}
	return strings.TrimSuffix(line, "\n")
}

// TestPoolSignals: when a signal ends the shell nothing is left of the jobs of a
// pool, wherever that is.
func TestPoolSignals(t *testing.T) {
	effort.Usual(t)
	bin := installed(t)
	const others = " | sh -c 'exec sleep 1000 <&-'"
	const job = "f() { echo ready >&5; sleep 1000; }; "
	for _, c := range []struct {
		name, script string
		ready        int
		out          string
		status       int // beside 128+n
	}{
		{"programs", "pool -u -j 3 sh -c 'echo ready >&5; exec sleep 1000' ::: 1 2 3; echo after", 3, "", 0},
		{"children", "pool -u -j 2 sh -c 'echo ready >&5; sleep 1000; :' ::: 1 2; echo after", 2, "", 0},
		{"functions", job + "pool -j 2 f ::: 1 2; echo after", 2, "", 0},
		{"asynchronous lists", "f() { sh -c 'echo ready >&5; exec sleep 1000' & wait; }; pool -j 2 f ::: 1 2; echo after", 2, "", 0},
		{"pipelines in jobs", "f() { sh -c 'echo ready >&5; exec sleep 1000' | cat | while read x; do :; done; }; pool -j 2 f ::: 1 2; echo after", 2, "", 0},
		{"substitutions in jobs", "f() { x=$(echo ready >&5; sleep 1000); }; pool -j 2 f ::: 1 2; echo after", 2, "", 0},
		{"loops", "f() { echo ready >&5; while :; do :; done; }; pool -j 2 f ::: 1 2; echo after", 2, "", 0},
		{"a stage", job + "echo 1 | pool f | cat; echo after", 1, "", 0},
		{"a stage before one that does not end", job + "pool -j 2 f ::: 1 2" + others, 2, "", 0},
		{"a subshell", job + "(pool f ::: 1); echo after", 1, "", 0},
		{"a substitution", job + "x=$(pool f ::: 1); echo after", 1, "", 0},
		{"a pool in a pool", job + "g() { pool f ::: $1; }; pool -j 2 g ::: 1 2; echo after", 2, "", 0},
		{"an asynchronous list", job + "pool f ::: 1 & wait; echo after", 1, "", 0},
		{"action for EXIT", job + "trap 'echo bye' EXIT; pool f ::: 1; echo after", 1, "bye\n", 0},
		{"action", job + "trap 'echo caught; exit 9' TERM INT; pool f ::: 1; echo after", 1, "caught\n", 9},
		{"action, and on", job + "trap 'echo caught' TERM INT; pool f ::: 1; echo $?", 1, "caught\n%d\n", -1},
		{"stopped", "pool sh -c 'echo ready >&5; kill -STOP $$' ::: 1; echo after", 1, "", 0},
		{"output that nobody reads", "pool -u sh -c 'echo ready >&5; exec yes' ::: 1 | sh -c 'exec sleep 1000'" + others, 1, "", 0},
	} {
		for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
			for _, alone := range []bool{true, false} {
				t.Run(fmt.Sprintf("%s, %v, alone %v", c.name, sig, alone), func(t *testing.T) {
					t.Parallel()
					if c.name == "an asynchronous list" && (sig == syscall.SIGINT || alone) {
						t.Skip("it is a process of its own, and ignores the keys")
					}
					x := startPool(t, bin, "exec 5>&1; "+c.script)
					for range c.ready {
						if line := x.line(t); line != "ready" {
							t.Fatalf("%q", line)
						}
					}
					target := x.cmd.Process.Pid
					if !alone {
						target = -target
					}
					syscall.Kill(target, sig)
					x.cmd.Wait()
					want, status := c.out, 128+int(sig)
					if strings.Contains(want, "%d") {
						want = fmt.Sprintf(want, status)
					}
					if c.status > 0 {
						status = c.status
					} else if c.status < 0 {
						status = 0
					}
					if got := shellStatus(x.cmd.ProcessState); got != status {
						t.Errorf("status %d, want %d", got, status)
					}
					if alone && strings.HasSuffix(c.script, others) { // these are not the pool's
						want := strings.Count(c.script, "exec sleep 1000") // other stages
						if left := waitForMarked(x.mark, want); len(left) != want {
							t.Errorf("left behind: %d, want %d", len(left), want)
						}
						return
					}
					if left := waitMarked(x.mark); len(left) > 0 {
						t.Fatalf("left behind: %s", strings.Join(left, "; "))
					}
					rest, _ := io.ReadAll(x.out)
					if string(rest) != want {
						t.Errorf("output %q, want %q", rest, want)
					}
				})
			}
		}
	}
}

// waitForMarked waits until so many processes of a run are there.
func waitForMarked(mark string, n int) []int {
	pids := marked(mark)
	for end := time.Now().Add(dies); len(pids) != n && time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		pids = marked(mark)
	}
	return pids
}

// TestPoolMemory: the memory that a pool takes does not grow with the output that
// waits for its turn.
func TestPoolMemory(t *testing.T) {
	effort.Usual(t)
	size := 128 << 20
	if os.Getenv("GPIPE_POOL_OUTPUT") != "" {
		fmt.Sscan(os.Getenv("GPIPE_POOL_OUTPUT"), &size)
	}
	script := fmt.Sprintf(`mkfifo go; f() { case $1 in 1) read x <go;; esac
	head -c %d /dev/zero; case $1 in 4) echo >go;; esac; }
	pool -j 4 f ::: 1 2 3 4 | wc -c; echo $?; grep VmHWM /proc/$$/status`, size/4)
	x := startPool(t, installed(t), script)
	if n := strings.TrimSpace(x.line(t)); n != fmt.Sprint(size/4*4) {
		t.Errorf("%s bytes, want %d", n, size/4*4)
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

// TestPoolLeavesNothing: many pools leave no descriptor, thread or process.
func TestPoolLeavesNothing(t *testing.T) {
	effort.Usual(t)
	x := startPool(t, installed(t), `f() { echo $1 | { read x; }; x=$(/bin/echo $1); }
	count() { echo $(ls /proc/$$/fd | wc -l); }
	round() { pool -j 4 f ::: 1 2 3 4 5; seq 5 | pool -u /bin/echo; pool --halt false ::: 1 2 3; yes | pool echo | true; }
	round >/dev/null; round >/dev/null; count
	i=0; while [ $i -lt 30 ]; do round >/dev/null; i=$((i+1)); done 2>/dev/null
	count`)
	var before, after int
	fmt.Sscan(x.line(t), &before)
	fmt.Sscan(x.line(t), &after)
	if before == 0 || after > before+5 { // some are about to be closed
		t.Errorf("%d descriptors, then %d", before, after)
	}
	x.cmd.Wait()
}

// TestPoolInterrupted: the keys of a terminal end a pool, and an interactive
// shell goes on.
func TestPoolInterrupted(t *testing.T) {
	effort.Usual(t)
	x := newSession(t, 80, 24)
	const pool = `pool -j 2 sh -c "echo begun; sleep 98765; :" ::: 1 2 3; echo "after $?"`
	gone := func() {
		t.Helper()
		for end := time.Now().Add(dies); ; time.Sleep(20 * time.Millisecond) {
			out, _ := exec.Command("pgrep", "-f", "^sleep 98765$").Output()
			if len(bytes.TrimSpace(out)) == 0 {
				return
			}
			if time.Now().After(end) {
				t.Fatalf("left behind: %s", out)
			}
		}
	}
	x.run("gpipe -c '" + pool + "'")
	x.until(`(?m)^begun$`)
	x.must("send-keys", "C-c")
	x.until(`(?s)\^C.*ready>$`)
	gone()
	if screen := x.must("capture-pane", "-p"); strings.Contains(screen, "\nafter") {
		t.Errorf("it went on:\n%s", screen)
	}
	x.run("clear; gpipe -ic '" + strings.Replace(pool, "begun", "inside", 1) + "'")
	x.until(`(?m)^inside$`)
	x.must("send-keys", "C-c")
	x.until(`(?s)inside.*\^C.*ready>$`)
	gone()
	if screen := x.must("capture-pane", "-p"); strings.Contains(screen, "\nafter") {
		t.Errorf("it went on, inside:\n%s", screen)
	}
}
