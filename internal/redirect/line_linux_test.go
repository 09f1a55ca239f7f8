package redirect

import (
	"bytes"
	"errors"
	"gpipe/internal/effort"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// sources are ways for a File to be open for reading on text.
func sources(t *testing.T, text string) map[string]func() *File {
	path := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	apply := func(op Op) *File {
		var table Table
		undo, err := table.Apply([]Op{op}, &Context{DirFd: -1, Umask: -1})
		if err != nil {
			t.Fatal(err)
		}
		undo.Commit()
		f := table.Get(0).Ref()
		table.Close()
		return f
	}
	pipe := func() *File {
		var p [2]int
		if err := unix.Pipe2(p[:], unix.O_CLOEXEC); err != nil {
			t.Fatal(err)
		}
		go func() {
			syscall.Write(p[1], []byte(text))
			syscall.Close(p[1])
		}()
		return NewFile(p[0])
	}
	return map[string]func() *File{
		"file": func() *File { return apply(In(0, path)) },
		"shared file": func() *File {
			fd, err := syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
			if err != nil {
				t.Fatal(err)
			}
			return NewFile(fd)
		},
		"here-document": func() *File { return apply(Text(0, text)) },
		"pipe":          func() *File { return Own(pipe()) },
		"shared pipe":   pipe,
		"socket": func() *File {
			p, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
			if err != nil {
				t.Fatal(err)
			}
			go func() {
				syscall.Write(p[1], []byte(text))
				syscall.Close(p[1])
			}()
			return NewFile(p[0])
		},
	}
}

// lines is text with lines of all lengths.
func lines(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		most := 60
		if r.IntN(20) == 0 {
			most = 9000
		}
		for range r.IntN(most) {
			b.WriteByte(byte('a' + r.IntN(26)))
		}
		b.WriteByte('\n')
	}
	b.WriteString("no newline")
	return b.String()
}

// expected is what ReadLine is to append when left is what there is.
func expected(l *Line, left string) string {
	n := len(left)
	if l.Max > 0 {
		n = min(n, l.Max)
	}
	if i := strings.IndexByte(left[:n], l.Delim); i >= 0 && !l.NoDelim {
		n = i + 1
	}
	return left[:n]
}

// Whoever reads the open file between the lines finds what follows them, and
// the lines go on where that reader stopped.
func TestReadLineLeavesTheRest(t *testing.T) {
	effort.Usual(t)
	checkFds(t)
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 1))
		text := lines(r, 400)
		for name, open := range sources(t, text) {
			f := open()
			left := text
			for step := 0; left != ""; step++ {
				if seed%3 > 0 && r.IntN(9) == 0 {
					n := outside(t, f, r.IntN(100)+1)
					if !strings.HasPrefix(left, n) || n == "" {
						t.Fatalf("%s, seed %d, step %d: another reader got %.60q, want %.60q", name, seed, step, n, left)
					}
					left = left[len(n):]
					continue
				}
				l := &Line{Delim: '\n', Epoch: uint64(r.IntN(30) / 29)}
				switch r.IntN(6) {
				case 0:
					l.Max = 1 + r.IntN(200)
				case 1:
					l.Max, l.NoDelim = 1+r.IntN(200), true
				case 2:
					l.Delim = 'q'
				}
				got, err := ReadLine(f, []byte("<"), l)
				if want := "<" + expected(l, left); string(got) != want || err != nil {
					t.Fatalf("%s, seed %d, step %d: %.60q, %v, want %.60q", name, seed, step, got, err, want)
				}
				left = left[len(got)-1:]
			}
			if got, err := ReadLine(f, nil, &Line{Delim: '\n'}); len(got) != 0 || err != nil {
				t.Errorf("%s: at the end %q, %v", name, got, err)
			}
			f.Unref()
		}
	}
}

// outside reads as another process would, or through the File.
func outside(t *testing.T, f *File, n int) string {
	p := make([]byte, n)
	var err error
	if n%3 == 0 {
		n, err = f.Read(p)
	} else {
		fd, ferr := f.Fd()
		if ferr != nil {
			t.Fatal(ferr)
		}
		n, err = syscall.Read(fd, p)
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(p[:n])
}

// Readers at the same time share the bytes between them: none is lost or read
// twice. (A line of a pipe can still be torn where the pipe was empty.)
func TestReadLineTogether(t *testing.T) {
	effort.Usual(t)
	checkFds(t)
	text := lines(rand.New(rand.NewPCG(1, 1)), 3000)
	var want [256]int
	for _, c := range []byte(text) {
		want[c]++
	}
	for name, open := range sources(t, text) {
		f := open()
		var mu sync.Mutex
		var got [256]int
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				for {
					line, err := ReadLine(f, nil, &Line{Delim: '\n'})
					if len(line) == 0 {
						return
					}
					mu.Lock()
					for _, c := range line {
						got[c]++
					}
					if err != nil {
						t.Error(err)
					}
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
		f.Unref()
	}
}

// What a program writes into the file after a line was read is seen in the
// next epoch; what it appends, at once.
func TestReadLineEpochs(t *testing.T) {
	checkFds(t)
	path := filepath.Join(t.TempDir(), "f")
	os.WriteFile(path, []byte("one\ntwo\n"), 0o600)
	var table Table
	undo, err := table.Apply([]Op{In(0, path), InOut(3, path)}, &Context{DirFd: -1, Umask: -1})
	if err != nil {
		t.Fatal(err)
	}
	undo.Commit()
	defer table.Close()
	for _, fd := range []int{0, 3} {
		f := table.Get(fd)
		os.WriteFile(path, []byte("one\ntwo\n"), 0o600)
		var got []byte
		for i, change := range []string{"one\ntwo\n", "ONE\nTWO\n", "ONE\nTWO\nthree\n"} {
			file, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			file.WriteString(change)
			file.Close()
			if got, err = ReadLine(f, got, &Line{Delim: '\n', Epoch: uint64(i)}); err != nil {
				t.Fatal(err)
			}
		}
		if string(got) != "one\nTWO\nthree\n" {
			t.Errorf("fd %d: %q", fd, got)
		}
	}
	f := table.Get(3)
	f.Write([]byte("end\n")) // at the position
	if text, _ := os.ReadFile(path); string(text) != "ONE\nTWO\nthree\nend\n" {
		t.Errorf("%q", text)
	}
}

// A wait for a line ends at its deadline, and what came before is not lost.
func TestReadLineDeadline(t *testing.T) {
	checkFds(t)
	for _, before := range []string{"", "some", strings.Repeat("more than a few bytes ", 20)} {
		var p [2]int
		if err := unix.Pipe2(p[:], unix.O_CLOEXEC); err != nil {
			t.Fatal(err)
		}
		f := NewFile(p[0])
		syscall.Write(p[1], []byte(before))
		var got []byte
		for string(got) != before || before == "" {
			var err error
			if got, err = ReadLine(f, got, &Line{Delim: '\n', Deadline: time.Unix(1, 0)}); !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Fatal(err)
			}
			if before == "" {
				break
			}
		}
		syscall.Close(p[1])
		f.Unref()
	}
}

type wakeFd int

func (w wakeFd) WakeFd() int { return int(w) }

// A wait for a line ends when the Waker says so.
func TestReadLineWoken(t *testing.T) {
	checkFds(t)
	var p, wake [2]int
	if unix.Pipe2(p[:], unix.O_CLOEXEC) != nil || unix.Pipe2(wake[:], unix.O_CLOEXEC) != nil {
		t.Fatal("pipe")
	}
	f := NewFile(p[0])
	before := strings.Repeat("x", 2*fewBytes)
	syscall.Write(p[1], []byte(before))
	done := make(chan error)
	var got []byte
	go func() {
		var err error
		got, err = ReadLine(f, nil, &Line{Delim: '\n', Waker: wakeFd(wake[0])})
		done <- err
	}()
	syscall.Close(wake[1])
	if err := <-done; err != ErrWoken || !strings.HasPrefix(before, string(got)) {
		t.Errorf("%q, %v", got, err)
	}
	syscall.Close(wake[0])
	syscall.Close(p[1])
	f.Unref()
}

func TestReadLineErrors(t *testing.T) {
	checkFds(t)
	c := NewCapture(nil)
	if _, err := ReadLine(c.File(), nil, &Line{}); err != syscall.EBADF {
		t.Error(err)
	}
	c.File().Unref()
	var table Table
	path := filepath.Join(t.TempDir(), "f")
	undo, err := table.Apply([]Op{Out(1, path), In(0, t.TempDir())}, &Context{DirFd: -1, Umask: -1})
	if err != nil {
		t.Fatal(err)
	}
	undo.Commit()
	defer table.Close()
	if _, err := ReadLine(table.Get(1), nil, &Line{}); err != syscall.EBADF {
		t.Error(err)
	}
	if _, err := ReadLine(table.Get(0), nil, &Line{}); err != syscall.EISDIR {
		t.Error(err)
	}
}

func BenchmarkReadLine(b *testing.B) {
	text := bytes.Repeat([]byte("some words in a line\n"), 50000)
	path := filepath.Join(b.TempDir(), "f")
	os.WriteFile(path, text, 0o600)
	for _, own := range []bool{true, false} {
		name := "shared"
		if own {
			name = "own"
		}
		b.Run(name+" file", func(b *testing.B) {
			var line []byte
			l := &Line{Delim: '\n'}
			var f *File
			for b.Loop() {
				if len(line) == 0 {
					fd, err := syscall.Open(path, syscall.O_RDONLY, 0)
					if err != nil {
						b.Fatal(err)
					}
					f = NewFile(fd)
					f.own.Store(own)
				}
				if line, _ = ReadLine(f, line[:0], l); len(line) == 0 {
					f.Unref()
				}
			}
		})
		b.Run(name+" pipe", func(b *testing.B) {
			var p [2]int
			unix.Pipe2(p[:], unix.O_CLOEXEC)
			go func() {
				for {
					if _, err := syscall.Write(p[1], text); err != nil {
						syscall.Close(p[1])
						return
					}
				}
			}()
			f := NewFile(p[0])
			f.own.Store(own)
			var line []byte
			l := &Line{Delim: '\n'}
			for b.Loop() {
				line, _ = ReadLine(f, line[:0], l)
			}
			f.Unref()
		})
	}
}
