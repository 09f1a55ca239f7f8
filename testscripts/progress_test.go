package testscripts

import (
	"fmt"
	"gpipe/internal/effort"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// session is a tmux session in which a shell runs.
type session struct {
	t      *testing.T
	socket string
	dir    string
}

// newSession starts bash in a terminal of its own, with gpipe in its PATH.
func newSession(t *testing.T, columns, rows int) *session {
	t.Helper()
	if *flagReference || *flagRecord {
		t.Skip("this is about gpipe")
	}
	for _, program := range []string{"tmux", "bash"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(err)
		}
	}
	dir, err := os.MkdirTemp("", "gpipe") // a socket's name must be short
	if err != nil {
		t.Fatal(err)
	}
	x := &session{t: t, socket: filepath.Join(dir, "socket"), dir: dir}
	install(t, filepath.Join(dir, "gpipe"), *flagBinary)
	shell := "cd '" + dir + "'; PATH=$PWD:$PATH PS1='ready> ' TERM=screen exec bash --norc --noprofile"
	out, err := x.tmux("new-session", "-d", "-x", fmt.Sprint(columns), "-y", fmt.Sprint(rows), shell)
	if err != nil {
		t.Skipf("no tmux session: %v\n%s", err, out)
	}
	t.Cleanup(func() {
		x.tmux("kill-server")
		os.RemoveAll(dir)
	})
	x.until(`^ready>$`)
	return x
}

func (x *session) tmux(args ...string) (string, error) {
	cmd := exec.Command("tmux", append([]string{"-S", x.socket, "-f", "/dev/null"}, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (x *session) must(args ...string) string {
	x.t.Helper()
	out, err := x.tmux(args...)
	if err != nil {
		x.t.Fatalf("tmux %v: %v\n%s", args, err, out)
	}
	return out
}

// run types a command.
func (x *session) run(line string) {
	x.t.Helper()
	x.must("send-keys", "-l", line)
	x.must("send-keys", "Enter")
}

// clean empties the screen, with the prompt in its last line.
func (x *session) clean() {
	x.t.Helper()
	x.run("clear; printf '\\033[99;1H'")
	x.until(`^\n+ready>$`)
}

// until waits until the screen, without blanks at the end, matches.
func (x *session) until(pattern string) string {
	x.t.Helper()
	want := regexp.MustCompile(pattern)
	screen := ""
	for end := time.Now().Add(hangs); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		screen = x.must("capture-pane", "-p")
		if want.MatchString(strings.TrimRight(screen, "\n")) {
			return screen
		}
	}
	x.t.Fatalf("the screen does not become %s:\n%s", pattern, screen)
	return ""
}

// make makes a file, for which a pipeline waits: "until test -e NAME".
func (x *session) make(name string) {
	x.t.Helper()
	if err := os.WriteFile(filepath.Join(x.dir, name), nil, 0o666); err != nil {
		x.t.Fatal(err)
	}
}

// two is a pipeline that prints "begin", and "end" when there is a file.
const two = `gpipe --progress 'cat /dev/zero | { echo begin; until test -e go; do sleep .05; done; printf "tail\nend\n"; }'`

// shown is the lines for it.
const shown = `1 cat /dev/zero .*in .*out .*blocked on output\n2 \{ echo begin; .*in .*out`

func TestProgressInATerminal(t *testing.T) {
	t.Parallel()
	effort.Usual(t)
	x := newSession(t, 100, 12)
	x.clean()

	// The lines stand below what the pipeline writes, and go at the end.
	x.run(two)
	x.until(`ready> gpipe --progress[^\n]*\n[^\n]*\nbegin\n+` + shown + `[^\n]*$`)
	x.make("go")
	x.until(`(?s)\nbegin\ntail\nend\nready>$`)
	if screen := x.must("capture-pane", "-p"); strings.Contains(screen, "blocked") {
		t.Errorf("not cleared:\n%s", screen)
	}
	x.run("seq 20") // the whole screen scrolls again
	x.until(`^10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\nready>$`)
}

func TestProgressScrolls(t *testing.T) {
	t.Parallel()
	effort.Usual(t)
	x := newSession(t, 100, 12)
	x.clean()
	x.run(`gpipe --progress '{ printf abc; until test -e more; do sleep .05; done; echo def; seq 30; until test -e go; do sleep .05; done; } | cat'`)
	x.until(`\nabc\n+1 \{ printf[^\n]*\n2 cat[^\n]*waiting for input$`)
	x.make("more")
	x.until(`(?s)\n27\n28\n29\n30\n+1 \{ printf[^\n]*\n2 cat[^\n]*$`)
	x.make("go")
	x.until(`(?s)^2?.*\n28\n29\n30\nready>$`)
}

func TestProgressAndKeys(t *testing.T) {
	t.Parallel()
	effort.Usual(t)
	x := newSession(t, 100, 12)
	x.clean()
	x.run(two)
	x.until(shown)

	// Ctrl-Z clears the lines; fg brings them back.
	x.must("send-keys", "C-z")
	x.until(`Stopped[^\n]*\n(.*\n)?ready>$`)
	if screen := x.must("capture-pane", "-p"); strings.Contains(screen, "blocked") {
		t.Errorf("not cleared:\n%s", screen)
	}
	x.run("seq 20")
	x.until(`\n19\n20\nready>$`)
	x.run("fg")
	x.until(`\n20\nready> fg\n(.*\n)*` + shown)

	// In the background nothing is drawn.
	x.must("send-keys", "C-z")
	x.until(`Stopped[^\n]*\n(.*\n)?ready>$`)
	x.run("clear; bg")
	x.make("go")
	x.until(`tail\nend(\n.*)*$`)
	if screen := x.must("capture-pane", "-p"); strings.Contains(screen, "blocked") {
		t.Errorf("drawn in the background:\n%s", screen)
	}
	x.run("wait; rm go; echo waited")
	x.until(`\nwaited\n(.*\n)*ready>$`)

	// Ctrl-C clears the lines, and the status is that of SIGINT.
	x.clean()
	x.run(two)
	x.until(shown)
	x.must("send-keys", "C-c")
	x.until(`\nbegin\n\^C\n+ready>$`)
	x.run("echo status $?")
	x.until(`\nstatus 130\nready>$`)
	x.run("seq 20")
	x.until(`^10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\nready>$`)

	// A trap runs as it does without.
	x.run(`gpipe --progress 'trap "echo trapped" INT; sh -c "trap : INT; while :; do sleep .1; test -e go && exit; done" | cat; echo after'`)
	x.until(`\n1 sh -c [^\n]*\n2 cat [^\n]*waiting for input$`)
	x.must("send-keys", "C-c")
	x.until(`\^C`) // the signals have been sent
	x.make("go")
	x.until(`trapped\nafter\nready>$`)
}

func TestProgressAndSize(t *testing.T) {
	t.Parallel()
	effort.Usual(t)
	x := newSession(t, 100, 20)
	x.clean()
	x.run(two)
	x.until(shown)
	for _, size := range [][2]string{{"60", "20"}, {"60", "10"}, {"120", "24"}} {
		x.must("resize-window", "-x", size[0], "-y", size[1])
		rows, _ := strconv.Atoi(size[1]) // the lines are the last two
		x.until(fmt.Sprintf(`^(.*\n){%d}1 cat /dev[^\n]*\n2 \{ echo [^\n]*$`, rows-2))
	}
	x.make("go")
	x.until(`\nbegin\ntail\nend\n+ready>$`)
}

// TestProgressKeepsAway runs what must not be drawn over, or cannot be drawn on.
func TestProgressKeepsAway(t *testing.T) {
	t.Parallel()
	effort.Usual(t)
	x := newSession(t, 100, 12)
	for _, test := range []struct{ name, before, options string }{
		{"no terminal", "", "2>log"},
		{"dumb", "TERM=dumb ", ""},
		{"no echo", "stty -echo; ", "; stty echo"},
		{"by byte", "stty -icanon; ", "; stty icanon"},
	} {
		t.Run(test.name, func(t *testing.T) {
			x.clean()
			x.run(test.before + `gpipe --progress 'sleep 1.5 | { cat; } | cat' ` + test.options + `; cat log 2>/dev/null; echo; echo over`)
			screen := x.until(`\nover\n(.*\n)?ready>`)
			if strings.Contains(screen, "waiting") {
				t.Errorf("drawn:\n%s", screen)
			}
		})
	}
}

// TestProgressOfAFile waits for percent and time left.
func TestProgressOfAFile(t *testing.T) {
	t.Parallel()
	effort.Usual(t)
	x := newSession(t, 100, 12)
	if err := os.WriteFile(filepath.Join(x.dir, "data"), make([]byte, 1<<20), 0o666); err != nil {
		t.Fatal(err)
	}
	x.clean()
	x.run(`NO_COLOR=1 gpipe --progress 'cat data | { until test -e go; do sleep .05; done; cat; } >/dev/null'`)
	x.until(`\n1 cat data +\d+k in +\d+k? out .*blocked on output +\d+%, \d+:\d\d left\n`)
	if raw := x.must("capture-pane", "-p", "-e"); strings.Contains(raw, "\x1b[3") {
		t.Errorf("colored: %q", raw)
	}
	x.make("go")
	x.until(`\nready>$`)
}
