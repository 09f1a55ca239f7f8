package popen

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"gpipe/pipeline"

	"github.com/google/go-cmp/cmp"
)

// TestCmdLikeExec: where a Cmd promises what exec.Command("sh", "-c", line) does,
// it does that: the outputs, the status and whether there is an error.
func TestCmdLikeExec(t *testing.T) {
	leaks(t)
	dir := t.TempDir()
	for _, c := range []struct {
		line string
		args []string
		env  []string
	}{
		{line: "echo out; echo err >&2"},
		{line: "printf no-newline"},
		{line: `printf '<%s>' "$0" "$@"`},
		{line: `printf '<%s>' "$0" "$@"`, args: []string{"a b", "", "*", "$x", "-n", "\n"}},
		{line: "exit 3"},
		{line: "false"},
		{line: "cat; read x; echo $?"}, // stdin is /dev/null
		{line: "no-such-program-anywhere 2>/dev/null"},
		{line: "/etc/passwd 2>/dev/null; echo $?"},
		{line: "pwd; echo $PWD"},
		{line: "env", env: []string{"A=1", "A=2", "PATH=" + os.Getenv("PATH")}},
		{line: "x=1; echo $x | tr 1 2; exit $x"},
		{line: "seq 1000000 | tail -1"},
		{line: "cat <<x\ntext\nx"},
		{line: ""},
		{line: "# nothing"},
		{line: "echo one\necho two\nexit 4"},
	} {
		name, args := "sh", c.args
		real := exec.Command("sh", append([]string{"-c", c.line, name}, args...)...)
		ours := Command(c.line, args...)
		var realErr, oursErr bytes.Buffer
		real.Dir, ours.Dir, real.Env, ours.Env = dir, dir, c.env, c.env
		real.Stderr, ours.Stderr = &realErr, &oursErr
		want, wantErr := real.Output()
		got, err := ours.Output()
		if c.env != nil { // a shell adds what it likes
			want, got = own(want), own(got)
		}
		if d := cmp.Diff(string(want), string(got)); d != "" {
			t.Errorf("%s: (-sh +ours):\n%s", c.line, d)
		}
		if d := cmp.Diff(realErr.String(), oursErr.String()); d != "" {
			t.Errorf("%s: stderr (-sh +ours):\n%s", c.line, d)
		}
		if ExitCode(err) != real.ProcessState.ExitCode() || (err == nil) != (wantErr == nil) || ExitCode(wantErr) != ExitCode(err) {
			t.Errorf("%s: %v, want %v", c.line, err, wantErr)
		}
	}
}

// own is the variable A in the output of env.
func own(text []byte) []byte {
	for line := range bytes.Lines(text) {
		if bytes.HasPrefix(line, []byte("A=")) {
			return line
		}
	}
	return nil
}

// TestCmdFields: what each field does.
func TestCmdFields(t *testing.T) {
	leaks(t)
	for _, c := range []struct {
		what, line string
		set        func(c *Cmd)
		want       string
		code       int
	}{
		{"Name", "echo $0", func(c *Cmd) { c.Name = "deploy" }, "deploy\n", 0},
		{"Set", "false; echo not", func(c *Cmd) { c.Set = "-e" }, "", 1},
		{"Set", "false | true", func(c *Cmd) { c.Set = "-e -o pipefail" }, "", 1},
		{"Set", "false | true; echo $-", func(c *Cmd) { c.Set = "-euo pipefail +e" }, "uB\n", 0},
		{"Set", "echo $unset", func(c *Cmd) { c.Set = " -u " }, "", 2},
		{"Shell", "echo ${BASH_VERSION:+bash} $0 $1", func(c *Cmd) { c.Shell, c.Args = []string{"bash", "-c"}, []string{"arg"} }, "bash sh arg\n", 0},
		{"Shell", "false | true; echo not", func(c *Cmd) { c.Shell, c.Set = []string{"bash", "-c"}, "-e -o pipefail" }, "", 1},
		{"Shell", "echo $0", func(c *Cmd) { c.Shell, c.Name = []string{"/bin/sh", "-c"}, "deploy" }, "deploy\n", 0},
		{"Shell", "-echo; echo $?", func(c *Cmd) { c.Shell = []string{"sh", "-c"} }, "127\n", 0},
		{"Shell", "+echo; echo $?", nil, "127\n", 0},
		{"Shell", "kill -TERM $$", func(c *Cmd) { c.Shell = []string{"sh", "-c"} }, "", 143},
		{"Env", "echo $A", func(c *Cmd) { c.Env = []string{"A=1", "A=2"} }, "2\n", 0},
		{"Env", "echo ${HOME-unset}", func(c *Cmd) { c.Env = []string{} }, "unset\n", 0},
		{"Dir", "pwd", func(c *Cmd) { c.Dir = "/" }, "/\n", 0},
		{"Stdin", "cat", func(c *Cmd) { c.Stdin = strings.NewReader("in") }, "in", 0},
		{"MaxOutput", "printf %s 0123456789abcdefghij", func(c *Cmd) { c.MaxOutput = 10 }, "01234\n... 10 bytes omitted ...\nfghij", 0},
		{"MaxOutput", "printf %s 0123456789", func(c *Cmd) { c.MaxOutput = 10 }, "0123456789", 0},
		{"OwnGroup", "echo x | cat", func(c *Cmd) { c.OwnGroup = true }, "x\n", 0},
		{"CallerGroup", "echo x | cat", func(c *Cmd) { c.CallerGroup = true }, "x\n", 0},
		{"Foreground", "echo x | cat", func(c *Cmd) { c.Foreground = true }, "x\n", 0},
		{"Session", `set -- $(cat /proc/self/stat); test "$6" = $$ && echo leads`, func(c *Cmd) { c.Session = true }, "leads\n", 0},
		{"Session", `ps -o sid= -p $$ | grep -qw $$ && echo leads`, func(c *Cmd) { c.Session, c.Shell = true, []string{"bash", "-c"} }, "leads\n", 0},
	} {
		cmd := Command(c.line)
		if c.set != nil {
			c.set(cmd)
		}
		out, err := cmd.Output()
		if string(out) != c.want || ExitCode(err) != c.code {
			t.Errorf("%s: %s: %q, %v", c.what, c.line, out, err)
		}
	}
}

func TestCmdExtraFiles(t *testing.T) {
	leaks(t)
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte("text"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, shell := range [][]string{nil, {"sh", "-c"}} {
		for _, line := range []string{"cat <&4", "cat <&4; :"} {
			f, err := os.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			c := Command(line)
			c.Shell, c.ExtraFiles = shell, []*os.File{nil, f}
			out, err := c.Output()
			f.Close()
			if string(out) != "text" || err != nil {
				t.Errorf("%q, %s: %q, %v", shell, line, out, err)
			}
			c = Command(line)
			c.Shell, c.ExtraFiles = shell, []*os.File{nil, f} // closed
			if _, err := c.Output(); !errors.Is(err, os.ErrClosed) {
				t.Errorf("%q, %s: %v", shell, line, err)
			}
		}
	}
}

// TestCmdErrors: what errors.Is and errors.As find in the errors.
func TestCmdErrors(t *testing.T) {
	leaks(t)
	_, err := Command("no-such-program-anywhere").Output()
	if !errors.Is(err, exec.ErrNotFound) || !errors.Is(err, pipeline.ErrNotFound) || !errors.Is(err, fs.ErrNotExist) || errors.Is(err, exec.ErrDot) {
		t.Errorf("%v", err)
	}
	c := Command("true")
	c.Shell = []string{"no-such-shell-anywhere", "-c"}
	if err := c.Run(); !errors.Is(err, exec.ErrNotFound) || ExitCode(err) != 127 {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithTimeout(bg, time.Millisecond)
	defer cancel()
	for _, line := range []string{"sleep 1000", "sleep 1000 | sleep 1000", "while :; do :; done"} {
		for _, shell := range [][]string{nil, {"sh", "-c"}} {
			c := CommandContext(ctx, line)
			c.Shell = shell
			var err error
			returns(t, line, func() { err = c.Run() })
			if !errors.Is(err, context.DeadlineExceeded) || ExitCode(err) != 143 {
				t.Errorf("%s: %v", line, err)
			}
		}
	}
	var syntax *SyntaxError
	if err := Command("if").Run(); !errors.As(err, &syntax) || ExitCode(err) != 2 {
		t.Errorf("%v", err)
	}
	if err := Command("kill -9 $$").Run(); ExitCode(err) != 137 {
		t.Errorf("%v", err)
	}
}

// TestCmdStderr: the error of Output has the end of standard error, unless
// somebody else takes it.
func TestCmdStderr(t *testing.T) {
	leaks(t)
	stderr := func(err error) string {
		var e *pipeline.Error
		if !errors.As(err, &e) {
			return fmt.Sprint("no such error: ", err)
		}
		return string(e.Stderr)
	}
	for _, shell := range [][]string{nil, {"sh", "-c"}} {
		for _, line := range []string{"ls /no/such/file", "echo a >&2; exit 3", "sh -c 'echo a >&2; exit 3' | false"} {
			c := Command(line)
			c.Shell = shell
			_, err := c.Output()
			if s := stderr(err); !strings.HasSuffix(s, "\n") {
				t.Errorf("%s: %q", line, s)
			}
		}
		c := Command("seq 100000 >&2; exit 3")
		c.Shell = shell
		_, err := c.Output()
		if s := stderr(err); len(s) != keptStderr || !strings.HasSuffix(s, "\n99999\n100000\n") {
			t.Errorf("%d bytes, %.20q", len(s), s)
		}
		c = Command("seq 100000 >&2; exit 3")
		c.Shell, c.MaxOutput = shell, 24
		_, err = c.Output()
		if s := stderr(err); s != "9999\n100000\n" {
			t.Errorf("%q", s)
		}
		var own bytes.Buffer
		c = Command("echo err >&2; exit 3")
		c.Shell, c.Stderr = shell, &own
		_, err = c.Output()
		if s := stderr(err); s != "" || own.String() != "err\n" {
			t.Errorf("%q, %q", s, own.String())
		}
		// Who is left behind with it is not waited for.
		c = Command("sleep 1000 >/dev/null & echo $!; echo err >&2; exit 3")
		c.Shell = shell
		var out []byte
		returns(t, "Output", func() { out, err = c.Output() })
		if s := stderr(err); s != "err\n" {
			t.Errorf("%q", s)
		}
		killLeft(t, string(out))
	}
}

// killLeft ends a process and waits until it is gone.
func killLeft(t *testing.T, pid string) {
	t.Helper()
	n := 0
	if _, err := fmt.Sscan(pid, &n); err != nil || n <= 1 {
		t.Fatalf("%q: %v", pid, err)
	}
	syscall.Kill(n, syscall.SIGKILL)
	awaitGone(t, itoa(n))
}

func TestCmdCombinedOutput(t *testing.T) {
	leaks(t)
	for _, shell := range [][]string{nil, {"sh", "-c"}} {
		c := Command("for i in 1 2 3; do echo out; echo err >&2; done; exit 3")
		c.Shell = shell
		out, err := c.CombinedOutput()
		if string(out) != "out\nerr\nout\nerr\nout\nerr\n" || ExitCode(err) != 3 {
			t.Errorf("%q, %v", out, err)
		}
	}
}

// TestCmdPipes: the pipes work like those of exec.Cmd, and what was written can be
// read when Wait has returned.
func TestCmdPipes(t *testing.T) {
	leaks(t)
	for _, shell := range [][]string{nil, {"sh", "-c"}} {
		c := Command("cat; echo err >&2; exit 3")
		c.Shell = shell
		in, e1 := c.StdinPipe()
		out, e2 := c.StdoutPipe()
		bad, e3 := c.StderrPipe()
		if err := errors.Join(e1, e2, e3, c.Start()); err != nil {
			t.Fatal(err)
		}
		io.WriteString(in, "text")
		in.Close()
		if err := c.Wait(); ExitCode(err) != 3 {
			t.Error(err)
		}
		text, err := io.ReadAll(out)
		more, _ := out.Read(make([]byte, 1))
		if string(text) != "text" || err != nil || more != 0 || out.Close() != nil {
			t.Errorf("%q, %v", text, err)
		}
		var buf bytes.Buffer
		if _, err := io.Copy(&buf, bad); buf.String() != "err\n" || err != nil || bad.Close() != nil {
			t.Errorf("%q, %v", buf.String(), err)
		}
		// Wait closes the input of one that has ended.
		c = Command("exit 0")
		c.Shell = shell
		in, _ = c.StdinPipe()
		if err := errors.Join(c.Start(), c.Wait()); err != nil {
			t.Error(err)
		}
		if _, err := in.Write([]byte("x")); !errors.Is(err, os.ErrClosed) {
			t.Error(err)
		}
		// Close of what is read ends the command.
		c = Command("while :; do echo y; done")
		c.Shell = shell
		out, _ = c.StdoutPipe()
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		out.Close()
		if err := c.Wait(); ExitCode(err) != 141 && ExitCode(err) != 1 {
			t.Error(err)
		}
	}
}

// TestCmdProcess: the facts about the process, and signals.
func TestCmdProcess(t *testing.T) {
	leaks(t)
	for _, line := range []string{"sleep 1000", "sleep 1000 | sleep 1000; :"} {
		c := Command(line)
		if c.Pid() != 0 || c.Status().Name != "" {
			t.Error("before the start")
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if alone := !strings.Contains(line, "|"); (c.Pid() != 0) != alone {
			t.Error(line, c.Pid())
		}
		if err := c.Signal(0); err != nil {
			t.Error(err)
		}
		if err := c.Kill(); err != nil {
			t.Error(err)
		}
		err := c.Wait()
		if st := c.Status(); st.WaitStatus != 9 || ExitCode(err) != 137 || st.End.IsZero() || c.Wait() != err {
			t.Errorf("%s: %+v %v", line, st, err)
		}
		if err := c.Kill(); err != os.ErrProcessDone {
			t.Error(err)
		}
	}
}

// TestCmdLeftBehind: Wait does not wait for a process that holds no copied output,
// and for one that does no longer than Drain.
func TestCmdLeftBehind(t *testing.T) {
	leaks(t)
	for _, shell := range [][]string{nil, {"sh", "-c"}} {
		c := Command("sleep 1000 & echo $!")
		c.Shell, c.Drain = shell, -1
		var out []byte
		var err error
		returns(t, "Output", func() { out, err = c.Output() })
		if !errors.Is(err, pipeline.ErrDrain) || !strings.HasSuffix(string(out), "\n") {
			t.Errorf("%q, %v", out, err)
		}
		killLeft(t, string(out))
	}
}

func TestCmdString(t *testing.T) {
	c := Command(`echo "$1"`, "a b", "it's")
	if got, want := c.String(), `sh -c 'echo "$1"' sh 'a b' 'it'\''s'`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	c.Shell, c.Set, c.Name = []string{"/bin/bash", "-c"}, "-e -o pipefail", "deploy"
	if got, want := c.String(), `/bin/bash -e -o pipefail -c 'echo "$1"' deploy 'a b' 'it'\''s'`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	out, err := exec.Command("sh", "-c", c.String()).Output()
	if string(out) != "a b\n" || err != nil {
		t.Errorf("%q, %v", out, err)
	}
}

// TestQuote: what is quoted comes through each shell, whatever it is.
func TestQuote(t *testing.T) {
	var words []string
	for i := 1; i < 256; i++ {
		words = append(words, string([]byte{byte(i)}), "a"+string([]byte{byte(i)})+"b")
	}
	words = append(words, "", "plain", "a b", "it's", "$HOME", "`x`", "\\", "~", "#x", "=ls", "a=b", "{a,b}", "!", "é", "'")
	line := `printf '<%s>' ` + Quote(words...)
	var want strings.Builder
	for _, w := range words {
		want.WriteString("<" + w + ">")
	}
	for _, shell := range [][]string{nil, {"sh", "-c"}, {"bash", "-c"}, {"zsh", "-c"}, {"ksh93", "-c"}, {"mksh", "-c"}, {"busybox", "sh", "-c"}} {
		if shell != nil {
			if _, err := exec.LookPath(shell[0]); err != nil {
				continue
			}
		}
		c := Command(line)
		c.Shell = shell
		out, err := c.Output()
		if d := cmp.Diff(want.String(), string(out)); d != "" || err != nil {
			t.Errorf("%q: %v (-want +got):\n%s", shell, err, d)
		}
	}
	if got := Quote("plain-1.x/y:z,@%+", "", "a b"); got != "plain-1.x/y:z,@%+ '' 'a b'" {
		t.Error(got)
	}
}

// TestEachLine: lines of any length, the last one without a newline, errors.
func TestEachLine(t *testing.T) {
	leaks(t)
	long := strings.Repeat("x", 3<<20)
	var got []string
	each := EachLine(func(line string) error { got = append(got, line); return nil })
	c := Command(`printf '%s\n' one "" "$(cat)"; printf 'last\r'`)
	c.Stdin, c.Stdout = strings.NewReader(long), each
	if err := c.Run(); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"one", "", long, "last\r"}, got); d != "" {
		t.Error(d)
	}
	if each.Close() != nil || each.Close() != os.ErrClosed || len(got) != 4 {
		t.Error("Close")
	}
	enough := errors.New("enough")
	n := 0
	c = Command("while :; do echo line; done")
	c.Stdout = EachLine(func(string) error {
		if n++; n == 3 {
			return enough
		}
		return nil
	})
	var err error
	returns(t, "Run", func() { err = c.Run() })
	if !errors.Is(err, enough) || n != 3 {
		t.Error(n, err)
	}
	c = Command("printf line")
	c.Stderr, c.Stdout = nil, EachLine(func(string) error { panic(enough) })
	if err := c.Run(); !errors.Is(err, enough) {
		t.Error(err)
	}
	c = Command("echo line")
	c.Stdout = EachLine(nil)
	var misuse *ArgumentError
	if err := c.Run(); !errors.As(err, &misuse) || misuse.Func != "popen.EachLine" {
		t.Error(err)
	}
}
