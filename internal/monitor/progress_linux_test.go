package monitor

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
)

// pty opens a terminal of 80 columns: what is written to program can be read
// from screen.
func pty(t *testing.T) (screen, program *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { screen.Close() })
	fd := int(screen.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Skip(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 8, Col: 80}); err != nil {
		t.Fatal(err)
	}
	return screen, program
}

// reader collects what can be read from a file.
type reader struct {
	chunks chan string
	text   string
}

func read(f *os.File) *reader {
	r := &reader{chunks: make(chan string)}
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := f.Read(buf)
			if err != nil {
				close(r.chunks)
				return
			}
			r.chunks <- string(buf[:n])
		}
	}()
	return r
}

// until reads until there is text.
func (r *reader) until(t *testing.T, text string) {
	t.Helper()
	timeout := time.After(30 * time.Second)
	for !strings.Contains(r.text, text) {
		select {
		case s, ok := <-r.chunks:
			if !ok {
				t.Fatalf("no %q in %q", text, r.text)
			}
			r.text += s
		case <-timeout:
			t.Fatalf("no %q in %q", text, r.text)
		}
	}
}

// waiting starts a pipeline that waits for its input, which end ends.
func waiting(t *testing.T, p *Progress) (end func()) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	j, err := pipeline.New(pipeline.Cmd("cat"), pipeline.Cmd("cat"), pipeline.Func("inside", discard)).Start(
		context.Background(), pipeline.Stdin(r), pipeline.Observe(p))
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	return func() {
		w.Close()
		j.Wait()
	}
}

func TestProgressOnATerminal(t *testing.T) {
	screen, program := pty(t)
	p := NewProgress(redirect.Borrow(int(program.Fd())), false)
	end := waiting(t, p)
	r := read(screen)
	r.until(t, "1 cat ")
	r.until(t, "3 inside")
	r.until(t, "in gpipe")
	r.until(t, "waiting for input")
	r.until(t, "\x1b[K\x1b8")
	if !strings.HasPrefix(r.text, "\x1bD\x1bD\x1bD\x1b[3A\x1b7\x1b[1;5r\x1b8\x1b7\x1b[0m\x1b[6;1H1 cat") {
		t.Errorf("%q", r.text)
	}
	for _, line := range strings.Split(r.text, "H")[1:] {
		if line, _, _ = strings.Cut(line, "\x1b"); len(line) >= 80 {
			t.Errorf("a line of %d columns: %q", len(line), line)
		}
	}
	p.Hide()
	r.until(t, "\x1b[r\x1b8\x1b[J")
	p.Show()
	end()
	program.WriteString("after")
	r.until(t, "after")
	if !strings.HasSuffix(r.text, "\x1b7\x1b[r\x1b8\x1b[Jafter") {
		t.Errorf("not cleared: %q", r.text)
	}
}

func TestProgressInPlainLines(t *testing.T) {
	from, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	defer write.Close()
	end := waiting(t, NewProgress(redirect.Borrow(int(write.Fd())), true))
	r := read(from)
	r.until(t, "\n")
	end()
	if !strings.HasPrefix(r.text, "gpipe: 0:01: 1 cat ") && !strings.HasPrefix(r.text, "gpipe: 0:0") ||
		!strings.Contains(r.text, "; 2 cat 0 in 0 out - waiting for input;") || !strings.Contains(r.text, "; 3 inside 0 in 0 out - in gpipe\n") || strings.Contains(r.text, "\x1b") {
		t.Errorf("%q", r.text)
	}
}

func TestNoProgressWithoutATerminal(t *testing.T) {
	f, err := os.Create(t.TempDir() + "/f")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if NewProgress(redirect.Borrow(int(f.Fd())), false) != nil {
		t.Error("there is one")
	}
}

func TestReading(t *testing.T) {
	const all, small = 1 << 20, 1000
	dir := t.TempDir()
	name, first := dir+"/f", dir+"/first"
	for file, n := range map[string]int{name: all, first: small} {
		if err := os.WriteFile(file, make([]byte, n), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		stage       pipeline.Stage
		least, size int64
	}{
		{pipeline.Cmd("cat", name), 1, all},
		{pipeline.Cmd("cat").With(redirect.In(0, name)), 1, all},
		{pipeline.Cmd("cat", first, "-u", name, first), small + 1, all + 2*small},
	} {
		stage, size := test.stage, test.size
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		seen := make(chan int64)
		watch := &onSample{f: func(j *pipeline.Job) bool {
			offset, n, ok := j.Reading(0)
			if ok = ok && n == size && offset >= test.least; ok {
				seen <- offset
			}
			return ok
		}}
		j, err := pipeline.New(stage).Start(context.Background(), pipeline.Stdout(w), pipeline.Observe(watch))
		if err != nil {
			t.Fatal(err)
		}
		if offset := <-seen; offset > size {
			t.Errorf("at %d of %d", offset, size)
		}
		r.Close()
		w.Close()
		j.Wait()
		if _, _, ok := j.Reading(0); ok {
			t.Error("after the end")
		}
	}
}

// TestReadingOthers: files that a program was not given say nothing of how far it is.
func TestReadingOthers(t *testing.T) {
	name := t.TempDir() + "/f"
	if err := os.WriteFile(name, make([]byte, 1<<20), 0o666); err != nil {
		t.Fatal(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	over := make(chan struct{})
	look := &onSample{f: func(j *pipeline.Job) bool {
		if j.Status(0).Usage.State != pipeline.WaitingForInput {
			return false
		}
		if _, _, ok := j.Reading(0); ok {
			t.Error("it reads one that is no operand")
		}
		close(over)
		return true
	}}
	j, err := pipeline.New(pipeline.Cmd("sh", "-c", "exec 3<\"$X\"; read y <&3; read x")).Start(
		context.Background(), pipeline.Stdin(r), pipeline.Env(append(os.Environ(), "X="+name)), pipeline.Observe(look))
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	<-over
	w.Close()
	j.Wait()
}

func TestClock(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "0:00", 61 * time.Second: "1:01", 3*time.Hour + 62*time.Second: "3:01:02"} {
		if got := clock(d); got != want {
			t.Errorf("%v: got %s, want %s", d, got, want)
		}
	}
}
