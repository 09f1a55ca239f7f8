package testscripts

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gpipe/internal/effort"
)

// TestForetold compares where --explain says that commands run with where they
// do, for scripts made at random. Each environment begins with a command that
// has a mark of its own, by which it is found in both.
func TestForetold(t *testing.T) {
	if runtime.GOOS != "linux" || *flagReference || *flagRecord {
		t.Skip("it looks at gpipe, in its traces")
	}
	bin := t.TempDir()
	install(t, filepath.Join(bin, "gpipe"), *flagBinary)
	keepDescriptors()
	scripts := effort.Of(20, 100, 300)
	if raceDetector {
		scripts = 20 // it is slow, and these are processes
	}
	f := &foretelling{bin: bin, dir: t.TempDir()}
	for seed := range scripts {
		g := &scriptMaker{rand: rand.New(rand.NewPCG(uint64(seed), 1))}
		script := g.script()
		if wrong := f.check(t, g, script); wrong != "" {
			t.Fatalf("seed %d: %s\n%s", seed, wrong, script)
		}
	}
}

// scriptMaker makes scripts that run each of their commands once.
type scriptMaker struct {
	rand     *rand.Rand
	marks    int
	programs []string
}

// functions are what the scripts call: with and without effects.
const functions = `none() { :; }
traps() { trap '' USR1; }
kills() { kill -0 $$; }
calls() { traps; none; }
evals() { eval "$1"; }
`

func (g *scriptMaker) script() string {
	lines := []string{functions}
	for range 1 + g.rand.IntN(3) {
		lines = append(lines, g.command(3))
	}
	return strings.Join(append(lines, ":\n"), "\n") // or the last would take the shell's place
}

func (g *scriptMaker) mark() string {
	g.marks++
	return fmt.Sprintf(": m%d", g.marks)
}

// program is a command that is one.
func (g *scriptMaker) program() string {
	g.marks++
	name := fmt.Sprintf("p%d", g.marks)
	g.programs = append(g.programs, name)
	return name
}

// list is the commands of an environment. The last one would be what becomes of
// a process, so it is none that counts.
func (g *scriptMaker) list(depth int) string {
	return g.mark() + "; " + g.command(depth-1) + "; :"
}

func (g *scriptMaker) command(depth int) string {
	if depth <= 0 {
		return g.leaf()
	}
	switch g.rand.IntN(10) {
	case 0, 1:
		return "( " + g.list(depth) + " )"
	case 2:
		return "{ " + g.list(depth) + "; }"
	case 3, 4:
		return g.stage(depth) + " | " + g.stage(depth)
	case 5:
		return "{ " + g.stage(depth) + " & wait; }"
	case 6:
		return "x=$( " + g.list(depth) + " )"
	case 7:
		return "{ " + g.program() + " <( " + g.list(depth) + " ); wait $!; }"
	case 8:
		return "if " + g.leaf() + "; then " + g.command(depth-1) + "; fi"
	}
	return g.leaf()
}

func (g *scriptMaker) stage(depth int) string {
	switch g.rand.IntN(5) {
	case 0:
		return g.program()
	case 1:
		return "( " + g.list(depth) + " )"
	case 2:
		return "{ " + g.list(depth) + "; }"
	case 3:
		return "for i in " + g.mark()[2:] + "; do " + g.command(depth-1) + "; :; done"
	}
	g.marks++
	return fmt.Sprintf([...]string{"none m%d", "traps m%d", "kills m%d", "calls m%d", ": m%d"}[g.rand.IntN(5)], g.marks)
}

func (g *scriptMaker) leaf() string {
	switch g.rand.IntN(8) {
	case 0, 1:
		return g.program()
	case 2:
		return [...]string{"trap '' USR2", "kill -0 $$", "ulimit -c 0", ": $PPID", "trap - USR2"}[g.rand.IntN(5)]
	case 3:
		return [...]string{"none", "traps", "calls", "evals :", "evals traps", "eval none", "eval 'trap \"\" USR1'"}[g.rand.IntN(7)]
	case 4:
		return "v=no; $v" + [...]string{"ne", "thing 2>&1"}[g.rand.IntN(2)]
	}
	return g.mark()
}

type foretelling struct{ bin, dir string }

// placed is what --explain=json says of a command.
type placed struct {
	Kind, Text, Is, Where string
	Under                 []placed `json:"children"`
}

var markIn = regexp.MustCompile(`\b[mp][0-9]+\b`)

// collect notes where the environments are, by their marks.
func (p *placed) collect(into map[string]string) {
	mark := markIn.FindString(p.Text)
	if _, known := into[mark]; !known && mark != "" && p.Kind != "pipeline" {
		if p.Is == "program" || p.Where != "" {
			into[mark] = p.Where
		}
	}
	for i := range p.Under {
		p.Under[i].collect(into)
	}
}

func (f *foretelling) check(t *testing.T, g *scriptMaker, script string) string {
	for _, name := range g.programs {
		if os.Symlink("/bin/true", filepath.Join(f.bin, name)) != nil {
			continue // it is there
		}
	}
	var root struct{ Program []placed }
	f.read(t, &root, "--explain=json", "-c", script)
	said := make(map[string]string)
	(&placed{Under: root.Program}).collect(said)
	trace := filepath.Join(f.dir, "trace")
	f.run(t, "--trace="+trace, "-c", script)
	data, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	processes := f.processes(t, data)
	for _, mark := range slices.Sorted(maps.Keys(said)) {
		switch where := said[mark]; {
		case where == "process" && !processes[mark]:
			return mark + " has no process of its own"
		case where == "copy" && processes[mark]:
			return mark + " has a process of its own"
		}
		delete(processes, mark)
	}
	for mark := range processes {
		return mark + " is a process, and not in the plan"
	}
	return ""
}

// processes are the marks of what was a process.
func (f *foretelling) processes(t *testing.T, trace []byte) map[string]bool {
	var events []struct {
		Name, Ph string
		Args     struct{ Stage, Pid int }
	}
	if err := json.Unmarshal(trace, &events); err != nil {
		t.Fatal(err)
	}
	found := make(map[string]bool)
	for _, e := range events {
		if mark := markIn.FindString(e.Name); e.Ph == "B" && e.Args.Stage > 0 && e.Args.Pid > 0 && mark != "" {
			found[mark] = true
		}
	}
	return found
}

func (f *foretelling) read(t *testing.T, into any, args ...string) {
	if err := json.Unmarshal(f.run(t, args...), into); err != nil {
		t.Fatal(err)
	}
}

func (f *foretelling) run(t *testing.T, args ...string) []byte {
	cmd := exec.Command(filepath.Join(f.bin, "gpipe"), args...)
	cmd.Dir = f.dir
	cmd.Env = append(os.Environ(), "PATH="+f.bin+":"+os.Getenv("PATH"), "GORACE=atexit_sleep_ms=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	return out
}
