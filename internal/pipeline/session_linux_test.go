package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestExtraFiles: the fds from 3 on, of programs and functions; nil is closed.
func TestExtraFiles(t *testing.T) {
	leaks(t)
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte("text"), 0o666); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got := run(t, New(Cmd("sh", "-c", "cat <&4; ls /proc/self/fd | tr '\\n' ' '"), Cmd("cat")), ExtraFiles(nil, f))
	if got != "text0 1 2 3 4 " && got != "text0 1 2 4 5 " { // one is ls's directory
		t.Errorf("%q", got)
	}
}

// TestSession: the stage leads a session and a group of its own, and the terminal
// that it reads is its controlling terminal.
func TestSession(t *testing.T) {
	leaks(t)
	script := `set -- $(cat /proc/$$/stat); test $1 = $5 && test $1 = $6 && echo leads; echo tty $7`
	got := run(t, New(Cmd("sh", "-c", script)), Session())
	if got != "leads\ntty 0\n" {
		t.Errorf("%q", got)
	}
	keyboard, program := pty(t)
	defer keyboard.Close()
	got = run(t, New(Cmd("sh", "-c", "echo leads >/dev/tty; tty </dev/tty && echo has")), Session(), Stdin(program))
	program.Close()
	if !strings.HasSuffix(got, "has\n") {
		t.Errorf("%q", got)
	}
}

// TestSessionExcludesGroups: who leads a session leads its group.
func TestSessionExcludesGroups(t *testing.T) {
	leaks(t)
	for _, g := range []Option{OwnGroup(), CallerGroup(), Foreground(), InGroup(1)} {
		checkMisuse(t, New(Cmd("true")).Run(bg, Session(), g), "pipeline.Run", "Session", "excludes options for the group")
	}
}
