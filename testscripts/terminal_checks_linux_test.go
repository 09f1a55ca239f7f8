package testscripts

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"gpipe/internal/effort"
)

// check is what someone types at a terminal and then sees. A number tells it from
// the others.
type check struct {
	number int
	name   string
	steps  []typing
}

// typing is keys, and a text on the terminal after them.
type typing struct{ keys, sees string }

// checks are the thirty things that a shell at a terminal has to do.
func checks() []check {
	type s = []typing
	return []check{
		{1, "a prompt that is set", s{{"PS1='new> '\r", "new> "}, {"PS1='gp> '\r", "gp> "}}},
		{2, "a command of several lines", s{{"for i in 1 2\rdo echo n$i\rdone\r", "\nn1\nn2\n"}}},
		{3, "and it is one entry", s{{"for i in 1 2\rdo echo n$i\rdone\r", "\nn1\nn2\n"}, {"\x0c\x1b[A\x05|tac\r", "\nn2\nn1\n"}}},
		{4, "^C drops the line", s{{"echo nope\x03", "^C"}, {"echo s=$?\r", "\ns=130\n"}}},
		{5, "^C drops the command", s{{"if true\r", "> "}, {"\x03", "^C"}, {"echo after\r", "\nafter\n"}}},
		{6, "^C ends a program", s{{"sh -c 'echo up; exec sleep 30'\r", "\nup\n"}, {"\x03", "gp> "}, {"echo s=$?\r", "\ns=130\n"}}},
		{7, "^Z stops one, fg goes on", s{{"sh -c 'echo up; exec cat'\r", "\nup\n"}, {"\x1a", "Stopped"}, {"echo s=$?\r", "\ns=148\n"},
			{"fg\r", "\nsh -c 'echo up; exec cat'\n"}, {"x\r", "x\nx\n"}, {"\x04", "gp> "}}},
		{8, "^Z at the prompt", s{{"\x1aecho still\r", "\nstill\n"}}},
		{9, "a job is told of", s{{"cat <f >/dev/null &\r", "\n[1] "}, {": >f\r", "gp> "}, {"wait\r", "Done"}}},
		{10, "a line that is being typed stays whole", s{{"set -b; cat <f &\r", "\n[1] "}, {"sh -c 'sleep 0.05; : >f' & echo half", "half"}, {"X\r", "\nhalfX\n"}, {"wait; echo over\r", "\nover\n"}}},
		{11, "stopped jobs are warned of", s{{"sh -c 'echo up; exec sleep 50'\r", "\nup\n"}, {"\x1a", "Stopped"}, {"exit\r", "There are stopped jobs."},
			{"echo here\r", "\nhere\n"}, {"kill %1; wait\r", "gp> "}}},
		{12, "what is typed ahead", s{{"sleep 0.1\recho ahead\r", "\nahead\n"}}},
		{13, "output without a newline", s{{"printf abc\r", "abc"}}},
		{14, "a paste runs nothing", s{{"\x1b[200~echo a\recho b\x1b[201~", "> echo b"}, {"\x03", "^C"}}},
		{15, "until Enter", s{{"\x1b[200~echo a\recho b\x1b[201~", "> echo b"}, {"\r", "\na\nb\n"}}},
		{16, "a paste of 500 lines", s{{"\x1b[200~" + lines(500) + "\x1b[201~\r", "\nline 500\n"}}},
		{17, "a paste with a tab", s{{"\x1b[200~echo 'a\tb' | tr '\\t' T\x1b[201~\r", "\naTb\n"}}},
		{18, "wide characters", s{{"echo 漢字🇸🇪\x7fX\r", "\n漢字X\n"}}},
		{19, "combining characters", s{{"echo e\u0301x\x7f\x7fok\r", "\nok\n"}}},
		{21, "search in the history", s{{"echo needle\r", "\nneedle\n"}, {"x", "gp> x"}, {"\x7f\x12need\r", "\nneedle\n"}}},
		{22, "the history file", s{{"cat $HISTFILE\r", "echo seeded\n"}}},
		{23, "its last entry", s{{"\x1b[A\x1b[A\r", "\nseeded\n"}}},
		{24, "undo", s{{"echo one two\x17\x1f\r", "\none two\n"}}},
		{25, "yank", s{{"echo one two\x17\x17\x19\r", "\none two\n"}}},
		{26, "completion of what is ambiguous", s{{"touch alpha1 alpha2\r", "gp> "}, {"echo al\t", "alpha1"}, {"", "alpha2"}, {"\x03", "^C"}}},
		{27, "completion of a name with a blank", s{{"touch 'be ta'\r", "gp> "}, {"printf '<%s>' be\t\r", "<be ta>"}}},
		{28, "the mode of the terminal", s{{"stty -a | grep -ow -e '-*icanon' -e '-*isig' -e '-*echo'\r", "\nisig\nicanon\necho\n"}}},
		{30, "PROMPT_COMMAND", s{{"PROMPT_COMMAND='echo pc=$?'\r", "pc=0"}, {"false\r", "pc=1"}}},
		{29, "^D ends", s{{"\x04", ""}}},
	}
}

func lines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "echo line %d\r", i+1)
	}
	return strings.TrimSuffix(b.String(), "\r")
}

// seeded makes a history file with an entry.
func seeded(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "history")
	if err := os.WriteFile(path, []byte("echo seeded\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestTerminalChecks: each of the thirty on a terminal of its own.
func TestTerminalChecks(t *testing.T) {
	effort.Usual(t)
	for _, c := range checks() {
		t.Run(fmt.Sprintf("%02d %s", c.number, c.name), func(t *testing.T) {
			t.Parallel()
			p := newPerson(t, "HISTFILE="+seeded(t))
			p.sees("gp> ")
			p.does("mkfifo f && [ -p f ]\r", "\n")
			p.follow(c)
		})
	}
	t.Run("20 another width", func(t *testing.T) {
		t.Parallel()
		p := newPerson(t)
		p.sees("gp> ")
		p.types("echo " + strings.Repeat("x", 90))
		p.sees(strings.Repeat("x", 70))
		p.resizes(40)
		p.sees("gp> echo x")
		p.resizes(100)
		p.sees("gp> echo x")
		p.does("Z\r", "\n"+strings.Repeat("x", 90)+"Z\n")
	})
}

func (p *person) follow(c check) {
	p.t.Helper()
	for _, s := range c.steps {
		p.types(s.keys)
		if s.sees == "" {
			p.leaves(0)
			return
		}
		p.sees(s.sees)
	}
}

// TestTmuxChecks: the same in tmux, which is a terminal with ideas of its own.
func TestTmuxChecks(t *testing.T) {
	effort.Usual(t)
	if raceDetector {
		t.Skip("TestTerminalChecks does the same in gpipe")
	}
	tmux, err := exec.LookPath("tmux")
	if err != nil {
		t.Skip("there is no tmux")
	}
	for _, c := range checks() {
		t.Run(fmt.Sprintf("%02d %s", c.number, c.name), func(t *testing.T) {
			t.Parallel()
			m := newMultiplexer(t, tmux)
			m.sees("gp>")
			for _, s := range c.steps {
				m.types(s.keys)
				if s.sees == "" {
					m.gone()
					return
				}
				m.sees(strings.TrimRight(s.sees, " "))
			}
		})
	}
}

// multiplexer is a server of tmux with one window, whose shell is in a directory with
// a FIFO f.
type multiplexer struct {
	t          *testing.T
	tmux, sock string
}

func newMultiplexer(t *testing.T, tmux string) *multiplexer {
	t.Helper()
	dir, work := t.TempDir(), t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(work, "f"), 0o600); err != nil {
		t.Fatal(err)
	}
	shell := filepath.Join(dir, "gpipe")
	install(t, shell, *flagBinary)
	m := &multiplexer{t: t, tmux: tmux, sock: filepath.Join(dir, "sock")}
	cmd := exec.Command(tmux, "-S", m.sock, "-f", "/dev/null", "-u", "new-session", "-d", "-x", "80", "-y", "50",
		"-e", "PS1=gp> ", "-e", "HISTFILE="+seeded(t), "-e", "HOME="+dir, "-c", work, shell, "--norc")
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TERM=xterm", "TMUX=")
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("tmux does not start: %v: %s", err, text)
	}
	t.Cleanup(func() { exec.Command(tmux, "-S", m.sock, "kill-server").Run() })
	return m
}

// types has the bytes of keys come from the terminal as they are, in parts, for a
// command of tmux has a greatest length.
func (m *multiplexer) types(keys string) {
	m.t.Helper()
	const most = 1000
	for len(keys) > most {
		m.types(keys[:most])
		keys = keys[most:]
	}
	args := []string{"-S", m.sock, "send-keys", "-H"}
	for i := range len(keys) {
		args = append(args, fmt.Sprintf("%02x", keys[i]))
	}
	if text, err := exec.Command(m.tmux, args...).CombinedOutput(); err != nil && keys != "" {
		m.t.Fatalf("send-keys: %v: %s", err, text)
	}
}

// sees waits until a text is on the screen, at the beginning of its lines if it has
// several.
func (m *multiplexer) sees(want string) {
	m.t.Helper()
	screen := ""
	for end := time.Now().Add(hang); time.Now().Before(end); {
		text, err := exec.Command(m.tmux, "-S", m.sock, "capture-pane", "-p", "-S", "-").Output()
		if err != nil {
			m.t.Fatalf("the shell ended before %q; on the screen:\n%s", want, screen)
		}
		if screen = string(text); strings.Contains(screen, want) {
			return
		}
	}
	m.t.Fatalf("no %q on the screen:\n%s", want, screen)
}

// gone waits until the shell has ended.
func (m *multiplexer) gone() {
	m.t.Helper()
	for end := time.Now().Add(hang); time.Now().Before(end); {
		if exec.Command(m.tmux, "-S", m.sock, "has-session").Run() != nil {
			return
		}
	}
	m.t.Fatal("the shell has not ended")
}
