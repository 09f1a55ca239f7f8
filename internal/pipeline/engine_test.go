package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"gpipe/internal/redirect"
	"gpipe/internal/sys"
	sysfiles "gpipe/internal/sys/files"
	"gpipe/internal/sys/rlimit"

	"github.com/google/go-cmp/cmp"
)

// table returns an fd table with 0 from /dev/null and 1 and 2 to a pipe,
// and the pipe's read end.
func table(t *testing.T) (*redirect.Table, *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	f, err := redirect.FromOS(w)
	if err != nil {
		t.Fatal(err)
	}
	files := &redirect.Table{}
	files.Set(1, f)
	files.Set(2, f.Ref())
	ops := []redirect.Op{redirect.In(0, os.DevNull)}
	undo, err := files.Apply(ops, &redirect.Context{DirFd: -1, Umask: -1})
	if err != nil {
		t.Fatal(err)
	}
	undo.Commit()
	return files, r
}

func process(files *redirect.Table, argv ...string) *Proc {
	return &Proc{Path: argv[0], Argv: argv, Env: []string{"A=b"}, DirFd: -1, Umask: -1, Files: files,
		Redirect: redirect.Context{DirFd: -1, Umask: -1}}
}

// engine runs stages the way a shell does and returns the statuses.
func engine(t *testing.T, o *Options, stages ...Stage) (*Job, []int) {
	t.Helper()
	j, err := New(stages...).StartWith(bg, o)
	if err != nil {
		t.Fatal(err)
	}
	j.Wait()
	var codes []int
	for _, st := range j.Statuses() {
		codes = append(codes, st.ExitCode())
	}
	return j, codes
}

// all reads a pipe to its end.
func all(t *testing.T, r *os.File) string {
	t.Helper()
	defer r.Close()
	var sb strings.Builder
	if _, err := r.WriteTo(&sb); err != nil {
		t.Error(err)
	}
	return sb.String()
}

func TestExec(t *testing.T) {
	leaks(t)
	for _, o := range []*Options{nil, {engine: EngineOptions{Waiting: WaitCaller}}, {engine: EngineOptions{Waiting: WaitBlocking}, Group: GroupCaller}} {
		files, r := table(t)
		p := process(files, "/bin/sh", "-c", `echo "$A $#" "$@"; umask; ulimit -n; pwd; grep SigIgn /proc/self/status; echo err >&2`, "sh", "x y")
		dir, err := sysfiles.OpenDir(-1, "/usr")
		if err != nil {
			t.Fatal(err)
		}
		p.DirFd, p.Umask = dir, 0o27
		p.Rlimits = []rlimit.Limit{{Resource: syscall.RLIMIT_NOFILE, Cur: 77, Max: 77}}
		p.SigIgnore = []syscall.Signal{syscall.SIGINT, syscall.SIGPIPE}
		_, codes := engine(t, o, Exec(p))
		sys.Close(dir)
		want := fmt.Sprintf("b 1 x y\n0027\n77\n/usr\nSigIgn:\t%016x\nerr\n", ignoredHere(t)|0x1002)
		if d := cmp.Diff(want, all(t, r)); d != "" || codes[0] != 0 {
			t.Error(d, codes)
		}
	}
}

func TestExecPipeline(t *testing.T) {
	leaks(t)
	files, r := table(t)
	fork := func() *redirect.Table { f := files.Fork(); return &f }
	stages := []Stage{
		Exec(process(fork(), "/bin/sh", "-c", "echo one; echo err >&2; exit 3")),
		InProc("while", fork(), func(_ context.Context, f *redirect.Table) int {
			buf := make([]byte, 100)
			n, _ := f.Get(0).Read(buf)
			f.Get(1).Write(append(buf[:n], "two\n"...))
			return 4
		}),
		Exec(process(fork(), "/bin/cat")),
		InProc("killed", fork(), func(_ context.Context, f *redirect.Table) int {
			for buf := make([]byte, 100); ; {
				if n, err := f.Get(0).Read(buf); n == 0 {
					return 128 + 9
				} else if got := string(buf[:n]); err != nil || got != "one\ntwo\n" {
					t.Errorf("%q %v", got, err)
				}
			}
		}),
	}
	files.Close()
	j, codes := engine(t, &Options{engine: EngineOptions{Waiting: WaitBlocking}, Group: GroupCaller}, stages...)
	if d := cmp.Diff([]int{3, 4, 0, 137}, codes); d != "" {
		t.Error(d)
	}
	if ws := j.Status(3).WaitStatus; !ws.Signaled() || ws.Signal() != 9 {
		t.Errorf("%#x", ws)
	}
	if got := all(t, r); got != "err\n" {
		t.Errorf("%q", got)
	}
}

// TestFailedHook: a stage of the shell takes the place of what can't start,
// says so where the command would have, and the pipeline goes on.
func TestFailedHook(t *testing.T) {
	leaks(t)
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/script", []byte("text"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		argv []string
		ops  []redirect.Op
		op   string
		is   error
		pipe string // what the next stage reads
		err  string
	}{
		{"not found", []string{"/no/such"}, nil, OpStart, fs.ErrNotExist, "", "failed\n"},
		{"not found 2>&1", []string{"/no/such"}, []redirect.Op{redirect.Dup(2, 1)}, OpStart, fs.ErrNotExist, "failed\n", ""},
		{"not executable", []string{dir}, nil, OpStart, fs.ErrPermission, "", "failed\n"},
		{"script", []string{dir + "/script"}, nil, OpStart, syscall.ENOEXEC, "", "failed\n"},
		{"too long", []string{"/bin/true", strings.Repeat("x", 200_000)}, nil, OpStart, syscall.E2BIG, "", "failed\n"},
		{"redirection", []string{"/bin/true"}, []redirect.Op{redirect.In(0, "/no/such")}, OpRedirect, fs.ErrNotExist, "", "failed\n"},
		// The redirections before the one that fails are in effect.
		{"2>/dev/null </no/such", []string{"/bin/true"}, []redirect.Op{redirect.Out(2, os.DevNull), redirect.In(0, "/no/such")}, OpRedirect, fs.ErrNotExist, "", ""},
		{"2>&1 <&7", []string{"/bin/true"}, []redirect.Op{redirect.Dup(2, 1), redirect.Dup(0, 7)}, OpRedirect, syscall.EBADF, "failed\n", ""},
	} {
		files, stderr := table(t)
		out, stdout := table(t)
		p := process(files, c.argv...)
		p.Failed = func(_ context.Context, err error, files *redirect.Table) int {
			var e *Error
			if !errors.As(err, &e) || e.Op != c.op || !errors.Is(err, c.is) {
				t.Errorf("%s: %#v", c.name, err)
			}
			if f := files.Get(2); f != nil {
				f.Write([]byte("failed\n"))
			}
			return 99
		}
		_, codes := engine(t, &Options{engine: EngineOptions{Waiting: WaitCaller}}, Exec(p).With(c.ops...), Exec(process(out, "/bin/cat")))
		if d := cmp.Diff([]int{99, 0}, codes); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		if d := cmp.Diff([]string{c.pipe, c.err}, []string{all(t, stdout), all(t, stderr)}); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

// TestFailedLater: the same for a stage that starts in the background.
func TestFailedLater(t *testing.T) {
	leaks(t)
	fifo := mkfifo(t)
	files, stderr := table(t)
	p := process(files, "/no/such")
	p.Failed = func(_ context.Context, err error, files *redirect.Table) int {
		files.Get(2).Write([]byte("failed\n"))
		return 99
	}
	out, stdout := table(t)
	_, codes := engine(t, nil, Exec(p).With(redirect.In(0, fifo)), Exec(process(out, "/bin/cat")),
		Cmd("echo", "x").With(redirect.Out(1, fifo)))
	if d := cmp.Diff([]int{99, 0}, codes[:2]); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"", "failed\n"}, []string{all(t, stdout), all(t, stderr)}); d != "" {
		t.Error(d)
	}
}

// TestTablesClosed: a start that fails, or does not even begin, closes the
// tables it was given, and runs nothing.
func TestTablesClosed(t *testing.T) {
	leaks(t)
	never := func(context.Context, *redirect.Table) int { t.Error("was run"); return 0 }
	over, cancel := context.WithCancel(bg)
	cancel()
	for _, c := range []struct {
		ctx context.Context
		o   *Options
		bad Stage
	}{
		{bg, nil, Exec(&Proc{Path: "/no/such", Argv: []string{"x"}, DirFd: -1, Umask: -1})},
		{bg, &Options{Dir: "/no/such"}, Cmd("true")},
		{over, nil, Cmd("true")},
	} {
		var reads []*os.File
		give := func() *redirect.Table {
			files, r := table(t)
			reads = append(reads, r)
			return files
		}
		stages := []Stage{
			InProc("a", give(), never), Exec(process(give(), "/bin/cat")), c.bad,
			Exec(process(give(), "/bin/cat")), InProc("b", give(), never),
		}
		if _, err := New(stages...).StartWith(c.ctx, c.o); err == nil {
			t.Error("no error")
		}
		for _, r := range reads {
			if got := all(t, r); got != "" { // ends, since the tables are closed
				t.Errorf("%q", got)
			}
		}
	}
}

// TestInProcPipeError: EPIPE is for the function to see; the shell says 141.
func TestInProcPipeError(t *testing.T) {
	leaks(t)
	files, r := table(t)
	r.Close()
	loop := InProc("while", files, func(_ context.Context, f *redirect.Table) int {
		for {
			if _, err := f.Get(1).Write([]byte("y\n")); err != nil {
				if !errors.Is(err, syscall.EPIPE) {
					t.Error(err)
				}
				return 141
			}
		}
	})
	j, codes := engine(t, &Options{engine: EngineOptions{Waiting: WaitBlocking}, Group: GroupCaller, Policy: AnyButSIGPIPE}, loop, Cmd("head", "-1"))
	if d := cmp.Diff([]int{141, 0}, codes); d != "" || j.ExitCode() != 0 {
		t.Error(d, j.ExitCode())
	}
}

// ignoredHere is the signals that whoever runs the test has it ignore: a
// child ignores them, too.
func ignoredHere(t *testing.T) uint64 {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip(err)
	}
	_, rest, _ := strings.Cut(string(status), "SigIgn:")
	field, _, _ := strings.Cut(rest, "\n")
	set, err := strconv.ParseUint(strings.TrimSpace(field), 16, 64)
	if err != nil {
		t.Fatal(err)
	}
	return set
}
