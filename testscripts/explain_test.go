package testscripts

import (
	"encoding/json"
	"fmt"
	"gpipe/internal/effort"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// descriptors are scripts whose programs, "fds NAME", list the descriptors they
// were started with.
var descriptors = []string{
	"fds a",
	"fds a | fds b | fds c",
	"fds a 2>&1 | fds b",
	"fds a |& fds b",
	"fds a <in >out 2>>err",
	"fds a 3>&1 1>&2 2>&3 3>&-",
	"fds a 5<in 6<&5 4<&6 5<&-",
	"fds a 3<>rw 4>|out 7>&3-",
	"fds a &>both; fds b &>>both; fds c >&both",
	"fds a <<X 4<&0 | fds b <<<word\ntext\nX\n",
	"fds a 2>&- | fds b <&- >&-",
	"fds a {x}>out {y}>>out {x}>&- | fds b {z}<in",
	"exec 4<in 5>out; fds a; exec 4<&-; fds b; { fds c | fds d; } 5>&-",
	"{ fds a; (fds b) 3<in; } >out 4>&1 | fds c",
	"while fds a; do break; done <in | fds b 9<&0",
	"f() { fds a 3<in; } 4>out; f",
	"! fds a 9>out 8>&9 7>&8 | fds b || fds c 8</dev/null",
	"alias g='fds'\ng a 3<in | g b",
}

// steps is what --explain=json says of a process.
type steps struct {
	Text  string
	Fds   []struct{ File string }
	Steps []step
	Under []steps `json:"children"`
}

type step struct {
	Do       string
	Fd, Last int
	From     *int
	File     string
}

var named = regexp.MustCompile(`\b(fds|g) ([a-z])\b`)

// collect finds the processes by what they are called.
func (s *steps) collect(into map[string][]step) {
	if m := named.FindStringSubmatch(s.Text); m != nil && s.Steps != nil {
		into[m[2]] = s.Steps
	}
	for i := range s.Under {
		s.Under[i].collect(into)
	}
}

// TestExplainedDescriptors compares what --explain says of the descriptors of
// programs with those that they have when the same script runs.
func TestExplainedDescriptors(t *testing.T) {
	effort.Usual(t)
	if runtime.GOOS != "linux" || *flagReference || *flagRecord {
		t.Skip("it looks at gpipe, in /proc")
	}
	bin := t.TempDir()
	install(t, filepath.Join(bin, "gpipe"), *flagBinary)
	keepDescriptors()
	list := "#!/bin/sh\nexec /bin/sh -c 'ls -l /proc/$$/fd >list.$0 & wait' \"$@\"\n"
	if err := os.WriteFile(filepath.Join(bin, "fds"), []byte(list), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, script := range descriptors {
		t.Run(script, func(t *testing.T) {
			c := &explained{t: t, bin: bin, dir: t.TempDir()}
			c.compare(script)
		})
	}
}

type explained struct {
	t        *testing.T
	bin, dir string
}

func (c *explained) gpipe(args ...string) *exec.Cmd {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "PATH="+c.bin+":"+os.Getenv("PATH"))
	return cmd
}

func (c *explained) compare(script string) {
	if err := os.WriteFile(filepath.Join(c.dir, "in"), []byte("in\n"), 0o666); err != nil {
		c.t.Fatal(err)
	}
	program := filepath.Join(c.bin, "gpipe")
	out, err := c.gpipe(program, "--explain=json", "-c", script).Output()
	if err != nil {
		c.t.Fatal(err)
	}
	var root struct{ Program []steps }
	if err := json.Unmarshal(out, &root); err != nil {
		c.t.Fatal(err)
	}
	said := make(map[string][]step)
	(&steps{Under: root.Program}).collect(said)
	if n := len(named.FindAllString(script, -1)); len(said) != n {
		c.t.Fatalf("%d processes are explained, not %d: %s", len(said), n, out)
	}
	script += "\n:" // the last command would take the shell's place
	cmd := c.gpipe(program, "-c", script)
	trace := filepath.Join(c.dir, "strace")
	_, strace := exec.LookPath("strace")
	if strace == nil {
		cmd = c.gpipe("strace", "-f", "-qq", "-o", trace, "-e", "trace=fcntl,dup2,dup3,close_range,execve", "-e", "signal=none", program, "-c", script)
	}
	if out, err := cmd.CombinedOutput(); err != nil && strace == nil && strings.Contains(string(out), "ptrace") {
		strace = err
		c.gpipe(program, "-c", script).Run()
	}
	for name, list := range said {
		c.descriptors(name, list)
		if data, err := os.ReadFile(trace); strace == nil && err == nil {
			c.order(script, name, list, string(data))
		}
	}
}

// descriptors compares what a process should have got by its steps with its
// list: the numbers, and which of them are the same file.
func (c *explained) descriptors(name string, list []step) {
	want := make(map[int]string)
	for _, s := range list {
		switch s.Do {
		case "keep", "dup2":
			want[s.Fd] = s.File
		case "close":
			maps.DeleteFunc(want, func(n int, _ string) bool { return n >= s.Fd && (s.Last < 0 || n <= s.Last) })
		}
	}
	data, err := os.ReadFile(filepath.Join(c.dir, "list."+name))
	if err != nil {
		c.t.Fatal(err)
	}
	got := make(map[int]string)
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if i := slices.Index(fields, "->"); i > 0 {
			n, _ := strconv.Atoi(fields[i-1])
			got[n] = strings.Join(fields[i+1:], " ")
		}
	}
	if a, b := slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got)); !slices.Equal(a, b) {
		c.t.Fatalf("%s: explained %v, has %v", name, want, got)
	}
	for n, file := range want {
		c.same(name, n, file, got[n])
	}
	for n := range want {
		for m := range want {
			if want[n] == want[m] && got[n] != got[m] {
				c.t.Errorf("%s: fd %d and %d are not the same: %v, %v", name, n, m, want, got)
			}
		}
	}
}

// same compares what one descriptor is said to be with what it is.
func (c *explained) same(name string, n int, file, got string) {
	path, isFile := strings.CutPrefix(file, "file ")
	path, _, _ = strings.Cut(path, ",")
	switch {
	case isFile && path == "/dev/null":
		isFile = got == path
	case isFile:
		isFile = got == filepath.Join(c.dir, path)
	case strings.HasPrefix(file, "pipe "), strings.HasPrefix(file, "here-"):
		isFile = strings.HasPrefix(got, "pipe:") || strings.HasPrefix(got, "/memfd:")
	default:
		return
	}
	if !isFile {
		c.t.Errorf("%s: fd %d is %s, not %s", name, n, got, file)
	}
}

var call = regexp.MustCompile(`^(\d+) +(dup2|dup3|fcntl|execve)\(("[^"]*"|\d+), ([^,)]*)(?:, "([a-z])"\])?`)

// held finds scripts in which the shell itself holds files, under numbers of its
// own that --explain cannot know.
var held = regexp.MustCompile(`exec |\{ |\(\)`)

// order compares the steps with the system calls that the process made before
// it became the program: each dup2 in its turn, but for a file that has the
// right number by chance, which is kept.
func (c *explained) order(script, name string, list []step, trace string) {
	started := regexp.MustCompile(`(?m)^(\d+) +execve\("[^"]*fds", \["\w+", "` + name + `"\]`).FindStringSubmatch(trace)
	if started == nil {
		c.t.Fatalf("%s: no start in %s", name, trace)
	}
	var dups, kept []int
	for line := range strings.Lines(trace) {
		m := call.FindStringSubmatch(line)
		if m == nil || m[1] != started[1] {
			continue
		}
		if m[2] == "execve" {
			break
		}
		if from, _ := strconv.Atoi(m[3]); m[2] == "fcntl" && strings.HasPrefix(m[4], "F_SETFD") {
			kept = append(kept, from)
		} else if strings.HasPrefix(m[2], "dup") {
			to, _ := strconv.Atoi(m[4])
			dups = append(dups, to)
		}
	}
	var want []int
	for _, s := range list {
		if s.Do == "dup2" && !slices.Contains(kept, s.Fd) {
			want = append(want, s.Fd)
		}
		if s.Do == "keep" && !slices.Contains(kept, s.Fd) {
			c.t.Errorf("%s: fd %d is not kept: %v", name, s.Fd, kept)
		}
	}
	if held.MatchString(script) { // what is no end is a spare, and order follows from numbers
		dups = slices.DeleteFunc(dups, func(n int) bool { return !slices.Contains(want, n) })
		slices.Sort(dups)
		slices.Sort(want)
	}
	if fmt.Sprint(want) != fmt.Sprint(dups) {
		c.t.Errorf("%s: dup2 to %v explained, to %v done (%v kept)", name, want, dups, kept)
	}
}
