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
	eventually(s.t, func() string {
		s.mu.Lock()
		defer s.mu.Unlock()
		if i := strings.Index(s.text, text); i >= 0 {
			s.text = s.text[i+len(text):]
			return ""
		}
		return fmt.Sprintf("%q is not written: %q", text, s.text)
	})
	if s.t.Failed() {
		s.t.FailNow()
	}
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

// TestTerminalRead: a command reads from the terminal.
func TestTerminalRead(t *testing.T) {
	for _, group := range []string{"", "CallerGroup", "Foreground"} {
		for _, way := range hosts {
			t.Run(way+group, func(t *testing.T) {
				t.Parallel()
				s := newHost(t, way, "head -n1", "HOST_GROUP="+group)
				s.untilProcesses(1, "head", anyState)
				s.typed("typed\n")
				s.until(`wrote "typed\n", error <nil>`)
				if ws := s.ended(); ws != 0 {
					t.Errorf("%#x", ws)
				}
			})
		}
	}
}

// TestTerminalMode: a command changes the mode of the terminal, which stays so.
func TestTerminalMode(t *testing.T) {
	for _, group := range []string{"", "Foreground"} {
		for _, way := range hosts {
			t.Run(way+group, func(t *testing.T) {
				t.Parallel()
				s := newHost(t, way, "stty -echo; echo on", "HOST_GROUP="+group, "HOST_THEN=mode")
				s.until(`wrote "on\n", error <nil>`)
				s.until("no echo")
				if ws := s.ended(); ws != 0 {
					t.Errorf("%#x", ws)
				}
			})
		}
	}
}

// TestTerminalAsk: a command opens the terminal by name, as ssh does to ask for
// a password, while its own streams are others.
func TestTerminalAsk(t *testing.T) {
	for _, group := range []string{"", "Foreground"} {
		for _, way := range hosts {
			t.Run(way+group, func(t *testing.T) {
				t.Parallel()
				s := newHost(t, way, `true | { printf "password: " >/dev/tty; read p </dev/tty; echo "<$p>"; }`, "HOST_GROUP="+group)
				s.until("password: ")
				s.typed("secret\n")
				s.until(`wrote "<secret>\n", error <nil>`)
				if ws := s.ended(); ws != 0 {
					t.Errorf("%#x", ws)
				}
			})
		}
	}
}

// tree is a pipeline with descendants in it.
const tree = `sleep 1000 | sh -c 'sleep 1000 & (sleep 1000 & sleep 1000 & wait) & sleep 1000; echo not'`

// heedful is one whose processes all have SIGINT and SIGQUIT at default: those
// that a shell starts by & have not.
const heedful = `sleep 1000 | sh -c 'sleep 1000 | sh -c "sleep 1000; echo not"; echo not'`

// TestTerminalInterrupt: ^C and ^\ end the host and all that it has started.
func TestTerminalInterrupt(t *testing.T) {
	for _, way := range hosts {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			s := newShell(t)
			for _, key := range []string{"\x03", "\x1c"} {
				s.run(way, heedful, "HOST_THEN=read", "") // not to end by itself when its children have
				s.untilProcesses(3, "sleep", anyState)
				s.typed(key)
				s.until("ready> ")
				if key == "\x03" { // else the runtime makes a trace and a status of its own
					s.typed("echo status $?\n")
					s.until("\nstatus 130")
					s.until("ready> ")
				}
				s.untilProcesses(0, "sleep", anyState)
				s.untilProcesses(0, "sh", anyState)
			}
			s.typed("exit\n")
			s.ended()
		})
	}
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

// TestTerminalStop: ^Z stops the host and its children, and fg continues both.
func TestTerminalStop(t *testing.T) {
	for _, group := range []string{"", "Foreground"} {
		for _, way := range hosts {
			t.Run(way+group, func(t *testing.T) {
				t.Parallel()
				s := newShell(t)
				for range 2 {
					s.run(way, "sh -c 'head -n1'", "HOST_GROUP="+group, "")
					s.untilProcesses(1, "head", "S")
					for range 2 {
						s.typed("\x1a")
						s.until("Stopped")
						s.untilProcesses(1, "head", "T")
						s.untilProcesses(1, hostName(t), "T")
						s.typed("echo free\n")
						s.until("\nfree")
						s.until("ready> ")
						s.typed("fg\n")
						s.untilProcesses(1, "head", "S")
					}
					s.typed("typed\n")
					s.until(`wrote "typed\n", error <nil>`)
					s.until("ready> ")
				}
				s.typed("exit\n")
				s.ended()
			})
		}
	}
}

// TestTerminalBackground: a host in the background is stopped when its child
// reads the terminal, and goes on in the foreground.
func TestTerminalBackground(t *testing.T) {
	for _, group := range []string{"", "Foreground"} {
		for _, way := range hosts {
			t.Run(way+group, func(t *testing.T) {
				t.Parallel()
				s := newShell(t)
				s.run(way, "head -n1", "HOST_GROUP="+group, "&")
				s.untilProcesses(1, "head", "T")
				s.untilProcesses(1, hostName(t), "T")
				s.typed("jobs\n")
				s.until("Stopped")
				s.until("ready> ")
				s.typed("fg\n")
				s.untilProcesses(1, "head", "S")
				s.untilProcesses(1, hostName(t), anyState)
				s.typed("typed\n")
				s.until(`wrote "typed\n", error <nil>`)
				s.until("ready> ")
				s.typed("exit\n")
				s.ended()
			})
		}
	}
}

// TestTerminalOfTheHost: a host may read the terminal itself while commands run.
func TestTerminalOfTheHost(t *testing.T) {
	for _, way := range hosts {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			s := newHost(t, way, "echo x | cat", "HOST_THEN=read", "HOST_TIMES=20")
			s.until("reading")
			s.typed("typed\n")
			s.until(`read "typed\n"`)
			if ws := s.ended(); ws != 0 {
				t.Errorf("%#x", ws)
			}
		})
	}
}

// TestTerminalForeground: with Foreground ^C is the command's alone, and the
// terminal is the host's again when that has ended.
func TestTerminalForeground(t *testing.T) {
	for _, way := range hosts[1:] {
		for _, key := range []string{"\x03", "\x1c"} {
			t.Run(way, func(t *testing.T) {
				t.Parallel()
				s := newHost(t, way, "sleep 1000 | sh -c 'stty -echo </dev/tty; sleep 1000 | sleep 1000'", "HOST_GROUP=Foreground", "HOST_THEN=read")
				s.untilProcesses(3, "sleep", anyState)
				if group := s.foreground(); group == s.program.Process.Pid {
					t.Error("the host has the terminal")
				}
				s.typed(key)
				s.until("error")
				s.until("reading")
				if group := s.foreground(); group != s.program.Process.Pid {
					t.Errorf("group %d has the terminal, the host is %d", group, s.program.Process.Pid)
				}
				s.typed("typed\n")
				s.until("typed") // the mode is what it was
				s.until(`read "typed\n"`)
				if ws := s.ended(); ws != 0 {
					t.Errorf("%#x", ws)
				}
			})
		}
	}
}

// TestTerminalForegroundTwice: of two pipelines at a time the one that needs the
// terminal has it.
func TestTerminalForegroundTwice(t *testing.T) {
	for _, way := range []string{"popen.Open", "shell"} {
		for _, line := range []string{
			"{ head -n1 | cat; } | cat", "{ true | cat; } | head -n1 </dev/tty", "x=$(head -n1); echo $x",
		} {
			t.Run(way, func(t *testing.T) {
				t.Parallel()
				s := newHost(t, way, line, "HOST_GROUP=Foreground")
				s.untilProcesses(1, "head", anyState)
				s.typed("typed\n")
				s.until("typed")
				s.until(`wrote "typed\n`)
				s.ended()
			})
		}
	}
}

// TestTerminalSigint: a host that handles SIGINT, and ends the context by it,
// ends its children also when they don't care for it.
func TestTerminalSigint(t *testing.T) {
	for _, way := range hosts[1:] {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			s := newHost(t, way, `sh -c 'trap "" INT; sleep 1000; echo not' | cat`, "HOST_CANCEL=INT")
			s.untilProcesses(1, "sleep", anyState)
			s.typed("\x03")
			s.until("context canceled")
			if ws := s.ended(); ws != 0 {
				t.Errorf("%#x", ws)
			}
		})
	}
}

// TestTerminalCancel: the end of the context ends every descendant, of whatever
// group: also those that are deaf to SIGTERM, and those whose parents have ended
// and that have a pipe.
func TestTerminalCancel(t *testing.T) {
	deaf := `sh -c 'trap "" TERM; sh -c "sleep 1000; sleep 1000" & sleep 1000; sleep 1000'`
	for _, c := range []struct {
		line string
		n    int
	}{
		{tree, 5},
		{deaf, 2},
		{deaf + " | " + deaf, 4},
		{`sh -c '(sleep 1000 &); sleep 1000'`, 2},
		{`sh -c '(sh -c "trap \"\" TERM; sleep 1000; sleep 1000" &); sleep 1000'`, 2},
		{`sh -c 'sleep 1000 & exit 0' | sleep 1000`, 2},
		{`sh -c 'timeout 1000 sleep 1000 & wait'`, 1},
		{`sh -c 'set -m; sleep 1000 & wait'`, 1},
	} {
		for _, group := range []string{"", "CallerGroup", "OwnGroup", "Foreground"} {
			if strings.Contains(c.line, "set -m") || strings.Contains(c.line, "timeout") {
				if group == "OwnGroup" || group == "Foreground" {
					continue // has left the group
				}
			}
			for _, way := range hosts[1:] {
				t.Run(way+group, func(t *testing.T) {
					t.Parallel()
					s := newHost(t, way, c.line, "HOST_GROUP="+group, "HOST_CANCEL=USR1")
					s.untilProcesses(c.n, "sleep", anyState)
					s.program.Process.Signal(syscall.SIGUSR1)
					s.until("context canceled")
					if ws := s.ended(); ws != 0 {
						t.Errorf("%s: %#x", c.line, ws)
					}
				})
			}
		}
	}
}

// TestTerminalGroups: which group the options stand for.
func TestTerminalGroups(t *testing.T) {
	const line = `sh -c 'read _ _ _ _ group _ </proc/self/stat; test $group = $HOST_PID && echo shared || echo own'`
	for group, want := range map[string]string{"": "shared", "CallerGroup": "shared", "OwnGroup": "own", "Foreground": "own"} {
		for _, way := range hosts[1:] {
			s := newHost(t, way, line, "HOST_GROUP="+group)
			s.until(`wrote "` + want + `\n", error <nil>`)
			s.ended()
		}
	}
}

// TestPdeathsig: the children of a host that is killed do not outlive it.
func TestPdeathsig(t *testing.T) {
	for _, way := range hosts[1:] {
		line, n := "sleep 1000 | sleep 1000", 2
		if way == "popen.OpenArgs" || way == "pipeline" {
			line, n = "exec sleep 1000", 1 // what a shell starts does not get it
		}
		s := newHost(t, way, line, "HOST_GROUP=OwnGroup", "HOST_PDEATHSIG=1")
		s.untilProcesses(n, "sleep", anyState)
		s.program.Process.Kill()
		if ws := s.ended(); ws != 9 {
			t.Errorf("%s: %#x", way, ws)
		}
	}
}
