package testscripts

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"gpipe/internal/effort"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode"
)

var flagRounds = flag.Int("signals", 0, "send each signal of TestSignals `n` times")

// signalCase is a script that prints "ready" and does something. A signal then
// comes, at any moment: before that has begun, while it goes on, or while it
// ends.
type signalCase struct {
	name   string
	script string
	sig    syscall.Signal
	alone  bool   // the signal is sent to the shell and not to its group
	out    string // of the script, after "ready"
	status int
}

// blocking are commands that do not end. In their directory there is a FIFO f,
// which nobody opens, and standard input is a pipe that nobody writes to. The
// programs p and c say that they are ready, and sleep, or copy their input: a
// signal to the group does not reach a program that is yet to be started.
var blocking = []string{
	"read x",
	"read x <f",
	"echo hi >f",
	"exec 3<f",
	". ./f",
	"cat <f",
	"cat <f | cat",
	"c | cat <f",
	"while read x; do :; done <f",
	"f() { echo; }; f <f",
	"(read x)",
	"(read x; echo not)",
	"(p; echo not)",
	"(cat <f)",
	"(exec p)",
	"p",
	"p | cat",
	"read x | cat",
	"c | read x",
	"while :; do :; done",
	"while :; do :; done | cat",
	"yes | while :; do :; done",
	"(while :; do :; done)",
	"x=$(while :; do :; done)",
	"x=$(read y)",
	"x=$(c)",
	"x=$(p)",
	"x=$(cat <f)",
	"x=$(<f)",
	"case $(p) in *) echo not;; esac",
	"case $(read x) in *) echo not;; esac",
	"for i in $(p) 1; do echo not; done",
	"if p; then echo not; else echo not; fi",
	"while p; do echo not; done; echo not",
	"p || echo not",
	"! p && echo not",
	"{ p; echo not; } >/dev/null",
	"g() { p; echo not; }; g",
	"eval 'p; echo not'",
	"cat <<E >/dev/null\n$(read z)\nE",
	"cat <<E >/dev/null\n$(p)\nE",
	"p & wait",
	"p & wait $!",
	"p & wait -n",
	"{ p; echo not; } & wait",
	"exec 4<>g; while echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; do :; done >&4",
	"exec 4<>g; echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | while read x; do while echo $x; do :; done >&4; done",
	"test 1 = 2 || (c | cat)",
	"[[ $(p) = x ]]; echo $((1))",
	"set -o pipefail; p | cat",
}

// ended are commands that a signal to the group ends, as the programs that other
// shells start for them, and what $? is then. They tell when they have begun.
var ended = map[string]int{
	"(echo ready; read x; echo not)":                 143,
	"(echo ready; while :; do :; done)":              143,
	"(p; echo not)":                                  143,
	"x=$(echo ready >&5; while :; do :; done)":       143,
	"x=$(echo ready >&5; read y; echo not)":          143,
	"x=$(echo ready >&5; cat <f)":                    143,
	"echo $(echo ready >&5; read x)":                 0,
	"{ echo ready >&5; while :; do :; done; } | cat": 143,
	"{ echo ready >&5; read x; echo not; } | cat":    143,
	"c | while :; do :; done":                        143,
	"p":                                              143,
	"(trap 'echo sub' EXIT; echo ready; read x)":     143,
	"(trap 'echo sub' EXIT; c)":                      143,
}

// ready is what comes before a command that does not say itself that it is.
func ready(command string) string {
	for _, word := range strings.FieldsFunc(command, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if word == "p" || word == "c" {
			return ""
		}
	}
	return "echo ready; "
}

func signalCases() []signalCase {
	var list []signalCase
	for _, c := range blocking {
		list = append(list,
			signalCase{"action " + c, "trap 'echo T >&5; exit 9' TERM; " + ready(c) + c + "\necho after", syscall.SIGTERM, false, "T\n", 9},
			signalCase{"farewell " + c, "trap 'echo X >&5' EXIT; " + ready(c) + c + "\necho after", syscall.SIGTERM, false, "X\n", 143},
			signalCase{"default " + c, ready(c) + c + "\necho after", syscall.SIGINT, false, "", 130})
	}
	for c, status := range ended {
		out := fmt.Sprintf("T\nend %d\n", status)
		if strings.Contains(c, "sub") {
			out = "sub\n" + out
		}
		if strings.HasPrefix(c, "echo $(") {
			out = "\n" + out
		}
		list = append(list, signalCase{"goes on after " + c, "trap 'echo T' TERM; " + c + "\necho end $?", syscall.SIGTERM, false, out, 0})
	}
	for _, c := range []string{"read x", "read x <f", "echo hi >f", "exec 3<f", ". ./f", "p & wait", "while :; do :; done", "(while :; do :; done)", "x=$(read y)"} {
		list = append(list, signalCase{"alone " + c, "trap 'echo T >&5; exit 9' TERM; " + ready(c) + c + "\necho after", syscall.SIGTERM, true, "T\n", 9})
	}
	return list
}

// TestSignals sends signals to scripts at moments of all kinds.
func TestSignals(t *testing.T) {
	bin := t.TempDir()
	install(t, filepath.Join(bin, "gpipe"), *flagBinary)
	for name, text := range map[string]string{"p": "sleep 1000", "c": "cat"} {
		script := "#!/bin/sh\necho ready >&5\nexec " + text + "\n"
		if err := os.WriteFile(filepath.Join(bin, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range signalCases() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for i := range cmp.Or(*flagRounds, effort.Of(1, 1, 3)) {
				c.run(t, bin, i)
				if t.Failed() {
					return
				}
			}
		})
	}
}

func (c *signalCase) run(t *testing.T, bin string, round int) {
	dir := t.TempDir()
	for _, name := range []string{"f", "g"} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(filepath.Join(bin, "gpipe"), "-c", "exec 5>&1; "+c.script)
	cmd.Dir, cmd.Env = dir, environment(bin)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	messages, err := os.Create(filepath.Join(dir, "messages")) // no pipe: what outlives the shell may hold it
	if err != nil {
		t.Fatal(err)
	}
	defer messages.Close()
	cmd.Stderr = messages
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd.Stdout = w
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	out := bufio.NewReader(r)
	if line, err := out.ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("%q, %v", line, err)
	}
	if round > 0 { // the first one comes at once
		time.Sleep(time.Duration(rand.Int64N(int64(8 * time.Millisecond))))
	}
	target := -cmd.Process.Pid
	if c.alone {
		target = -target
	}
	syscall.Kill(target, c.sig)
	hung := time.AfterFunc(hangs, func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGABRT) })
	defer hung.Stop()
	rest := make(chan string, 1)
	var read sync.WaitGroup
	read.Go(func() {
		text, _ := io.ReadAll(out)
		rest <- string(text)
	})
	cmd.Wait()                                      // its status is looked at below
	syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // what is left of programs the signal was not for
	read.Wait()
	if got, status := <-rest, shellStatus(cmd.ProcessState); got != c.out || status != c.status {
		text, _ := os.ReadFile(messages.Name())
		t.Errorf("round %d: %q %d, want %q %d\n%s", round, got, status, c.out, c.status, text)
	}
}
