// Package faults makes system calls of gpipe fail, one after the other, and
// judges what gpipe does then.
package faults

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Fault is the failure of one call.
type Fault struct {
	Call  string        // as GPIPE_FAULT names it
	N     int           // the Nth one, from 1
	On    bool          // and all after it
	Errno syscall.Errno // 0: reads and writes of one byte
}

func (f Fault) String() string {
	err := "short"
	if f.Errno != 0 {
		err = f.Errno.Error()
	}
	return fmt.Sprintf("%s:%d%s: %s", f.Call, f.N, f.on(), err)
}

func (f Fault) on() string {
	if f.On {
		return "+"
	}
	return ""
}

// Outcome is what became of a fault.
type Outcome string

const (
	Missed   Outcome = "not reached" // other calls took other ways this time
	Harmless Outcome = "harmless"    // tried again, or done in another way
	Reported Outcome = "reported"    // by a message or a status
	Silent   Outcome = "silently wrong"
	Hung     Outcome = "hung"
	Crashed  Outcome = "crashed"
	Leaked   Outcome = "leaked" // a process or a descriptor

	Different Outcome = "different" // where nothing may be missing
)

// Bad tells whether gpipe must never do this.
func (o Outcome) Bad() bool {
	return o == Silent || o == Hung || o == Crashed || o == Leaked || o == Different
}

// result is one run of a script.
type result struct {
	stdout, stderr string
	status         int
	hung, left     bool
	fds            string // how many are open at the end, "" if not told
}

// Runner runs scripts with a gpipe that was built with the tag faults, or with
// another shell under strace.
type Runner struct {
	Shell  string // path
	Strace bool   // the fault comes from outside, to the shell's own process
	Dir    string // of its own, for files of the scripts
	Limit  time.Duration
	Before []string // see Place
}

// atEnd makes a script tell how many descriptors it has at its end. The Go
// runtime may have opened its poller, which is no file of any such type.
const atEnd = `trap 'n=0
for f in /proc/$$/fd/*; do if [ -p $f ] || [ -f $f ] || [ -c $f ] || [ -S $f ]; then n=$((n+1)); fi; done
echo $n >fds' EXIT
`

// run runs a script in a directory of its own, with a fault or none, and
// returns how often the fault came.
func (r *Runner) run(s Script, f *Fault) (result, int64, error) {
	dir, err := os.MkdirTemp(r.Dir, "run")
	if err != nil {
		return result{}, 0, err
	}
	defer os.RemoveAll(dir)
	for name, text := range s.Files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
			return result{}, 0, err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), r.Limit)
	defer cancel()
	hit := dir + ".hit"
	defer os.Remove(hit)
	cmd := r.command(ctx, atEnd+s.Text, f, hit)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(s.Input)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.WaitDelay = time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	if err != nil && cmd.ProcessState == nil {
		return result{}, 0, err
	}
	res := result{stdout: stdout.String(), stderr: stderr.String(), hung: ctx.Err() != nil}
	res.hung = res.hung || errors.Is(err, exec.ErrWaitDelay)
	ws := cmd.ProcessState.Sys().(syscall.WaitStatus)
	res.status = ws.ExitStatus()
	if ws.Signaled() {
		res.status = 128 + int(ws.Signal())
	}
	res.left = left(cmd.Process.Pid)
	fds, _ := os.ReadFile(filepath.Join(dir, "fds"))
	res.fds = strings.TrimSpace(string(fds))
	return res, r.hits(hit), nil
}

// command is the shell with a script and the order for a fault.
func (r *Runner) command(ctx context.Context, text string, f *Fault, hit string) *exec.Cmd {
	env := []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "HOME=/"}
	argv := append(slices.Clone(r.Before), r.Shell, "-c", text)
	switch {
	case f == nil:
	case r.Strace:
		call := traced[f.Call]
		order := fmt.Sprintf("inject=%s:error=%d:when=%d%s", call, f.Errno, max(f.N, 1), f.on())
		if f.N == 0 {
			order = "trace=" + call // only count them
		}
		argv = append([]string{"strace", "-o", hit, "-e", "trace=" + call, "-e", order}, argv...)
	default:
		env = append(env, fmt.Sprintf("GPIPE_FAULT=%s:%d%s:%d:%s", f.Call, f.N, f.on(), f.Errno, hit))
	}
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Env = env
	return cmd
}

// traced are the names that strace has for the calls; the shells' children
// are not traced.
var traced = map[string]string{
	"openat": "openat", "pipe2": "pipe,pipe2", "dupfd": "dup2,dup3", "read": "read", "write": "write",
	"clone3": "clone,clone3,fork,vfork", "waitid": "wait4,waitid", "poll": "poll,ppoll",
	"memfd_create": "memfd_create", "execve": "execveat",
}

// hits counts the faults, or the calls if none was ordered.
func (r *Runner) hits(file string) int64 {
	text, _ := os.ReadFile(file)
	if !r.Strace {
		return int64(len(text))
	}
	if n := bytes.Count(text, []byte("(INJECTED)")); n > 0 {
		return int64(n)
	}
	text = append([]byte("\n"), text...)
	return int64(bytes.Count(text, []byte("\n")) - 1 - bytes.Count(text, []byte("\n+++")) - bytes.Count(text, []byte("\n---")))
}

// left tells whether processes of the group are still there, after the moment
// that those need which a signal has reached, and ends them.
func left(group int) bool {
	for range 200 {
		if syscall.Kill(-group, 0) != nil {
			return false
		}
		time.Sleep(10 * time.Millisecond)
	}
	syscall.Kill(-group, syscall.SIGKILL)
	return true
}

// judge compares a run with a fault with one without.
func judge(clean, got result, hits int64) Outcome {
	same := got.stdout == clean.stdout && got.status == clean.status
	switch {
	case got.hung:
		return Hung
	case strings.Contains(got.stderr, "goroutine "), got.status >= 128 && got.status != clean.status && crash[got.status-128]:
		return Crashed
	case got.left, got.fds != "" && len(got.fds) >= len(clean.fds) && got.fds > clean.fds:
		return Leaked
	case hits == 0 && same:
		return Missed
	case strings.Contains(got.stdout, ": line "): // behind 2>&1
		return Reported
	case got.stdout != clean.stdout && got.status == clean.status && got.stderr == clean.stderr:
		return Silent
	case same && got.stderr == clean.stderr:
		return Harmless
	}
	return Reported
}

var crash = map[int]bool{
	int(syscall.SIGSEGV): true, int(syscall.SIGABRT): true, int(syscall.SIGBUS): true,
	int(syscall.SIGILL): true, int(syscall.SIGFPE): true, int(syscall.SIGTRAP): true,
}
