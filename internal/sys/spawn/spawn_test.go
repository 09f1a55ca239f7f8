//go:build linux && (amd64 || arm64)

package spawn

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/proc"
	"gpipe/internal/sys/rlimit"
	"gpipe/internal/sys/self"
	"gpipe/internal/sys/thread"
)

type spawner func(*Attr) (*proc.Process, error)

// natives are the ways on which a child makes calls that this package lists.
var natives = map[string]spawner{
	"clone3": by(0),
	"clone":  by(oldClone | closeByList | oldSetrlimit),
	"list":   by(closeByList),
	"apart":  by(oldClone | closeByList | apartMemory),
}

// spawners are the ways a process is started, tested alike.
var spawners = map[string]spawner{
	"clone3": natives["clone3"], "clone": natives["clone"], "list": natives["list"], "apart": natives["apart"],
	"portable": spawnPortable,
}

// by is a way with at least the flags more.
func by(more ways) spawner {
	return func(a *Attr) (*proc.Process, error) {
		w := knownWays()
		p, err := spawnBy(w|more, a)
		if err != nil && w.learn(err) { // this machine has its ways
			return spawnBy(knownWays()|more, a)
		}
		return p, err
	}
}

func eachOf(t *testing.T, list map[string]spawner, f func(t *testing.T, spawn spawner)) {
	for name, spawn := range list {
		t.Run(name, func(t *testing.T) {
			checkLeaks(t)
			f(t, spawn)
		})
	}
}

func eachSpawner(t *testing.T, f func(t *testing.T, spawn spawner)) { eachOf(t, spawners, f) }

// emulated tells whether programs run under an emulator, where they are slow, and
// where a child does not share its parent's memory.
func emulated() bool {
	if p, err := Start(sh(":")); err == nil {
		p.Wait()
	}
	return MemoryApart()
}

// attr is a child that keeps fds 0 to 2.
func attr(argv ...string) *Attr {
	return &Attr{Path: argv[0], Argv: argv, Env: os.Environ(), DirFd: -1, Umask: -1, TTY: -1,
		Files: []FdMap{{0, 0}, {1, 1}, {2, 2}},
		Steps: []FdStep{{FdKeep, 0, 0}, {FdKeep, 1, 0}, {FdKeep, 2, 0}, {FdCloseRange, 3, -1}}}
}

func sh(script string) *Attr { return attr("/bin/sh", "-c", script) }

// output gives the child a pipe as fd 1 and returns what came through it,
// with blanks for newlines, and the child's status.
func output(a *Attr, spawn spawner) (string, syscall.WaitStatus, error) {
	r, w, err := sys.Pipe()
	if err != nil {
		return "", 0, err
	}
	f := os.NewFile(uintptr(r), "pipe")
	defer f.Close()
	a.Files = []FdMap{{0, 0}, {1, w}, {2, 2}}
	a.Steps = []FdStep{{FdKeep, 0, 0}, {FdKeep, 2, 0}, {FdDup, w, 1}, {FdCloseRange, 3, -1}}
	p, err := spawn(a)
	sys.Close(w)
	if err != nil {
		return "", 0, err
	}
	var out bytes.Buffer
	out.ReadFrom(f)
	ws, _, err := p.Wait()
	return strings.Join(strings.Fields(out.String()), " "), ws, err
}

// wantOutput runs a and compares its output.
func wantOutput(t *testing.T, spawn spawner, a *Attr, want string) {
	t.Helper()
	if got, ws, err := output(a, spawn); got != want || ws != 0 || err != nil {
		t.Errorf("%q: %q, status %#x, %v, want %q", a.Argv, got, ws, err, want)
	}
}

func TestSpawnArguments(t *testing.T) {
	eachSpawner(t, func(t *testing.T, spawn spawner) {
		a := attr("/bin/sh", "-c", `echo "[$0]" "[$1]" "$#" "$X"`, "a b", "", "*", "$x")
		a.Env = []string{"X=1=2", "Y="}
		wantOutput(t, spawn, a, "[a b] [] 3 1=2")
		a = attr("/bin/sh", "-c", "echo $0")
		a.Env = nil
		a.Argv[0] = "sh"
		wantOutput(t, spawn, a, "sh")
	})
}

func TestSpawnDirectory(t *testing.T) {
	eachSpawner(t, func(t *testing.T, spawn spawner) {
		dir, err := filepath.EvalSymlinks(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dir+"/prog", []byte("#!/bin/sh\npwd -P"), 0o755); err != nil {
			t.Fatal(err)
		}
		fd, err := sys.Open(-1, dir, unix.O_PATH|unix.O_DIRECTORY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer sys.Close(fd)
		a := attr("./prog")
		a.DirFd = fd
		wantOutput(t, spawn, a, dir)
	})
}

func TestSpawnUmask(t *testing.T) {
	eachSpawner(t, func(t *testing.T, spawn spawner) {
		before := self.Umask()
		a := sh("umask")
		a.Umask = 0o027
		wantOutput(t, spawn, a, "0027")
		if now := self.Umask(); now != before {
			t.Errorf("umask of the process is %o now, was %o", now, before)
		}
	})
}

func TestSpawnLimits(t *testing.T) {
	eachOf(t, natives, func(t *testing.T, spawn spawner) {
		a := sh("ulimit -Sn; ulimit -Hn; ulimit -Sc")
		a.Rlimits = []rlimit.Limit{{Resource: unix.RLIMIT_NOFILE, Cur: 17, Max: 19}, {Resource: unix.RLIMIT_CORE, Cur: 0, Max: 0}}
		wantOutput(t, spawn, a, "17 19 0")
	})
}

func TestSpawnGroup(t *testing.T) {
	eachSpawner(t, func(t *testing.T, spawn spawner) {
		r, w, err := sys.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		a := sh("read x")
		a.Files = []FdMap{{0, r}}
		a.Steps = []FdStep{{FdDup, r, 0}, {FdCloseRange, 1, -1}}
		a.SetPgid = true
		leader, err := spawn(a)
		if err != nil {
			t.Fatal(err)
		}
		sys.Close(r)
		a.Files, a.Steps = nil, []FdStep{{FdCloseRange, 0, -1}}
		a.Pgid = leader.Pid()
		second, err := spawn(a)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []*proc.Process{leader, second} {
			if g, err := syscall.Getpgid(p.Pid()); g != leader.Pid() {
				t.Errorf("group %d, %v, want %d", g, err, leader.Pid())
			}
		}
		second.Wait()
		if err := syscall.Kill(-leader.Pid(), syscall.SIGKILL); err != nil {
			t.Error(err)
		}
		if ws, _, _ := leader.Wait(); ws != 9 {
			t.Errorf("leader: %#x", ws)
		}
		sys.Close(w)
	})
}

func mask(sigs ...syscall.Signal) string { return hex(sigbits(sigs...)) }

func sigbits(sigs ...syscall.Signal) uint64 {
	var m uint64
	for _, s := range sigs {
		m |= thread.SignalBit(s)
	}
	return m
}

func hex(m uint64) string { return fmt.Sprintf("%016x", m) }

// ignoredHere is the signals that this process ignores, among them those that
// whoever runs the test had it ignore.
func ignoredHere() uint64 {
	var m uint64
	status, _ := os.ReadFile("/proc/self/status")
	if _, rest, ok := strings.Cut(string(status), "SigIgn:"); ok {
		fmt.Sscanf(rest, "%x", &m)
	}
	return m
}

func TestSpawnSignals(t *testing.T) {
	eachSpawner(t, func(t *testing.T, spawn spawner) {
		got := make(chan os.Signal, 1)
		signal.Notify(got, syscall.SIGUSR1, syscall.SIGTERM)
		defer signal.Stop(got)
		wantOutput(t, spawn, attr("/usr/bin/grep", "-h", "^SigBlk", "/proc/self/status"), "SigBlk: "+mask())
		wantOutput(t, spawn, attr("/usr/bin/grep", "-h", "^SigIgn", "/proc/self/status"), "SigIgn: "+hex(ignoredHere()&^thread.SignalBit(syscall.SIGPIPE)))
	})
}

// TestSpawnDispositions: what this process ignores stays ignored in a child,
// SIGPIPE excepted, unless the child is to be different.
func TestSpawnDispositions(t *testing.T) {
	runHelper(t, "dispositions", ":")
}

func dispositions() error {
	for name, spawn := range natives {
		if err := dispositionsBy(spawn); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return portableRefuses()
}

func dispositionsBy(spawn spawner) error {
	before := ignoredHere() &^ thread.SignalBit(syscall.SIGPIPE)
	signal.Ignore(syscall.SIGPIPE, syscall.SIGUSR2, syscall.SIGTTIN)
	defer signal.Reset(syscall.SIGPIPE, syscall.SIGUSR2, syscall.SIGTTIN)
	for _, group := range []bool{false, true} {
		a := attr("/usr/bin/grep", "-h", "^SigIgn", "/proc/self/status")
		a.SetPgid = group
		want := "SigIgn: " + hex(before|sigbits(syscall.SIGUSR2, syscall.SIGTTIN))
		if got, _, err := output(a, spawn); got != want {
			return fmt.Errorf("%q, %v, want %q", got, err, want)
		}
		a.SigDefault = []syscall.Signal{syscall.SIGTTIN}
		a.SigIgnore = []syscall.Signal{syscall.SIGINT, syscall.SIGTSTP, syscall.SIGPIPE}
		want = "SigIgn: " + hex(before&^thread.SignalBit(syscall.SIGTTIN)|sigbits(syscall.SIGUSR2, syscall.SIGINT, syscall.SIGTSTP, syscall.SIGPIPE))
		if got, _, err := output(a, spawn); got != want {
			return fmt.Errorf("%q, %v, want %q", got, err, want)
		}
	}
	return nil
}

// portableRefuses checks that what ForkExec can't do is not left out quietly.
func portableRefuses() error {
	for _, tt := range []struct {
		step   string
		change func(*Attr)
	}{
		{"setrlimit", func(a *Attr) { a.Rlimits = []rlimit.Limit{{Resource: unix.RLIMIT_CORE, Cur: 0, Max: 0}} }},
		{"sigaction", func(a *Attr) { a.SigIgnore = []syscall.Signal{syscall.SIGINT} }},
		{"sigaction", func(a *Attr) { a.SigDefault = []syscall.Signal{syscall.SIGUSR2} }},
		{"", func(a *Attr) { a.SigIgnore = []syscall.Signal{syscall.SIGUSR2} }},
		{"", func(a *Attr) { a.SigDefault = []syscall.Signal{syscall.SIGINT} }},
	} {
		a := sh(":")
		tt.change(a)
		p, err := spawnPortable(a)
		var e *Error
		if errors.As(err, &e) != (tt.step != "") || e != nil && (e.Step != tt.step || e.Err != syscall.ENOTSUP) {
			return fmt.Errorf("%q: %v", tt.step, err)
		}
		if p != nil {
			p.Wait()
		}
	}
	return nil
}

// TestSpawnStopped: a SIGTSTP that comes between clone and execve neither
// stops the child there, which would stop this process, nor is it lost.
func TestSpawnStopped(t *testing.T) {
	checkLeaks(t)
	if emulated() {
		t.Skip("a child does not stop this process")
	}
	r, w, err := sys.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	a := sh("read x; exit 3")
	a.Steps[0] = FdStep{FdDup, r, 0}
	a.SetPgid = true
	l := prepare(knownWays(), a, nil)
	self := call{unix.SYS_KILL, [4]uintptr{0, uintptr(syscall.SIGTSTP)}}
	l.calls = append(l.calls[:1:1], append([]call{self}, l.calls[1:]...)...)
	p, err := l.spawn(true)
	sys.Close(r)
	if err != nil {
		t.Fatal(err)
	}
	var ws syscall.WaitStatus
	if _, err := syscall.Wait4(p.Pid(), &ws, syscall.WUNTRACED, nil); err != nil || !ws.Stopped() {
		t.Errorf("%#x, %v", ws, err)
	}
	p.Signal(syscall.SIGCONT)
	sys.Close(w)
	if ws, _, err := p.Wait(); ws != 3<<8 || err != nil {
		t.Errorf("%#x, %v", ws, err)
	}
}
