package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// contest is one thing done by several contestants.
type contest struct {
	name, headline string
	repeat         int // runs of a program that make one measurement
	targets        []target
	contestants    []*contestant // gpipe's is the first
}

// target is the largest ratio to another contestant that is good enough; to
// "fastest", the one of the shells that does best. It is one of the time that
// passes, or of another one.
type target struct {
	ratio float64
	other string
	of    clock
}

// clock says which time of a measurement is meant.
type clock string

const (
	wall clock = ""     // that passed
	user clock = "user" // that the run and its children computed outside the kernel
	cpu  clock = "cpu"  // that they had a processor
)

type contestant struct {
	name string
	argv []string
	runs []measurement // one for each round
}

// measurement is the times of one run.
type measurement map[clock]time.Duration

// hold lets all contestants run, the order turning with every round.
func (c *contest) hold(rounds int) error {
	want, err := c.output(c.contestants[0])
	if err != nil {
		return err
	}
	for _, other := range c.contestants[1:] {
		got, err := c.output(other)
		if err != nil {
			return err
		}
		if !bytes.Equal(got, want) {
			return fmt.Errorf("%s prints %q where gpipe prints %q", other.name, got, want)
		}
	}
	for round := range rounds {
		for i := range c.contestants {
			k := c.contestants[(i+round)%len(c.contestants)]
			m, err := k.run(c.repeat)
			if err != nil {
				return err
			}
			k.runs = append(k.runs, m)
		}
	}
	return nil
}

// output runs a contestant for what it prints; it also brings what it needs
// into memory.
func (c *contest) output(k *contestant) ([]byte, error) {
	cmd := exec.Command(k.argv[0], k.argv[1:]...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("%s: %w", k.name, err)
	}
	return bytes.TrimSpace(out), err
}

// run measures repeat runs in a row.
func (k *contestant) run(repeat int) (measurement, error) {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	defer null.Close()
	attr := &os.ProcAttr{Files: []*os.File{null, null, os.Stderr}, Env: os.Environ()}
	m := measurement{}
	for range repeat {
		start := time.Now()
		process, err := os.StartProcess(k.argv[0], k.argv, attr)
		if err != nil {
			return m, err
		}
		state, err := process.Wait()
		if err != nil {
			return m, err
		}
		if !state.Success() {
			return m, fmt.Errorf("%s: %v", k.name, state)
		}
		m[wall] += time.Since(start)
		m[user] += state.UserTime()
		m[cpu] += state.UserTime() + state.SystemTime()
	}
	for c := range m {
		m[c] /= time.Duration(repeat)
	}
	return m, nil
}

// contests returns all that the machine can hold.
func (p *prepared) contests() ([]*contest, error) {
	all := []*contest{
		p.startup(), p.startProgram(), p.stats(), p.lock(), p.poolPrograms(), p.poolBuiltins(), p.popenEach(),
		p.popenRead("small", "head -c 1073741824 /dev/zero"),
		p.popenRead("large", "dd if=/dev/zero bs=64k count=16384 2>/dev/null"),
	}
	all = append(all, p.ipcContests()...)
	all = append(all, p.parContests()...)
	scripts, err := filepath.Glob("bench/scripts/*.sh")
	if err != nil {
		return nil, err
	}
	for _, path := range scripts {
		c, err := p.script(path)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

func (p *prepared) startup() *contest {
	return p.commandString(&contest{
		name: "startup", headline: "start and end: gpipe -c :",
		targets: []target{{1.15, "empty Go binary", wall}, {1, "bash", cpu}},
	}, ":", &contestant{name: "empty Go binary", argv: []string{p.empty}})
}

func (p *prepared) startProgram() *contest {
	return p.commandString(&contest{
		name: "startup_program", headline: "start one program: gpipe -c /bin/true",
		targets: []target{{1.3, "bash", wall}},
	}, "/bin/true")
}

// commandString has all shells run a text, beside other contestants.
func (p *prepared) commandString(c *contest, text string, others ...*contestant) *contest {
	c.repeat = 40
	c.contestants = append([]*contestant{{name: "gpipe", argv: []string{p.gpipe, "-c", text}}}, others...)
	for _, sh := range p.shells {
		argv := append(sh.argv[:len(sh.argv):len(sh.argv)], "-c", text)
		c.contestants = append(c.contestants, &contestant{name: sh.name, argv: argv})
	}
	return c
}

// stats is what it costs to look at a pipeline. All of it runs on one
// processor: on several, where the system happens to put the stages changes the
// time by half and hides what is looked for.
func (p *prepared) stats() *contest {
	const script = "head -c 4G /dev/zero | cat | wc -c"
	c := &contest{
		name: "stats", headline: "gpipe --stats '" + script + "', against gpipe without",
		repeat:  1,
		targets: []target{{ratio: 1.03, other: "gpipe"}},
		contestants: []*contestant{
			{name: "gpipe --stats", argv: []string{p.gpipe, "--stats-file", "/dev/null", "-c", script}},
			{name: "gpipe", argv: []string{p.gpipe, "-c", script}},
		},
	}
	if taskset, err := exec.LookPath("taskset"); err == nil {
		c.headline += ", on one processor"
		for _, k := range c.contestants {
			k.argv = append([]string{taskset, "--cpu-list", "0"}, k.argv...)
		}
	}
	return c
}

// lock is what it costs to run a command under a lock that is free: the command
// does nothing, but for flock(1) it is a program.
func (p *prepared) lock() *contest {
	const loop = `i=0; while [ $i -lt 1000 ]; do i=$((i+1)); `
	c := &contest{
		name: "lock", headline: "1000 times a command under a lock: lock name :, against flock file true",
		repeat: 1,
		contestants: []*contestant{
			{name: "gpipe", argv: []string{p.gpipe, "-c", `export XDG_RUNTIME_DIR="$1"; ` + loop + `lock name :; done`, "gpipe", p.data}},
		},
		targets: []target{{ratio: 0.02, other: "flock(1) in dash"}},
	}
	if _, err := exec.LookPath("flock"); err != nil {
		return c
	}
	for _, sh := range p.shells {
		if sh.name == "dash" || sh.name == "bash" {
			argv := append(sh.argv[:len(sh.argv):len(sh.argv)], "-c", loop+`flock "$1/lock" true; done`, "sh", p.data)
			c.contestants = append(c.contestants, &contestant{name: "flock(1) in " + sh.name, argv: argv})
		}
	}
	return c
}

// poolPrograms is what starts a program many times, two at a time.
func (p *prepared) poolPrograms() *contest {
	c := &contest{
		name: "pool_programs", headline: "500 times /usr/bin/true, two at a time",
		repeat:      1,
		targets:     []target{{ratio: 0.6, other: "xargs"}, {ratio: 0.066, other: "GNU parallel"}},
		contestants: []*contestant{{name: "gpipe", argv: []string{p.gpipe, "-c", "seq 500 | pool -j 2 /usr/bin/true"}}},
	}
	return p.others(c, map[string]string{
		"xargs":    "seq 500 | xargs -P 2 -n 1 /usr/bin/true",
		"parallel": "seq 500 | parallel -j 2 /usr/bin/true",
	})
}

// poolBuiltins is what jobs cost that are built-ins, against subshells of dash.
func (p *prepared) poolBuiltins() *contest {
	c := &contest{
		name: "pool_builtins", headline: "3,000 times a built-in, in subshells that run at once",
		repeat:      1,
		targets:     []target{{ratio: 0.333, other: "dash"}},
		contestants: []*contestant{{name: "gpipe", argv: []string{p.gpipe, "-c", "seq 3000 | pool -j 2 :"}}},
	}
	return p.others(c, map[string]string{"dash": "i=0; while [ $i -lt 3000 ]; do ( : )& i=$((i+1)); done; wait"})
}

// others adds those contestants of which the program is there: dash runs the text.
func (p *prepared) others(c *contest, texts map[string]string) *contest {
	dash, err := exec.LookPath("dash")
	for _, program := range slices.Sorted(maps.Keys(texts)) {
		if _, missing := exec.LookPath(program); missing != nil || err != nil {
			continue
		}
		name := program
		if program == "parallel" {
			name = "GNU parallel"
		}
		c.contestants = append(c.contestants, &contestant{name: name, argv: []string{dash, "-c", texts[program]}})
	}
	return c
}

func (p *prepared) popenEach() *contest {
	const n = "500"
	return p.popen(&contest{
		name: "popen_each", headline: n + ` times popen("/usr/bin/true", "r") and pclose`,
		targets: []target{{ratio: 0.55, other: "glibc popen"}},
	}, "each", n, "/usr/bin/true")
}

// popenRead reads from a program whose writes are small, of a page or two, or
// as large as a pipe: which of the two decides how the ends take turns.
func (p *prepared) popenRead(writes, command string) *contest {
	return p.popen(&contest{
		name: "popen_read_" + writes, headline: "1 GiB of " + writes + " writes through popen, 64 KiB at a time",
		targets: []target{{ratio: 1, other: "glibc popen"}},
	}, "read", command)
}

func (p *prepared) popen(c *contest, args ...string) *contest {
	c.repeat = 1
	c.contestants = []*contestant{{name: "popen (Go)", argv: append([]string{p.gopopen}, args...)}}
	if p.cpopen != "" {
		c.contestants = append(c.contestants, &contestant{name: "glibc popen", argv: append([]string{p.cpopen}, args...)})
	}
	return c
}

// script makes a contest of a file: its first line is the headline, lines
// like "# target: 0.2 dash" or "# target: 0.2 fastest user" are targets, and one
// like "# shells: bash ksh93" names the shells that can run it.
func (p *prepared) script(path string) (*contest, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c := &contest{name: strings.TrimSuffix(filepath.Base(path), ".sh"), repeat: 1}
	var shells []string
	for line := range strings.Lines(string(text)) {
		comment, ok := strings.CutPrefix(strings.TrimSpace(line), "# ")
		if !ok {
			break
		}
		if names, ok := strings.CutPrefix(comment, "shells: "); ok {
			shells = strings.Fields(names)
			continue
		}
		value, ok := strings.CutPrefix(comment, "target: ")
		if !ok {
			c.headline = comment
			continue
		}
		t, err := parseTarget(value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		c.targets = append(c.targets, t)
	}
	for i, sh := range append([]shell{{"gpipe", []string{p.gpipe, "--"}}}, p.shells...) {
		if i > 0 && len(shells) > 0 && !slices.Contains(shells, sh.name) {
			continue
		}
		argv := append(sh.argv[:len(sh.argv):len(sh.argv)], path, p.data)
		c.contestants = append(c.contestants, &contestant{name: sh.name, argv: argv})
	}
	return c, nil
}

func parseTarget(text string) (target, error) {
	words := strings.Fields(text)
	words = append(words, "")
	if len(words) < 3 || len(words) > 4 || len(words) == 4 && clock(words[2]) != user && clock(words[2]) != cpu {
		return target{}, fmt.Errorf("target %q is not: ratio shell [user|cpu]", text)
	}
	ratio, err := strconv.ParseFloat(words[0], 64)
	return target{ratio, words[1], clock(words[2])}, err
}
