package popen

import (
	"gpipe/internal/effort"
	"strings"
	"syscall"
	"testing"
)

// TestTerminalRead: a command reads from the terminal.
func TestTerminalRead(t *testing.T) {
	effort.Usual(t)
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
	effort.Usual(t)
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
	effort.Usual(t)
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
	effort.Usual(t)
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

// TestTerminalStop: ^Z stops the host and its children, and fg continues both.
func TestTerminalStop(t *testing.T) {
	effort.Usual(t)
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
	effort.Usual(t)
	for _, group := range []string{"", "Foreground"} {
		for _, way := range hosts {
			t.Run(way+group, func(t *testing.T) {
				t.Parallel()
				s := newShell(t)
				s.run(way, "head -n1", "HOST_GROUP="+group, "&")
				s.untilProcesses(1, "head", "T")
				s.untilProcesses(1, hostName(t), "T")
				s.untilSaid("jobs", "Stopped")
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
	effort.Usual(t)
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
	effort.Usual(t)
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
	effort.Usual(t)
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
	effort.Usual(t)
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
	effort.Usual(t)
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
	effort.Usual(t)
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
	effort.Usual(t)
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
