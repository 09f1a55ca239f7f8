// Package differential runs the same scripts with gpipe and with the other
// shells of the machine and compares what they print and how they end. The
// scripts are those of the table in testdata, and random ones from a grammar.
// It is for tests only: nothing imports it but its own command.
package differential

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// hangs is a bound against scripts that do not end; none that does needs a
	// tenth of it. Of reduced scripts many do not.
	hangs        = 10 * time.Second
	hangsReduced = 2 * time.Second

	maxOutput = 1 << 16 // bytes; a script that prints more is stopped
)

// Shell is a program that runs `sh` scripts.
type Shell struct {
	Name string
	Argv []string // what stands before the name of the script
}

// Gpipe is the shell that is tested, in the given binary. Like the others it is
// in POSIX mode.
func Gpipe(file string) Shell { return Shell{"gpipe", []string{file, "--posix"}} }

// GpipeAsBash is gpipe started under the name bash, by a link that is made in dir.
func GpipeAsBash(file, dir string) (Shell, error) {
	link := filepath.Join(dir, "bash")
	return Shell{"gpipe", []string{link}}, os.Symlink(file, link)
}

// Bash is the bash of this machine.
func Bash() (Shell, error) {
	file, err := exec.LookPath("bash")
	return Shell{"bash", []string{file}}, err
}

// References returns the shells to compare with that are installed, and the
// names of those that are not. dash and bash come first: what these two agree
// on is what gpipe is held to.
func References() (found []Shell, missing []string) {
	for _, s := range []Shell{
		{"dash", []string{"dash"}},
		{"bash", []string{"bash", "--posix"}},
		{"yash", []string{"yash", "--posixly-correct"}},
		{"ksh", []string{"ksh"}},
		{"mksh", []string{"mksh", "-o", "posix"}},
		{"busybox", []string{"busybox", "sh"}},
	} {
		file, err := exec.LookPath(s.Argv[0])
		if err != nil {
			missing = append(missing, s.Name)
			continue
		}
		s.Argv[0] = file
		found = append(found, s)
	}
	return found, missing
}

// Script is a text and how a shell gets it.
type Script struct {
	Text  string
	Mode  Mode
	Place string // the words of a command that runs the shell, if not ""
}

// Mode is the way by which a shell reads a script.
type Mode int

const (
	File    Mode = iota // as a file
	Command             // as the operand of -c
	Input               // from standard input
)

// arguments are the positional parameters of every script.
var arguments = []string{"one", "two words", "*"}

// inputText is what scripts read, when it is not the script.
const inputText = "first line of input\n  a:b  c\\\nd  \n\n x\\ y z\nlast"

// Result is what a script did.
type Result struct {
	Stdout   string
	Status   int  // 128+n if signal n ended the shell
	Messages bool // something came on standard error
	Stderr   string
	TimedOut bool
}

// Bench is a directory in which scripts run, one at a time, each in the state
// that the ones before it found, so that all shells see the same names.
type Bench struct {
	root  string
	hangs time.Duration // how long a script may take
}

// NewBench makes a bench below dir, which the caller removes.
func NewBench(dir string) (*Bench, error) {
	root, err := os.MkdirTemp(dir, "bench")
	return &Bench{root, hangs}, err
}

// Run runs a script. An error means that it could not be tried.
func (b *Bench) Run(s Shell, script Script) (Result, error) {
	work, err := b.prepare(script)
	if err != nil {
		return Result{}, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), b.hangs)
	defer cancel()
	argv := slices.Concat(strings.Fields(script.Place), s.Argv, operands(script))
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir = work
	cmd.Env = []string{"PATH=/usr/bin:/bin", "HOME=/home/user", "LC_ALL=C.UTF-8", "PWD=" + work}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { killSession(cmd.Process.Pid); return nil }
	cmd.WaitDelay = time.Second
	stdout, stderr := &limited{over: cancel}, &limited{over: cancel}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	input := filepath.Join(b.root, "input")
	if script.Mode == Input {
		input = filepath.Join(b.root, "script")
	}
	stdin, err := os.Open(input)
	if err != nil {
		return Result{}, err
	}
	defer stdin.Close()
	cmd.Stdin = stdin
	err = cmd.Run()
	if cmd.ProcessState == nil {
		return Result{}, fmt.Errorf("%s: %w", s.Name, err)
	}
	if errors.Is(err, exec.ErrWaitDelay) {
		killSession(cmd.Process.Pid) // what it left holds its output open
	}
	return Result{
		Stdout:   stdout.String(),
		Status:   status(cmd.ProcessState),
		Messages: stderr.Len() > 0,
		Stderr:   stderr.String(),
		TimedOut: ctx.Err() != nil,
	}, nil
}

// killSession kills the processes of a session, in whatever process group they
// are, until it finds no more: they may be making others.
func killSession(session int) {
	for range 100 {
		found := false
		syscall.Kill(-session, syscall.SIGKILL)
		files, _ := filepath.Glob("/proc/[0-9]*/stat")
		for _, file := range files {
			text, _ := os.ReadFile(file)
			var state string
			var parent, group, of int
			_, rest, _ := bytes.Cut(text, []byte(") ")) // behind the name
			n, _ := fmt.Sscan(string(rest), &state, &parent, &group, &of)
			if n == 4 && of == session && state != "Z" {
				if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file))); err == nil {
					syscall.Kill(pid, syscall.SIGKILL)
					found = true
				}
			}
		}
		if !found {
			return
		}
	}
}

// operands are the arguments by which a shell finds the script.
func operands(script Script) []string {
	switch script.Mode {
	case Command:
		return append([]string{"-c", script.Text, "../script"}, arguments...)
	case Input:
		return append([]string{"-s"}, arguments...)
	}
	return append([]string{"../script"}, arguments...)
}

// prepare makes the bench as every script finds it and returns the directory
// that scripts run in.
func (b *Bench) prepare(script Script) (string, error) {
	work := filepath.Join(b.root, "w")
	err := errors.Join(
		os.RemoveAll(b.root),
		os.MkdirAll(filepath.Join(work, "sub", "deep"), 0o777),
		os.WriteFile(filepath.Join(b.root, "script"), []byte(script.Text), 0o666),
		os.WriteFile(filepath.Join(b.root, "input"), []byte(inputText), 0o666),
		os.WriteFile(filepath.Join(work, "a.txt"), []byte("alpha\nbeta gamma\n"), 0o666),
		os.WriteFile(filepath.Join(work, "b.txt"), []byte("b1 b2 b3\n"), 0o666),
		os.WriteFile(filepath.Join(work, ".dot"), []byte("hidden\n"), 0o666),
		os.WriteFile(filepath.Join(work, "sub", "x y"), nil, 0o666),
		os.WriteFile(filepath.Join(work, "[ab]"), nil, 0o666),
	)
	return work, err
}

func status(state *os.ProcessState) int {
	ws := state.Sys().(syscall.WaitStatus)
	if ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return ws.ExitStatus()
}

// limited keeps the first bytes written to it and calls over when there are
// more.
type limited struct {
	bytes.Buffer
	over func()
}

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > maxOutput {
		l.over()
		return len(p), nil
	}
	return l.Buffer.Write(p)
}
