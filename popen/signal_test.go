package popen

import (
	"gpipe/internal/effort"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
)

// TestSignal: a signal does to a line what it does to a process group of
// which a shell is the leader.
func TestSignal(t *testing.T) {
	leaks(t)
	const usr1 = syscall.WaitStatus(syscall.SIGUSR1)
	deaf := `sh -c 'trap "echo got" USR1; echo ready; for i in 1 2 3; do read x; done'`
	for line, c := range map[string]struct {
		want syscall.WaitStatus
		rest string
	}{
		"echo ready; sleep 1000; echo not":                                        {usr1, ""},
		"echo ready; while :; do :; done; echo not":                               {usr1, ""},
		"echo ready; read x </dev/zero; echo not":                                 {usr1, ""},
		"echo ready; (sleep 1000; echo not); echo not":                            {usr1, ""},
		"echo ready; { while :; do :; done; } | cat":                              {usr1, ""},
		"sleep 1000 & echo ready; wait; echo not":                                 {usr1, ""},
		"trap 'echo last' EXIT; echo ready; sleep 1000":                           {usr1, "last\n"},
		"trap '' USR1; echo ready; sh -c 'exit 4'":                                {4 << 8, ""},
		"sh -c 'echo ready; exec sleep 1000'":                                     {usr1, ""},
		"true; exec sh -c 'echo ready; exec sleep 1000'":                          {usr1, ""},
		"trap 'echo trapped' USR1; sh -c 'echo ready; exec sleep 1000'; :":        {0, "trapped\n"},
		"trap 'echo trapped; exit 3' USR1; sleep 1000 & echo ready; wait; exit 4": {3 << 8, "trapped\n"},
	} {
		s := open(t, line, Read, Stderr(nil))
		readLines(t, &oneByte{s}, 1)
		if err := s.Signal(syscall.SIGUSR1); err != nil && err != os.ErrProcessDone {
			t.Errorf("%s: %v", line, err)
		}
		var rest []byte
		var ws syscall.WaitStatus
		returns(t, line, func() {
			rest, _ = io.ReadAll(s)
			ws, _ = Pclose(s)
		})
		if ws != c.want || string(rest) != c.rest {
			t.Errorf("%s: %#x %q, want %#x %q", line, ws, rest, c.want, c.rest)
		}
	}
	// A program that handles it goes on, and so does a line that is nothing
	// else, or has become it.
	for _, line := range []string{deaf, "true; exec " + deaf} {
		s := open(t, line, ReadWrite)
		in := &oneByte{s}
		readLines(t, in, 1)
		if err := s.Signal(syscall.SIGUSR1); err != nil {
			t.Errorf("%s: %v", line, err)
		}
		s.Write([]byte("1\n"))
		if got := readLines(t, in, 1)[0]; got != "got" {
			t.Errorf("%s: %q", line, got)
		}
		if err := s.Close(); err == nil || statusOf(err) != 1<<8 {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// oneByte reads no further than it must.
type oneByte struct{ s *Stream }

func (o *oneByte) Read(p []byte) (int, error) { return o.s.Read(p[:1]) }

// TestSignalAnyTime: whenever a signal comes, before the first process of a
// line exists, between two of them, or after the last, the line ends by it or
// had ended before, and nothing of it is left.
func TestSignalAnyTime(t *testing.T) {
	effort.Usual(t)
	leaks(t)
	for i := range 200 {
		for _, line := range []string{"/bin/true; /bin/true; /bin/true; sleep 1000", "/bin/true | cat; sleep 1000 & wait", "sleep 1000"} {
			s := open(t, line, Read)
			for range i * 20 {
				syscall.Getppid()
			}
			if err := s.Signal(syscall.SIGTERM); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			var ws syscall.WaitStatus
			returns(t, line, func() { ws, _ = Pclose(s) })
			if ws != 15 {
				t.Fatalf("%s: %#x", line, ws)
			}
			if err := s.Signal(syscall.SIGTERM); err != os.ErrProcessDone {
				// the background list may be about to end
				eventually(t, func() string {
					if s.Signal(0) != os.ErrProcessDone {
						return "not done"
					}
					return ""
				})
			}
		}
	}
}

// TestSignalDone: there is nobody to get it.
func TestSignalDone(t *testing.T) {
	leaks(t)
	for _, line := range []string{"true", ":", "true | true"} {
		s := open(t, line, Read)
		s.Wait()
		for _, sig := range []syscall.Signal{0, syscall.SIGTERM, syscall.SIGKILL} {
			if err := s.Signal(sig); err != os.ErrProcessDone {
				t.Errorf("%s: %v", line, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestSignalStop: a line stops and goes on with its processes.
func TestSignalStop(t *testing.T) {
	leaks(t)
	s := open(t, "true; sh -c 'echo $$; exec cat'; echo end", ReadWrite)
	in := &oneByte{s}
	pid := readLines(t, in, 1)[0]
	state := func(want string) {
		eventually(t, func() string {
			text, _ := os.ReadFile("/proc/" + pid + "/stat")
			if _, rest, _ := strings.Cut(string(text), ") "); strings.HasPrefix(rest, want) {
				return ""
			}
			return "not " + want + ": " + string(text)
		})
	}
	s.Signal(syscall.SIGSTOP)
	state("T")
	s.Write([]byte("x\n"))
	s.Signal(syscall.SIGCONT)
	s.CloseWrite()
	if got := readLines(t, in, 2); got[0] != "x" || got[1] != "end" {
		t.Errorf("%q", got)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestKillSelf: kill $$ in a line is about the line, not about the program it
// is embedded in.
func TestKillSelf(t *testing.T) {
	leaks(t)
	for line, want := range map[string]syscall.WaitStatus{
		"kill $$; echo not": 15, "kill -KILL $$; echo not": 9, "kill -s USR2 $$; echo not": 12,
		"kill 0; echo not": 15, "kill -- -$$; echo not": 15, "(kill $$; while :; do :; done); echo not": 15,
		"kill -CONT $$": 0, "kill -WINCH $$": 0, "kill -0 $$": 0,
		"trap 'exit 3' TERM; kill $$; echo not":          3 << 8,
		"trap '' TERM; kill $$; exit 4":                  4 << 8,
		"sleep 1000 & kill 0; wait; echo not":            15,
		"(while :; do :; done) & kill $!; wait $!; exit": 143 << 8,
	} {
		s := open(t, line, Read)
		var text []byte
		var ws syscall.WaitStatus
		returns(t, line, func() {
			text, _ = io.ReadAll(s)
			ws, _ = Pclose(s)
		})
		if ws != want || len(text) > 0 {
			t.Errorf("%s: %#x %q, want %#x", line, ws, text, want)
		}
	}
}
