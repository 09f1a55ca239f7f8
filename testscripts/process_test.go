package testscripts

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

const (
	// marker names the environment variable by which the processes of a run
	// are found again.
	marker = "GPIPE_TEST_RUN"

	hangs = 60 * time.Second // a run that takes this long hangs
	dies  = 5 * time.Second  // a killed process that takes this long to go is not dying
)

// input is where a run's standard input comes from: a file of the archive,
// as it is or through a pipe; the null device when there is no name.
type input struct {
	file string
	pipe bool
	tty  bool // a new terminal, the controlling one
}

type result struct {
	stdout, stderr string
	status         int // 128+n when the process died of signal n
}

// status runs a program and demands its exit status.
func (s *suite) status(ts *testscript.TestScript, neg bool, args []string) {
	var in input
	if len(args) > 0 {
		if option, value, ok := strings.Cut(args[0], "="); ok && (option == "-stdin" || option == "-pipe") {
			in, args = input{file: value, pipe: option == "-pipe"}, args[1:]
		}
	}
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status [-stdin=file | -pipe=file] n program [arg]...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := run(ts, ts.MkAbs("."), in, args[1:])
	fmt.Fprint(ts.Stdout(), got.stdout)
	fmt.Fprint(ts.Stderr(), got.stderr)
	if got.status != want {
		ts.Fatalf("status %d, want %d", got.status, want)
	}
}

// run runs a program to its end, in a session of its own, and fails the
// script if a process is left of those it started.
func run(ts *testscript.TestScript, dir string, in input, argv []string) result {
	env := ts.Value(environmentKey{}).([]string)
	mark := marker + "=" + rand.Text()
	ctx, cancel := context.WithTimeout(context.Background(), hangs)
	defer cancel()
	cmd := exec.CommandContext(ctx, lookPath(env, argv[0]), argv[1:]...)
	cmd.Args[0] = argv[0]
	cmd.Dir = dir
	cmd.Env = append(slices.Clip(env), "PWD="+dir, mark)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return killMarked(mark) }
	cmd.WaitDelay = dies
	if in.file != "" {
		f, err := os.Open(filepath.Join(dir, in.file))
		ts.Check(err)
		defer f.Close()
		cmd.Stdin = f
		if in.pipe {
			cmd.Stdin = io.MultiReader(f) // not an *os.File: copied through a pipe
		}
	}
	if in.tty {
		terminal, closes, err := newTerminal()
		ts.Check(err)
		defer closes()
		cmd.Stdin, cmd.SysProcAttr.Setctty = terminal, true
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	leftBehind := waitMarked(mark)
	switch {
	case ctx.Err() != nil:
		ts.Fatalf("%q hangs: killed after %v\nstdout: %.1000s\nstderr: %.1000s", argv, hangs, stdout.String(), stderr.String())
	case len(leftBehind) > 0:
		ts.Check(killMarked(mark))
		ts.Fatalf("%q left processes behind: %s", argv, strings.Join(leftBehind, "; "))
	case err != nil && !errors.As(err, new(*exec.ExitError)):
		ts.Fatalf("%q: %v", argv, err)
	}
	return result{stdout.String(), stderr.String(), shellStatus(cmd.ProcessState)}
}

// lookPath finds a program along the PATH of env.
func lookPath(env []string, name string) string {
	if strings.Contains(name, "/") {
		return name
	}
	for _, dir := range filepath.SplitList(strings.TrimPrefix(env[0], "PATH=")) {
		path := filepath.Join(dir, name)
		if _, err := exec.LookPath(path); err == nil {
			return path
		}
	}
	return name
}

func shellStatus(state *os.ProcessState) int {
	ws := state.Sys().(syscall.WaitStatus)
	if ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return ws.ExitStatus()
}

// waitMarked returns the processes of a run that have not gone, each as its
// number and command line. What was killed may still be on its way out.
func waitMarked(mark string) []string {
	for deadline := time.Now().Add(dies); ; time.Sleep(5 * time.Millisecond) {
		pids := marked(mark)
		if len(pids) == 0 {
			return nil
		}
		if time.Now().After(deadline) {
			var left []string
			for _, pid := range pids {
				line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
				left = append(left, fmt.Sprintf("%d %q", pid, line))
			}
			return left
		}
	}
}

func killMarked(mark string) error {
	for pids := marked(mark); len(pids) > 0; pids = marked(mark) {
		for _, pid := range pids {
			if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && err != syscall.ESRCH {
				return err
			}
		}
	}
	return nil
}

// marked returns the live processes whose environment has the mark. It finds
// none where there is no /proc.
func marked(mark string) []int {
	var pids []int
	dirs, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return nil
	}
	for _, dir := range dirs {
		environ, err := os.ReadFile(filepath.Join(dir, "environ"))
		if err == nil && bytes.Contains(environ, []byte(mark)) {
			if pid, err := strconv.Atoi(filepath.Base(dir)); err == nil {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}
