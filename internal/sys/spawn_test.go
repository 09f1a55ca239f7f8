//go:build linux && (amd64 || arm64)

package sys

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// spawners are the ways a process is started, tested alike.
var spawners = map[string]func(*SpawnAttr) (*Process, error){
	"native": func(a *SpawnAttr) (*Process, error) {
		p, ok, err := spawnNative(a)
		if !ok {
			panic("no clone3 here")
		}
		return p, err
	},
	"portable": spawnPortable,
}

func eachSpawner(t *testing.T, f func(t *testing.T, spawn func(*SpawnAttr) (*Process, error))) {
	for name, spawn := range spawners {
		t.Run(name, func(t *testing.T) { f(t, spawn) })
	}
}

// attr is a child that keeps fds 0 to 2.
func attr(argv ...string) *SpawnAttr {
	return &SpawnAttr{Path: argv[0], Argv: argv, Env: os.Environ(), DirFd: -1, Umask: -1, TTY: -1,
		Files: []FdMap{{0, 0}, {1, 1}, {2, 2}},
		Steps: []FdStep{{FdKeep, 0, 0}, {FdKeep, 1, 0}, {FdKeep, 2, 0}, {FdCloseRange, 3, -1}}}
}

func sh(script string) *SpawnAttr { return attr("/bin/sh", "-c", script) }

// output gives the child a pipe as fd 1 and returns what came through it and
// the child's status.
func output(t *testing.T, a *SpawnAttr, spawn func(*SpawnAttr) (*Process, error)) (string, syscall.WaitStatus) {
	t.Helper()
	r, w, err := Pipe()
	if err != nil {
		t.Fatal(err)
	}
	a.Files = []FdMap{{0, 0}, {1, w}, {2, 2}}
	a.Steps = []FdStep{{FdKeep, 0, 0}, {FdKeep, 2, 0}, {FdDup, w, 1}, {FdCloseRange, 3, -1}}
	p, err := spawn(a)
	Close(w)
	if err != nil {
		Close(r)
		t.Fatal(err)
	}
	var out bytes.Buffer
	f := os.NewFile(uintptr(r), "pipe")
	out.ReadFrom(f)
	f.Close()
	ws, _, err := p.Wait()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(out.String()), ws
}

func TestSpawnStatus(t *testing.T) {
	eachSpawner(t, func(t *testing.T, spawn func(*SpawnAttr) (*Process, error)) {
		for _, tt := range []struct {
			script string
			want   syscall.WaitStatus
		}{
			{":", 0},
			{"exit 255", 255 << 8},
			{"exit 127", 127 << 8},
			{"kill -KILL $$", 9},
			{"kill -TERM $$", 15},
			{"kill -PIPE $$", 13},
			{"ulimit -c 0; kill -SEGV $$", 11},
		} {
			for _, noPidfd := range []bool{false, true} {
				a := sh(tt.script)
				a.NoPidfd = noPidfd
				p, err := spawn(a)
				if err != nil {
					t.Fatal(err)
				}
				ws, ru, err := p.Wait()
				if ws != tt.want || err != nil || ru.Maxrss == 0 {
					t.Errorf("%s: %#x, %v, want %#x; maxrss %d", tt.script, ws, err, tt.want, ru.Maxrss)
				}
				if err := p.Signal(0); err != os.ErrProcessDone {
					t.Errorf("signal after wait: %v", err)
				}
			}
		}
	})
}

func BenchmarkSpawn(b *testing.B) {
	path := filepath.Join(b.TempDir(), "exit")
	if err := os.WriteFile(path, program(exitCode), 0o755); err != nil {
		b.Fatal(err)
	}
	for name, spawn := range spawners {
		for _, noPidfd := range []bool{false, true} {
			b.Run(name+"/nopidfd="+strconv.FormatBool(noPidfd), func(b *testing.B) {
				b.ReportAllocs()
				a := attr(path)
				a.NoPidfd = noPidfd
				for b.Loop() {
					p, err := spawn(a)
					if err != nil {
						b.Fatal(err)
					}
					p.Wait()
				}
			})
		}
	}
	b.Run("ForkExec", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			pid, err := syscall.ForkExec(path, []string{path}, &syscall.ProcAttr{Env: os.Environ(), Files: []uintptr{0, 1, 2}})
			if err != nil {
				b.Fatal(err)
			}
			syscall.Wait4(pid, nil, 0, nil)
		}
	})
	b.Run("os.exec", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := exec.Command(path).Run(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
