package pipeline

import (
	"context"
	"io"
	"os"
	"os/exec"
	"testing"

	"gpipe/internal/redirect"
)

// BenchmarkOne starts and waits for one process in each way of waiting,
// against os/exec.
func BenchmarkOne(b *testing.B) {
	path, err := exec.LookPath("true")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("os/exec", func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			if err := exec.Command(path).Run(); err != nil {
				b.Fatal(err)
			}
		}
	})
	p := New(Cmd(path))
	b.Run("run", func(b *testing.B) { benchmark(b, p) })
	b.Run("cancellable", func(b *testing.B) {
		ctx, cancel := context.WithCancel(bg)
		defer cancel()
		b.ReportAllocs()
		for range b.N {
			if err := p.Run(ctx); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("background", func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			j, err := p.Start(bg)
			if err != nil {
				b.Fatal(err)
			}
			j.Wait()
		}
	})
	for name, o := range map[string]*Options{
		"engine":          {engine: EngineOptions{Waiting: WaitCaller}, Group: GroupCaller},
		"engine-blocking": {engine: EngineOptions{Waiting: WaitBlocking}, Group: GroupCaller},
	} {
		b.Run(name, func(b *testing.B) { benchmarkEngine(b, o, path) })
	}
}

// benchmarkEngine does what a shell does for a simple command.
func benchmarkEngine(b *testing.B, o *Options, path string) {
	var base redirect.Table
	for fd := range 3 {
		base.Set(fd, redirect.Borrow(fd))
	}
	argv, env := []string{"true"}, os.Environ()
	b.ReportAllocs()
	for range b.N {
		files := base.Fork()
		j, err := New(Exec(&Proc{Path: path, Argv: argv, Env: env, DirFd: -1, Umask: -1, Files: &files})).StartWith(bg, o)
		if err != nil {
			b.Fatal(err)
		}
		if err := j.Wait(); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmark(b *testing.B, p *Pipeline) {
	b.ReportAllocs()
	for range b.N {
		if err := p.Run(bg); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkThree is a pipeline of three, against the same by /bin/sh.
func BenchmarkThree(b *testing.B) {
	b.Run("sh", func(b *testing.B) { benchmark(b, New(Cmd("/bin/sh", "-c", "/bin/true | /bin/true | /bin/true"))) })
	b.Run("pipeline", func(b *testing.B) { benchmark(b, New(Cmd("/bin/true"), Cmd("/bin/true"), Cmd("/bin/true"))) })
}

// BenchmarkThroughput moves 256 MiB through three processes, and through a
// function between two.
func BenchmarkThroughput(b *testing.B) {
	const size = 256 << 20
	head, cat := Cmd("head", "-c", "268435456", "/dev/zero"), Cmd("cat")
	copies := Func("copy", func(_ context.Context, s *Stdio) error {
		buf := make([]byte, 128<<10)
		_, err := io.CopyBuffer(struct{ io.Writer }{s.Stdout}, struct{ io.Reader }{s.Stdin}, buf)
		return err
	})
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	for _, c := range []struct {
		name string
		ctx  context.Context
		p    *Pipeline
	}{
		{"sh", bg, New(Cmd("sh", "-c", "head -c 268435456 /dev/zero | cat | cat >/dev/null"))},
		{"kernel", bg, New(head, cat, cat)},
		{"func", bg, New(head, copies, cat)},
		{"func-cancellable", ctx, New(head, copies, cat)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(size)
			for range b.N {
				if err := c.p.Run(c.ctx); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
