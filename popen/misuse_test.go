package popen

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"gpipe/pipeline"

	"github.com/google/go-cmp/cmp"
)

// TestMisuseOfOptions: for each option with which functions and modes it makes
// sense. Where it does not, that is an *ArgumentError, and nothing is started.
func TestMisuseOfOptions(t *testing.T) {
	leaks(t)
	for _, c := range []struct {
		option string
		opt    Option
		// Of Open, Open with RealShell and OpenArgs, with Read, Write and
		// ReadWrite: "." it works, "m" no effect with the mode, "f" with the
		// function.
		works string
	}{
		{"Env", Env([]string{"A=b"}), "... ... ..."},
		{"Dir", Dir("/"), "... ... ..."},
		{"Args", Args("a"), "... ... fff"},
		{"Args", Args(), "... ... fff"},
		{"Stdin", Stdin(nil), ".mm .mm .mm"},
		{"Stdin", Stdin(strings.NewReader("")), ".mm .mm .mm"},
		{"Stdout", Stdout(nil), "m.m m.m m.m"},
		{"Stdout", Stdout(io.Discard), "m.m m.m m.m"},
		{"Stderr", Stderr(nil), "... ... ..."},
		{"Stderr", Stderr(io.Discard), "... ... ..."},
		{"Grace", Grace(0), "... ... ..."},
		{"Drain", Drain(time.Second), "... ... ..."},
		{"PipeSize", PipeSize(1 << 16), "... ... ..."},
		{"Pipefail", Pipefail(), "... ... fff"},
		{"RealShell", RealShell(), "... ... fff"},
		{"AllowDot", AllowDot(), "fff fff ..."},
		{"OwnGroup", OwnGroup(), "... ... ..."},
		{"CallerGroup", CallerGroup(), "... ... ..."},
		{"Foreground", Foreground(), "... ... ..."},
		{"Pdeathsig", Pdeathsig(syscall.SIGTERM), "... ... ..."},
	} {
		for i, f := range strings.Fields(c.works) {
			for k, want := range f {
				mode := Mode(k + 1)
				why := map[rune]string{'m': "has no effect with " + mode.name(), 'f': "has no effect with " + []string{"Open", "Open", "OpenArgs"}[i]}[want]
				s, err := opens[i](mode, c.opt)
				if why == "" && err != nil {
					t.Errorf("%s, way %d, %s: %v", c.option, i, mode.name(), err)
				} else if why != "" {
					checkMisuse(t, err, []string{"popen.Open", "popen.Open", "popen.OpenArgs"}[i], c.option, why)
				}
				if err == nil {
					s.Close()
				}
			}
		}
	}
}

// opens are the ways to start a command.
var opens = []func(mode Mode, opts ...Option) (*Stream, error){
	func(mode Mode, opts ...Option) (*Stream, error) { return Open(bg, "true", mode, opts...) },
	func(mode Mode, opts ...Option) (*Stream, error) {
		return Open(bg, "true", mode, append([]Option{RealShell(), Stderr(nil)}, opts...)...)
	},
	func(mode Mode, opts ...Option) (*Stream, error) { return OpenArgs(bg, []string{"true"}, mode, opts...) },
}

func checkMisuse(t *testing.T, err error, f, arg, why string) {
	t.Helper()
	var a *ArgumentError
	if !errors.As(err, &a) || !errors.Is(err, syscall.EINVAL) {
		t.Errorf("%s: %s %s: %v", f, arg, why, err)
	} else if d := cmp.Diff(&ArgumentError{Func: f, Arg: arg, Why: why}, a); d != "" {
		t.Errorf("%s: %s: (-want +got):\n%s", f, arg, d)
	}
}

// TestMisuseOfValues: options and arguments that can't be.
func TestMisuseOfValues(t *testing.T) {
	leaks(t)
	for _, c := range []struct {
		arg, why string
		opt      Option
	}{
		{"Option", "is nil", nil},
		{"Dir", nul, Dir("a\x00b")},
		{"Env", nul, Env([]string{"A=\x00"})},
		{"PipeSize", "is negative", PipeSize(-1)},
		{"Grace", "is negative", Grace(-1)},
		{"Drain", "is negative", Drain(-time.Hour)},
		{"Pdeathsig", "is no signal", Pdeathsig(0)},
		{"Pdeathsig", "is no signal", Pdeathsig(-1)},
		{"Pdeathsig", "is no signal", Pdeathsig(1000)},
	} {
		for i, begin := range opens {
			_, err := begin(Read, c.opt)
			checkMisuse(t, err, []string{"popen.Open", "popen.Open", "popen.OpenArgs"}[i], c.arg, c.why)
		}
	}
	const modes = "is none of Read, Write and ReadWrite"
	for _, mode := range []Mode{0, 4, 255} {
		_, err := Open(bg, "cat", mode)
		checkMisuse(t, err, "popen.Open", "mode", modes)
		_, err = OpenArgs(bg, []string{"cat"}, mode)
		checkMisuse(t, err, "popen.OpenArgs", "mode", modes)
	}
	var none context.Context
	_, err := Open(none, "cat", Read)
	checkMisuse(t, err, "popen.Open", "ctx", "is nil")
	_, err = Open(none, "cat", Read, RealShell())
	checkMisuse(t, err, "popen.Open", "ctx", "is nil")
	_, err = OpenArgs(none, []string{"cat"}, Read)
	checkMisuse(t, err, "popen.OpenArgs", "ctx", "is nil")
	_, err = OpenArgs(bg, nil, Read)
	checkMisuse(t, err, "popen.OpenArgs", "argv", "is empty")
	_, err = OpenArgs(bg, []string{"cat", "\x00"}, Read)
	checkMisuse(t, err, "popen.OpenArgs", "argv", nul)
	_, err = Open(bg, "cat\x00", Read)
	checkMisuse(t, err, "popen.Open", "line", nul)
	_, err = Open(bg, "cat", Read, Args("\x00"))
	checkMisuse(t, err, "popen.Open", "Args", nul)
	for _, typ := range []string{"", "rw", "R", "r+e", "x", "wr", "r\x00"} {
		_, err = Popen("cat", typ)
		checkMisuse(t, err, "popen.Popen", "typ", "is none of r, w, r+, re and we")
	}
	_, err = Popen("cat\x00", "r")
	checkMisuse(t, err, "popen.Popen", "command", nul)
	if _, err := OpenArgs(bg, []string{""}, Read); !errors.Is(err, pipeline.ErrNotFound) {
		t.Error(err)
	}
}

// TestMisuseOfStreams: nil streams, and what is no signal.
func TestMisuseOfStreams(t *testing.T) {
	leaks(t)
	for _, s := range []*Stream{nil, {}} {
		_, read := s.Read(nil)
		_, write := s.Write(nil)
		_, to := s.WriteTo(io.Discard)
		_, from := s.ReadFrom(strings.NewReader(""))
		for i, err := range []error{read, write, to, from, s.Close(), s.CloseWrite(), s.Wait(), s.Signal(1),
			s.SetDeadline(time.Time{}), s.SetReadDeadline(time.Time{}), s.SetWriteDeadline(time.Time{})} {
			if err != os.ErrInvalid {
				t.Errorf("%d: %v", i, err)
			}
		}
		if st := s.Status(); st.Name != "" || st.Pid != 0 {
			t.Errorf("%+v", st)
		}
		if _, err := Pclose(s); err != syscall.EINVAL {
			t.Error(err)
		}
	}
	for _, line := range []string{"sleep 1000", "sleep 1000; :", "while :; do :; done"} {
		s := open(t, line, Read)
		for _, sig := range []syscall.Signal{-1, 65, 1000} {
			if err := s.Signal(sig); err != syscall.EINVAL {
				t.Errorf("%s: %d: %v", line, sig, err)
			}
		}
		if err := s.Signal(0); err != nil {
			t.Errorf("%s: %v", line, err)
		}
		s.Signal(syscall.SIGKILL)
		if err := s.Close(); statusOf(err) != 9 {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// bad is a reader and a writer that does what none may.
type bad func(p []byte) (int, error)

func (b bad) Read(p []byte) (int, error)  { return b(p) }
func (b bad) Write(p []byte) (int, error) { return b(p) }

var bads = map[string]bad{
	"panic: boom":                      func([]byte) (int, error) { panic("boom") },
	"panic: runtime.Goexit was called": func([]byte) (int, error) { runtime.Goexit(); return 0, nil },
	"the count -1":                     func([]byte) (int, error) { return -1, nil },
	"the count too high":               func(p []byte) (int, error) { return len(p) + 1, nil },
	"nothing":                          func([]byte) (int, error) { return 0, nil },
}

// TestBadReadersAndWriters: they are errors of Close, and the program lives.
func TestBadReadersAndWriters(t *testing.T) {
	leaks(t)
	for name, b := range bads {
		for _, line := range []string{"cat", "cat; :"} {
			for stream, s := range map[string]*Stream{
				"stdin":  open(t, line, Read, Stdin(b)),
				"stdout": open(t, line, Write, Stdout(b)),
				"stderr": open(t, "cat >&2; :", Write, Stderr(b)),
			} {
				s.Write([]byte("text"))
				var err error
				returns(t, name, func() { err = s.Close() })
				var e *pipeline.Error
				if !errors.As(err, &e) || !strings.Contains(err.Error(), "copy "+stream+": ") {
					t.Errorf("%s, %s of %s: %v", name, stream, line, err)
				}
			}
		}
	}
}

// TestBadReaderOfReadFrom: the caller copies itself.
func TestBadReaderOfReadFrom(t *testing.T) {
	leaks(t)
	for name, b := range bads {
		if strings.Contains(name, "Goexit") { // which would be this goroutine's end
			continue
		}
		s := open(t, "cat >/dev/null", Write)
		var err error
		returns(t, name, func() { _, err = s.ReadFrom(b) })
		var p *pipeline.PanicError
		var c *pipeline.CountError
		if !errors.As(err, &p) && !errors.As(err, &c) && err != io.ErrNoProgress {
			t.Errorf("%s: %v", name, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestErrorsShowTheBeginning: of a long line, whatever the error is.
func TestErrorsShowTheBeginning(t *testing.T) {
	leaks(t)
	const head, shows = "set -- 'öffentlich' 12345678901234567890", "set -- 'öffentlich' 12345678901234567890…"
	for _, c := range []struct{ line, want string }{
		{head + "\nsecret=hunter2; exit 3", shows + ": exit status 3"},
		{"\n\n  " + head + "\nsecret=hunter2; kill -9 $$", shows + ": signal: killed"},
		{"exit 3 # " + strings.Repeat("ü", 1000) + "hunter2", "exit 3 # " + strings.Repeat("ü", 24) + "…: exit status 3"},
		{"false \x1b[31m\x07", `false \x1b[31m\a: exit status 1`},
		{"exit 3", "exit 3: exit status 3"},
		{"/none/x\nexit 3 # hunter2", "/none/x…: exit status 3"},
	} {
		for _, opts := range [][]Option{nil, {RealShell()}} {
			s := open(t, c.line, Read, append(opts, Stderr(nil))...)
			if st := s.Status(); opts == nil && st.Text != c.line {
				t.Errorf("%q", st.Text)
			}
			err := s.Close()
			if err == nil || err.Error() != c.want || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%q, want %q", err, c.want)
			}
		}
	}
	ctx, cancel := context.WithCancel(bg)
	cancel()
	if _, err := Open(ctx, head+"\nsecret=hunter2", Read); err == nil || err.Error() != shows+": context canceled" {
		t.Error(err)
	}
}

// TestSyntaxErrorSaysWhere: it has line and column, also in its text.
func TestSyntaxErrorSaysWhere(t *testing.T) {
	leaks(t)
	_, err := Open(bg, "\necho 'ä' )", Read)
	var e *SyntaxError
	if !errors.As(err, &e) || e.Line != 2 || e.Col != 10 || e.Source != "echo 'ä' )" || !errors.Is(err, ErrSyntax) {
		t.Fatalf("%#v", err)
	}
	if want := "line 2, column 10: syntax error: " + e.Text; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
	if _, err := Open(bg, "echo "+strings.Repeat("hunter2 ", 100)+")", Read); strings.Contains(err.Error(), "hunter2") {
		t.Error(err)
	}
}

// TestSigchldIgnoredAtStart: the Go runtime takes the signal whatever the
// program was started with, and statuses are what they are.
func TestSigchldIgnoredAtStart(t *testing.T) { helper(t, "statuses", "trap '' CHLD") }

func knownStatuses() error {
	for _, line := range []string{"sh -c 'exit 3'", "true; sh -c 'exit 3'", "sh -c 'exit 3' & wait $!"} {
		s, err := Popen(line, "r")
		if err != nil {
			return err
		}
		if ws, err := Pclose(s); ws != 3<<8 || err != nil {
			return errors.Join(errors.New(line+": "+itoa(int(ws))), err)
		}
	}
	return nil
}

// TestStatusLost: a program that ignores SIGCHLD does not get a status made up.
func TestStatusLost(t *testing.T) { helper(t, "childless", ":") }

func childless() error {
	ignoreSigchld()
	for _, line := range []string{"sh -c 'echo text; exit 3'", "true; sh -c 'echo text; exit 3'", "sh -c 'echo text; exit 3'; :", "sh -c 'echo text; exit 3' | cat",
		"sh -c 'echo text; exit 3' & wait $!", "(sh -c 'echo text; exit 3')", "x=$(sh -c 'echo text; exit 3'); echo $x"} {
		var messages bytes.Buffer
		s, err := Open(bg, line, Read, Stderr(&messages))
		if err != nil {
			return err
		}
		text, _ := io.ReadAll(s)
		ws, err := Pclose(s)
		var e *pipeline.Error
		if string(text) != "text\n" || !errors.Is(err, pipeline.ErrStatusLost) || !errors.Is(err, syscall.ECHILD) || !errors.As(err, &e) || e.Op != pipeline.OpWait {
			return errors.Join(errors.New(line+": "+string(text)+": "+itoa(int(ws))), err)
		}
	}
	// A line without processes has a status.
	s, err := Open(bg, "exit 3", Read)
	if err != nil {
		return err
	}
	if ws, err := Pclose(s); ws != 3<<8 || err != nil {
		return errors.Join(errors.New("no process: "+itoa(int(ws))), err)
	}
	s, err = OpenArgs(bg, []string{"false"}, Read)
	if err != nil {
		return err
	}
	if err := s.Close(); !errors.Is(err, pipeline.ErrStatusLost) {
		return errors.Join(errors.New("OpenArgs"), err)
	}
	return nil
}
