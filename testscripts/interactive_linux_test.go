package testscripts

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// person types at a terminal, and reads what is on it.
type person struct {
	t        *testing.T
	keyboard *os.File
	master   int // its descriptor
	program  *exec.Cmd

	mu    sync.Mutex
	text  string // what was written, without what terminals do not show
	read  int    // how far it has been read
	raw   string
	over  bool
	wrote chan struct{} // something was written
}

// hang bounds how long a test waits for what does not come.
const hang = 10 * time.Second

// newPerson starts the shell at a terminal, as the leader of a session.
func newPerson(t *testing.T, env ...string) *person {
	t.Helper()
	master, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Skip(err)
	}
	n, err := unix.IoctlGetInt(master, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(master, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(master, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80})
	}
	if err != nil {
		t.Fatal(err)
	}
	terminal, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	p := &person{t: t, master: master, keyboard: os.NewFile(uintptr(master), "keyboard"), wrote: make(chan struct{}, 1)}
	shell := filepath.Join(t.TempDir(), "gpipe")
	install(t, shell, *flagBinary)
	p.program = exec.Command(shell)
	p.program.Dir = t.TempDir()
	p.program.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=/nonexistent", "TERM=xterm", "PS1=gp> "}, env...)
	p.program.Stdin, p.program.Stdout, p.program.Stderr = terminal, terminal, terminal
	p.program.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := p.program.Start(); err != nil {
		t.Fatal(err)
	}
	terminal.Close()
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		p.watch()
	}()
	t.Cleanup(func() {
		unix.Kill(-p.program.Process.Pid, unix.SIGKILL)
		p.program.Process.Kill()
		p.program.Wait()
		p.keyboard.Close() // jobs may still have the terminal
		<-watched
	})
	return p
}

func (p *person) watch() {
	buf := make([]byte, 4096)
	for {
		n, err := p.keyboard.Read(buf)
		p.mu.Lock()
		p.raw += string(buf[:n])
		p.text = onScreen(p.raw)
		p.over = err != nil
		p.mu.Unlock()
		select {
		case p.wrote <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// written is all that the shell has written so far.
func (p *person) written() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.raw
}

// onScreen is a text without escape sequences and carriage returns; a backspace
// takes a character away.
func onScreen(raw string) string {
	var b []byte
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\r' || c == '\a':
		case c == '\b':
			b = b[:max(0, len(b)-1)]
		case c == '\x1b' && i+1 < len(raw) && raw[i+1] == ']':
			for i < len(raw) && !strings.HasPrefix(raw[i:], "\x1b\\") {
				i++
			}
			i++
		case c == '\x1b':
			for i += 2; i < len(raw) && (raw[i] < '@' || raw[i] > '~'); i++ {
			}
		default:
			b = append(b, c)
		}
	}
	return string(b)
}

func (p *person) types(keys string) {
	p.t.Helper()
	if _, err := p.keyboard.WriteString(keys); err != nil {
		p.t.Fatal(err)
	}
}

// resizes gives the terminal another width.
func (p *person) resizes(columns uint16) {
	p.t.Helper()
	if err := unix.IoctlSetWinsize(p.master, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns}); err != nil {
		p.t.Fatal(err)
	}
}

// sees waits for a text after what was seen before.
func (p *person) sees(want string) {
	p.t.Helper()
	timer := time.NewTimer(hang)
	defer timer.Stop()
	for {
		p.mu.Lock()
		at := strings.Index(p.text[min(p.read, len(p.text)):], want)
		if at >= 0 {
			p.read += at + len(want)
		}
		over, text := p.over, p.text
		p.mu.Unlock()
		switch {
		case at >= 0:
			return
		case over:
			p.t.Fatalf("the shell ended before %q; on the terminal:\n%s", want, text)
		}
		select {
		case <-p.wrote:
		case <-timer.C:
			p.t.Fatalf("no %q; on the terminal:\n%s", want, text)
		}
	}
}

// does types a command and waits for what it writes, and for the next prompt.
func (p *person) does(keys, want string) {
	p.t.Helper()
	p.types(keys)
	p.sees(want)
	p.sees("gp> ")
}

// shown is what is on the terminal.
func (p *person) shown() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text
}

// leaves waits until the shell has ended. ^D is typed at a prompt: before it, it is
// the terminal's own, which takes it for the end of an input that nobody reads.
func (p *person) leaves(status int) {
	p.t.Helper()
	late := time.AfterFunc(hang, func() {
		p.t.Errorf("the shell does not leave; on the terminal:\n%s", p.shown())
		p.program.Process.Kill()
	})
	defer late.Stop()
	p.program.Wait()
	if got := p.program.ProcessState.ExitCode(); got != status {
		p.t.Errorf("the shell left with status %d, want %d", got, status)
	}
}

// TestInteractive includes S10: a directory's name is not expanded in a prompt.
func TestInteractive(t *testing.T) {
	t.Parallel()
	history := filepath.Join(t.TempDir(), "history")
	if err := os.WriteFile(history, []byte("echo seeded\necho needle\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := newPerson(t, "HISTFILE="+history)
	p.sees("gp> ")
	p.does("\x1b[A\x1b[A\r", "\nseeded\n")
	p.does("\x12need\r", "\nneedle\n")
	p.does("for i in 1 2\rdo echo n$i\rdone\r", "\nn1\nn2\n")
	p.does("\x1b[A|tac\r", "\nn2\nn1\n")
	p.types("echo nope\x03")
	p.sees("^C\n")
	p.does("echo s=$?\r", "\ns=130\n")
	p.types("if true\r")
	p.sees("\n> ")
	p.types("\x03")
	p.sees("^C\n")
	p.does("echo after\r", "\nafter\n")
	p.does("\r", "\n")
	p.does("echo one two\x17\x1f\r", "\none two\n")
	p.does("echo !$ !!:1\r", "\ntwo one\n")
	p.does("echo !nosuch\r", "!nosuch: event not found\n")
	p.types("\x1b[200~echo a\recho b\x1b[201~")
	p.sees("> echo b")
	p.does("\r", "\na\nb\n")
	p.does("echo 漢字🇸🇪\x7fX\r", "\n漢字X\n")
	p.does("touch alpha1 alpha2 'be ta'\r", "\n")
	p.types("echo al\t")
	p.sees("alpha1")
	p.sees("alpha2")
	p.does("1\r", "\nalpha1\n")
	p.does("printf '<%s>' be\t\r", "\n<be ta>")
	p.does("export ZQ_LONG=value; printen\tZQ_LONG\r", "\nvalue\n")
	p.does("echo $ZQ_L\t\r", "\nvalue\n")
	p.does("stty -a | grep -ow -e '-*icanon' -e '-*isig' -e '-*echo'\r", "isig\nicanon\necho\n")
	p.does("printf abc\r", "abc")
	p.types("sleep 0.1\recho ahead\r")
	p.sees("\nahead\n")
	p.sees("gp> ")
	p.types("echo " + strings.Repeat("a", 90))
	p.sees(strings.Repeat("a", 70))
	p.resizes(40)
	p.does("Z\r", "\n"+strings.Repeat("a", 90)+"Z\n")
	p.does("PROMPT_COMMAND='echo pc=$?'; false\r", "pc=1")
	p.does("PROMPT_COMMAND=; PS1='$(echo su)b\\$ gp> '\r", "sub")
	p.does("mkdir '$(echo P)' && cd '$(echo P)' && PS1='\\W gp> '\r", "\n%")
	p.types("\r")
	p.sees("$(echo P) gp> ")
	p.does("mkdir 'a\"b' && cd 'a\"b' && echo in\r", "\nin\n")
	p.types("\r")
	p.sees("a\"b gp> ")
	p.types("exit 7\r")
	p.leaves(7)
	text, err := os.ReadFile(history)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"echo seeded\necho needle\n#", "\nfor i in 1 2\ndo echo n$i\ndone|tac\n#", "\nexit 7\n"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the history has no %q:\n%s", want, text)
		}
	}
}

func TestInteractiveJobs(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	p.sees("gp> ")
	p.types("sh -c 'trap \"echo continued\" CONT; echo ready; while :; do :; done'\r")
	p.sees("\nready\n")
	p.types("\x1a")
	p.sees("Stopped")
	p.sees("gp> ")
	p.does("echo s=$?\r", "\ns=148\n")
	p.types("fg\r")
	p.sees("\ncontinued\n")
	p.types("\x03")
	p.sees("gp> ")
	p.does("echo t=$?\r", "\nt=130\n")
	p.types("sh -c 'echo asleep; exec sleep 600'\r")
	p.sees("\nasleep\n")
	p.types("\x03")
	p.sees("^C\n")
	p.types("for i in 1 2; do for j in 1; do sh -c 'echo round $0; kill -s TSTP $$' $i; done; done; echo after\r")
	p.sees("\nround 1\n")
	p.sees("Stopped")
	p.sees("\nafter\n")
	p.sees("gp> ")
	p.types("\x1a") // means nothing at the prompt
	p.does("echo still\r", "\nstill\n")
	p.does("kill -TSTP $$; echo still here\r", "\nstill here\n")
	p.does("fg\r", "$i\n")
	p.does("sleep 0 &\r", "[1] ")
	p.does("wait\r", "wait\n")
	p.types("\x04")
	p.leaves(0)
}

// TestInteractivePlain: a terminal that cannot be edited on still has prompts.
func TestInteractivePlain(t *testing.T) {
	t.Parallel()
	p := newPerson(t, "TERM=dumb")
	p.sees("gp> ")
	p.does("echo a\r", "\na\n")
	p.types("if true\r")
	p.sees("\n> ")
	p.does("then echo b; fi\r", "\nb\n")
	p.types("exit 3\r")
	p.leaves(3)
	if raw := p.written(); strings.Contains(raw, "\x1b") {
		t.Errorf("escape sequences: %q", raw)
	}
}

// TestInteractiveBindings: an inputrc file binds keys, and what is wrong in it
// is reported.
func TestInteractiveBindings(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	text := "set editing-mode vi\n\"\\C-o\": \"echo macro\\n\"\nnonsense\n"
	if err := os.WriteFile(filepath.Join(home, ".inputrc"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p := newPerson(t, "HOME="+home)
	p.sees(".inputrc: line 3: nonsense: neither a variable nor a binding")
	p.sees("gp> ")
	p.does("\x0f", "\nmacro\n")
	p.does("echo one two\x1bbcwx\r", "\none x\n")
	p.does("set -o emacs\r", "\n")
	p.does("cho two\x01e\r", "\ntwo\n")
	p.types("\x04")
	p.leaves(0)
}
