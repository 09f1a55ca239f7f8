//go:build linux && (amd64 || arm64)

package spawn

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/elf"
	"gpipe/internal/sys/rlimit"
)

// BenchmarkSpawn starts a program of two instructions and waits for its end,
// beside what the standard library takes.
func BenchmarkSpawn(b *testing.B) {
	path := filepath.Join(b.TempDir(), "exit")
	if err := os.WriteFile(path, elf.Program(elf.ExitCode), 0o755); err != nil {
		b.Fatal(err)
	}
	run := func(name string, spawn spawner, change func(*Attr)) {
		a := attr(path)
		change(a)
		b.Run(name, func(b *testing.B) { benchmark(b, a, spawn) })
	}
	run("native", Start, func(*Attr) {})
	run("native-nopidfd", Start, func(a *Attr) { a.NoPidfd = true })
	run("native-all", Start, func(a *Attr) {
		a.NoPidfd, a.SetPgid, a.Umask = true, true, 0o22
		a.SigIgnore = []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT}
		a.Rlimits = []rlimit.Limit{{Resource: unix.RLIMIT_NOFILE, Cur: 100, Max: 100}}
		dir, err := sys.Open(-1, "/", unix.O_DIRECTORY, 0)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { sys.Close(dir) })
		a.DirFd = dir
	})
	run("clone-list", natives["clone"], func(a *Attr) { a.NoPidfd = true })
	run("apart", natives["apart"], func(a *Attr) { a.NoPidfd = true })
	run("portable", spawnPortable, func(a *Attr) { a.NoPidfd = true })
	b.Run("syscall.ForkExec", func(b *testing.B) { forkExecs(b, path) })
	b.Run("os.exec", func(b *testing.B) { execs(b, path) })
}

func benchmark(b *testing.B, a *Attr, spawn spawner) {
	b.ReportAllocs()
	for b.Loop() {
		p, err := spawn(a)
		if err != nil {
			b.Fatal(err)
		}
		if _, _, err := p.Wait(); err != nil {
			b.Fatal(err)
		}
	}
}

func forkExecs(b *testing.B, path string) {
	b.ReportAllocs()
	pa := &syscall.ProcAttr{Env: os.Environ(), Files: []uintptr{0, 1, 2}}
	for b.Loop() {
		pid, err := syscall.ForkExec(path, []string{path}, pa)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := syscall.Wait4(pid, nil, 0, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func execs(b *testing.B, path string) {
	b.ReportAllocs()
	for b.Loop() {
		if err := exec.Command(path).Run(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSpawnParallel has many goroutines start processes at once.
func BenchmarkSpawnParallel(b *testing.B) {
	path := filepath.Join(b.TempDir(), "exit")
	if err := os.WriteFile(path, elf.Program(elf.ExitCode), 0o755); err != nil {
		b.Fatal(err)
	}
	for name, run := range map[string]func(){
		"native": func() {
			if p, err := Start(attr(path)); err == nil {
				p.Wait()
			}
		},
		"os.exec": func() { exec.Command(path).Run() },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetParallelism(32)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					run()
				}
			})
		})
	}
}
