package popen

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// screen is a terminal, with a program in a session of its own that has it.
type screen struct {
	t        *testing.T
	keyboard *os.File
	program  *exec.Cmd
	mark     string // in the environment of the program and its descendants

	mu   sync.Mutex
	text string
	over chan struct{} // nobody has the terminal any more
}

// newScreen starts argv in a new terminal.
func newScreen(t *testing.T, env []string, argv ...string) *screen {
	t.Helper()
	keyboard, program := newTerminal(t)
	s := &screen{t: t, keyboard: keyboard, mark: "POPEN_TEST_MARK=" + rand.Text(), over: make(chan struct{})}
	s.program = exec.Command(argv[0], argv[1:]...)
	s.program.Env = slices.Concat(os.Environ(), env, []string{s.mark})
	s.program.Stdin, s.program.Stdout, s.program.Stderr = program, program, program
	s.program.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := s.program.Start(); err != nil {
		t.Fatal(err)
	}
	program.Close()
	go s.watch()
	t.Cleanup(func() {
		s.killAll()
		s.program.Wait()
		s.keyboard.Close()
		<-s.over
	})
	return s
}

// newTerminal makes a terminal: the side of the keyboard and that of programs.
func newTerminal(t *testing.T) (keyboard, program *os.File) {
	t.Helper()
	m, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Skip(err)
	}
	n, err := unix.IoctlGetInt(m, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(m, unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("/dev/pts/%d", n)
	s, err := unix.Open(name, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Skip(err)
	}
	return os.NewFile(uintptr(m), "keyboard"), os.NewFile(uintptr(s), name)
}

func (s *screen) watch() {
	defer close(s.over)
	buf := make([]byte, 4096)
	for {
		n, err := s.keyboard.Read(buf)
		s.mu.Lock()
		s.text += string(buf[:n])
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// typed is keys that are pressed.
func (s *screen) typed(keys string) {
	s.t.Helper()
	if _, err := s.keyboard.WriteString(keys); err != nil {
		s.t.Error(err)
	}
}

// until waits until text is written, and forgets what came before its end.
func (s *screen) until(text string) {
	s.t.Helper()
	s.read(text)
}

// read is until, and returns what came before its end.
func (s *screen) read(text string) (read string) {
	s.t.Helper()
	eventually(s.t, func() string {
		s.mu.Lock()
		defer s.mu.Unlock()
		if i := strings.Index(s.text, text); i >= 0 {
			read, s.text = s.text[:i+len(text)], s.text[i+len(text):]
			return ""
		}
		return fmt.Sprintf("%q is not written: %q", text, s.text)
	})
	if s.t.Failed() {
		s.t.FailNow()
	}
	return read
}

// processes lists those that are there, as pid, state and name, zombies not.
func (s *screen) processes() []string {
	var list []string
	files, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, file := range files {
		env, err := os.ReadFile(file)
		if err != nil || !bytes.Contains(env, []byte(s.mark)) {
			continue
		}
		stat, err := os.ReadFile(filepath.Join(filepath.Dir(file), "stat"))
		if end := bytes.LastIndexByte(stat, ')'); err == nil && stat[end+2] != 'Z' {
			list = append(list, string(stat[:end+3]))
		}
	}
	return list
}

// untilProcesses waits until there are so many processes with a name, the first
// 15 characters of that of the file, in one of the states.
func (s *screen) untilProcesses(n int, name, states string) {
	s.t.Helper()
	eventually(s.t, func() string {
		found, list := 0, s.processes()
		for _, p := range list {
			if strings.Contains(p, "("+name+")") && strings.ContainsAny(p[len(p)-1:], states) {
				found++
			}
		}
		if found == n {
			return ""
		}
		return fmt.Sprintf("%d of %d %s in state %s: %q", found, n, name, states, list)
	})
	if s.t.Failed() {
		s.t.FailNow()
	}
}

// anyState is all states of a process.
const anyState = "RSDTtI"

// ended waits for the end of the program, of which nothing must be left, and
// returns its status.
func (s *screen) ended() syscall.WaitStatus {
	s.t.Helper()
	returns(s.t, "the program", func() { s.program.Wait() })
	eventually(s.t, func() string {
		if left := s.processes(); len(left) > 0 {
			return fmt.Sprintf("left behind: %q", left)
		}
		return ""
	})
	return s.program.ProcessState.Sys().(syscall.WaitStatus)
}

func (s *screen) killAll() {
	files, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, file := range files {
		if env, err := os.ReadFile(file); err == nil && bytes.Contains(env, []byte(s.mark)) {
			pid := 0
			fmt.Sscan(filepath.Base(filepath.Dir(file)), &pid)
			syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}

// foreground returns the process group that has the terminal.
func (s *screen) foreground() int {
	c, err := s.keyboard.SyscallConn()
	if err != nil {
		s.t.Fatal(err)
	}
	group := 0
	c.Control(func(fd uintptr) { group, err = unix.IoctlGetInt(int(fd), unix.TIOCGPGRP) })
	if err != nil {
		s.t.Error(err)
	}
	return group
}

// hostName is the name of the host's process.
func hostName(t *testing.T) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Base(exe)
	return name[:min(len(name), 15)]
}

// hosts are the ways in which a Go program runs a command, the first one to
// compare with.
var hosts = []string{"os/exec", "popen.Open", "popen.OpenArgs", "pipeline", "shell"}

// newHost starts a host program in a terminal.
func newHost(t *testing.T, way, line string, settings ...string) *screen {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return newScreen(t, append(hostEnv(way, line), settings...), exe)
}

func hostEnv(way, line string) []string {
	return []string{"POPEN_TEST_HELPER=host", "HOST_WAY=" + way, "HOST_LINE=" + line}
}

// newShell starts an interactive shell with the host in a file.
func newShell(t *testing.T) *screen {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := newScreen(t, []string{"PS1=ready> ", "HOST=" + exe, "TERM=dumb"}, bash, "--norc", "--noprofile", "-i")
	s.until("ready> ")
	return s
}

// run types a command that runs the host.
func (s *screen) run(way, line, setting, after string) {
	s.t.Helper()
	s.typed(fmt.Sprintf("POPEN_TEST_HELPER=host HOST_WAY=%s %s HOST_LINE=%q $HOST %s\n", way, setting, line, after))
}

// untilSaid types a command again and again until it says text: the shell may
// not have been told yet of what the processes do.
func (s *screen) untilSaid(command, text string) {
	s.t.Helper()
	eventually(s.t, func() string {
		s.typed(command + "\n")
		said := s.read("ready> ")
		if strings.Contains(said, text) {
			return ""
		}
		return fmt.Sprintf("%s says %q", command, said)
	})
}
