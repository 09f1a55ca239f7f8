package shell_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"gpipe/pipeline"
	"gpipe/shell"

	"github.com/google/go-cmp/cmp"
)

// runWith runs a script in a Shell with o, and returns its output and its error.
func runWith(t *testing.T, o shell.Options, src string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	o.Stdout, o.Stderr = &out, &out
	s, err := shell.New(o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Run(bg, src)
	return out.String(), err
}

// TestCommandAsked: which commands are asked about, wherever they stand; functions
// are not, what is in them is.
func TestCommandAsked(t *testing.T) {
	for src, want := range map[string]string{
		"true":                                 "true",
		"/bin/echo a b":                        "/bin/echo a b",
		"x=1 true $x":                          "true",
		"f() { true in f; }; f":                "true in f",
		"true | cat | (cat)":                   "cat|cat|true",
		"echo $(true sub)":                     "echo|true sub",
		"command true; command -p true p":      "command -p true p|command true|true|true p",
		"exec true":                            "exec true|true",
		"eval 'true a; true b'":                "eval true a; true b|true a|true b",
		"true & wait":                          "true|wait",
		"if true; then ! false; fi":            "false|true",
		"for i in 1 2; do true $i; done":       "true 1|true 2",
		"x=true; $x word":                      "true word",
		"no-such-program-anywhere 2>/dev/null": "no-such-program-anywhere",
		"trap 'true trap' EXIT; exit":          "exit|trap true trap EXIT|true trap",
		"x=1":                                  "",
		". ./script":                           ". ./script|true sourced",
		"cat <(true process) >/dev/null":       "cat /dev/fd/63|true process",
		"builtin true":                         "builtin true|true",
		"env true; true <<x\nx":                "env true|true",
	} {
		var mu sync.Mutex
		var asked []string
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "script"), []byte("true sourced"), 0o666); err != nil {
			t.Fatal(err)
		}
		o := shell.Options{Dir: dir, Command: func(ctx context.Context, c *shell.Call) (int, bool) {
			mu.Lock()
			defer mu.Unlock()
			asked = append(asked, strings.Join(c.Args, " "))
			return 0, false
		}}
		runWith(t, o, src)
		slices.Sort(asked)
		if got := strings.Join(asked, "|"); got != want {
			t.Errorf("%s: asked %q, want %q", src, got, want)
		}
	}
}

// TestCommandUnasked: with somebody who is asked and lets everything run, scripts do
// what they do without.
func TestCommandUnasked(t *testing.T) {
	let := func(context.Context, *shell.Call) (int, bool) { return 0, false }
	for _, src := range []string{
		"echo a; echo b >&2; false; echo $?",
		"x=1 sh -c 'echo $x'; echo ${x-unset}",
		"x=1 eval 'echo $x'; echo $x",
		"x=1 command eval 'echo $x'; echo ${x-unset}",
		"printf '%s\\n' b a | sort | tr a-z A-Z; echo ${PIPESTATUS[@]}",
		"false | true; echo $?; set -o pipefail; false | true; echo $?",
		"exec 3>&1; echo x >&3; exec 3>&-; echo y >&3",
		"cat <<x | cat\ntext\nx",
		"set -e; false; echo not",
		"set -x; x=1 echo a | cat; sh -c 'exit 3'",
		"no-such-program-anywhere; echo $?",
		"/etc/passwd; echo $?",
		"echo x >/no/such/file; echo $?; : >/no/such/file; echo not",
		"PATH=/no/such sh -c :; echo $?; command -v sh",
		"sh -c 'kill -9 $$'; echo $?",
		"f() { return 3; }; f; echo $?; trap 'echo end' EXIT; exit 4",
		"read x <<y; echo $x; read a b\nin\ny",
		"while read x; do echo $x; break; done <<y; echo $(echo sub; exit 3); echo $?\na\nb\ny",
		"cd /; pwd; umask 077; umask; (cd /tmp; pwd); pwd",
		"sh -c 'exit 7' & wait $!; echo $?",
		"exec sh -c 'echo last; exit 5'",
		"command exec 2>/dev/null; command cd /none; echo $?",
		"export X=1; env | grep ^X=; X=2 env | grep ^X=; readonly Y=1; Y=2 true; echo not",
		"echo a b; echo $_",
		"printf x | { read y; echo \"<$y>\"; }",
		"yes | head -1; echo ${PIPESTATUS[@]}",
		"getopts a: o -a b; echo $o $OPTARG; shift 5; echo not",
	} {
		want, wantErr := runWith(t, shell.Options{}, src)
		got, err := runWith(t, shell.Options{Command: let}, src)
		if d := cmp.Diff(want, got); d != "" || fmt.Sprint(wantErr) != fmt.Sprint(err) {
			t.Errorf("%s: %v, without %v (-without +with):\n%s", src, err, wantErr, d)
		}
	}
}

// TestCommandHandled: a command that is denied, or done by the program.
func TestCommandHandled(t *testing.T) {
	o := shell.Options{Command: func(ctx context.Context, c *shell.Call) (int, bool) {
		switch c.Args[0] {
		case "rm", "exec":
			fmt.Fprintln(c.Stderr, c.Args[0]+": denied")
			return 126, true
		case "upper":
			text, err := io.ReadAll(c.Stdin)
			if err == nil {
				_, err = io.WriteString(c.Stdout, strings.ToUpper(string(text)))
			}
			if errors.Is(err, syscall.EPIPE) {
				return 141, true
			}
			return 0, true
		case "show":
			x, ok := c.Get("X")
			_, no := c.Get("not a name")
			fmt.Fprintln(c.Stdout, x, ok, no, c.Dir(), c.Line(), slices.Contains(c.Env(), "X="+x), c.File(9) == nil, c.File(-1) == nil)
			return 300, true
		}
		return 0, false
	}}
	for src, want := range map[string]string{
		"rm -rf /; echo $?":                                "rm: denied\n126\n",
		"command rm x; echo $?":                            "rm: denied\n126\n",
		"rm x 2>/dev/null || echo no":                      "no\n",
		"exec rm x; echo $?":                               "exec: denied\n126\n",
		"printf abc | upper | cat":                         "ABC",
		"upper <<x >/dev/stdout; upper </dev/null\nabc\nx": "ABC\n",
		"cd /; X=1 show; echo $?":                          "1 true false / 1 true true true\n44\n",
		"\n\nX=2; cd /; show":                              "2 true false / 3 false true true\n",
		"x=$(printf abc | upper); echo $x":                 "ABC\n",
		"upper <&-; echo $?":                               "0\n",
		"set -e; rm x; echo not":                           "rm: denied\n",
	} {
		if got, _ := runWith(t, o, src); got != want {
			t.Errorf("%s: %q, want %q", src, got, want)
		}
	}
}

// TestCommandFacts: what a Call says of the command.
func TestCommandFacts(t *testing.T) {
	var got []string
	o := shell.Options{Env: []string{"PATH=/bin:/usr/bin"}, Command: func(ctx context.Context, c *shell.Call) (int, bool) {
		got = append(got, fmt.Sprint(c.Args[0], " ", c.Builtin, c.Special, c.Path != ""))
		return 0, true
	}}
	runWith(t, o, "echo; export x; sh; no-such-program")
	want := []string{"echo true false false", "export true true false", "sh false false true", "no-such-program false false false"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestCommandPanics: the shell lives, the status is 2, and Run says so.
func TestCommandPanics(t *testing.T) {
	for _, bad := range []func(){func() { panic("boom") }, runtime.Goexit} {
		o := shell.Options{
			Command: func(_ context.Context, c *shell.Call) (int, bool) {
				if c.Args[0] == "bad" {
					bad()
				}
				return 0, false
			},
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer func() { recover() }()
			out, err := runWith(t, o, "(bad | cat); sh -c 'echo on'")
			var p *pipeline.PanicError
			if !errors.As(err, &p) || !strings.HasSuffix(out, "on\n") {
				t.Errorf("%q, %v", out, err)
			}
		}()
		<-done
	}
}

// TestOpen: files of redirections are the program's.
func TestOpen(t *testing.T) {
	dir := t.TempDir()
	real := filepath.Join(dir, "real")
	if err := os.WriteFile(real, []byte("text\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var paths []string
	o := shell.Options{Dir: dir, Open: func(ctx context.Context, path string, flags int) (*os.File, error) {
		mu.Lock()
		paths = append(paths, path)
		mu.Unlock()
		switch filepath.Base(path) {
		case "denied":
			return nil, syscall.EACCES
		case "virtual":
			return os.Open(real)
		case "pipe":
			r, w, err := os.Pipe()
			if err == nil {
				w.WriteString("piped\n")
				w.Close()
			}
			return r, err
		case "panics":
			panic("boom")
		}
		return nil, nil
	}}
	for src, want := range map[string]string{
		"cat <virtual; read x <virtual; echo $x":              "text\ntext\n",
		"cat <pipe; read x <pipe; echo $x":                    "piped\npiped\n",
		"cat <real":                                           "text\n",
		"echo x >denied; echo $?; sh -c : <denied || echo no": "gpipe: line 1: open: denied: permission denied\n1\ngpipe: line 1: open: denied: permission denied\nno\n",
		"cat <virtual | cat":                                  "text\n",
	} {
		if got, err := runWith(t, o, src); got != want || err != nil {
			t.Errorf("%s: %q, %v", src, got, err)
		}
	}
	if !slices.Contains(paths, dir+"/virtual") || !slices.Contains(paths, dir+"/real") {
		t.Errorf("%q", paths)
	}
	_, err := runWith(t, o, ": </dev/null; cat <panics; true")
	var p *pipeline.PanicError
	if !errors.As(err, &p) {
		t.Error(err)
	}
}

func TestSetOption(t *testing.T) {
	if out, err := runWith(t, shell.Options{Set: "-e -o pipefail"}, "false | true; echo not"); out != "" || err == nil {
		t.Errorf("%q, %v", out, err)
	}
	_, err := shell.New(shell.Options{Set: "-o nosuch"})
	checkMisuse(t, err, "shell.New", "Set", "nosuch is no option")
	_, err = shell.New(shell.Options{Set: "\x00"})
	checkMisuse(t, err, "shell.New", "Set", "has a NUL byte")
}

// TestTied: the end of the context ends asynchronous lists, too.
func TestTied(t *testing.T) {
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	s, err := shell.New(shell.Options{Tied: true, Stdout: w})
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	over := make(chan error)
	go func() { over <- s.Run(ctx, "sleep 1000 & echo on; sleep 1000") }()
	r.Read(make([]byte, 10))
	cancel()
	if err := <-over; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := s.Run(bg, "exec >&-; wait"); err != nil {
		t.Error(err)
	}
	if text, err := io.ReadAll(r); len(text) > 0 || err != nil { // nobody has it any more
		t.Errorf("%q, %v", text, err)
	}
}

func TestVarsAndReset(t *testing.T) {
	s, err := shell.New(shell.Options{Env: []string{"A=1", "PATH=/bin:/usr/bin"}, Set: "-u", Dir: "/"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	own := func() (list []string) {
		for name, value := range s.Vars() {
			if name == "A" || name == "B" || name == "C" {
				list = append(list, name+"="+value)
			}
		}
		return list
	}
	s.Run(bg, "B=2; C=; unset A; f() { :; }; trap ': bye' EXIT; cd /tmp; set +u; exit 3")
	if d := cmp.Diff([]string{"B=2", "C="}, own()); d != "" || !s.Exited() || s.Run(bg, ":") != shell.ErrExited {
		t.Error(d)
	}
	if err := s.Reset(); err != nil || s.Exited() {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"A=1"}, own()); d != "" || s.Dir() != "/" || s.Status() != 0 {
		t.Error(d, s.Dir())
	}
	if err := s.Run(bg, "f 2>/dev/null"); err == nil {
		t.Error("a function is left")
	}
	if err := s.Run(bg, "(echo $none) 2>/dev/null"); err == nil {
		t.Error("an option is lost")
	}
	var none *shell.Shell
	for range none.Vars() {
		t.Error("a variable")
	}
	s.Close()
	if none.Reset() != os.ErrInvalid || s.Reset() != os.ErrClosed {
		t.Error("Reset")
	}
}

func TestFields(t *testing.T) {
	dir := t.TempDir()
	env := []string{"X=a b", "HOME=/home/x", "E="}
	for line, want := range map[string][]string{
		``:                      nil,
		`a 'b c' "d e" f\ g`:    {"a", "b c", "d e", "f g"},
		`$X "$X" ${X}y $E "$E"`: {"a", "b", "a b", "a", "by", ""},
		`~ ${none:-default}`:    {"/home/x", "default"},
		`a=b -x=$X`:             {"a=b", "-x=a", "b"},
		"'a\nb' c  # comment":   {"a\nb", "c"},
		dir + "/*":              {dir + "/*"},
	} {
		got, err := shell.Fields(line, env)
		if d := cmp.Diff(want, got); d != "" && len(want)+len(got) > 0 || err != nil {
			t.Errorf("%q: %v (-want +got):\n%s", line, err, d)
		}
	}
	ran := filepath.Join(dir, "ran")
	for _, line := range []string{"a; touch " + ran, "a\ntouch " + ran, "$(touch " + ran + ")", "a `touch " + ran + "`", "a >" + ran, "a | touch " + ran,
		"a && touch " + ran, "a & touch " + ran, "${x:=y}", "$((x=1))", "<(touch " + ran + ")", "${none:?no}"} {
		if got, err := shell.Fields(line, env); err == nil {
			t.Errorf("%q: %q", line, got)
		}
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("something was run")
	}
	_, err := shell.Fields("a; b", nil)
	checkMisuse(t, err, "shell.Fields", "line", "is no list of plain words")
	_, err = shell.Fields("a\x00", nil)
	checkMisuse(t, err, "shell.Fields", "line", "has a NUL byte")
	_, err = shell.Fields("a", []string{"\x00"})
	checkMisuse(t, err, "shell.Fields", "env", "has a NUL byte")
	var syntax *shell.SyntaxError
	if _, err := shell.Fields("a 'b", nil); !errors.As(err, &syntax) || syntax.Col != 3 {
		t.Errorf("%+v", err)
	}
}
