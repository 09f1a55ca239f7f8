package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// prepared is what the contests need.
type prepared struct {
	gpipe   string
	empty   string // a Go program that does nothing
	gopopen string
	cpopen  string // "" where there is no C compiler
	goipc   string
	cipc    string // as cpopen
	data    string // the directory the scripts get as $1
	shells  []shell
}

type shell struct {
	name string
	argv []string
}

// prepare builds the programs and makes the data, all in dir.
func prepare(gpipe, dir string) (*prepared, error) {
	p := &prepared{
		gpipe:   gpipe,
		empty:   filepath.Join(dir, "empty"),
		gopopen: filepath.Join(dir, "gopopen"),
		goipc:   filepath.Join(dir, "goipc"),
		data:    filepath.Join(dir, "data"),
	}
	source := filepath.Join(dir, "empty.go")
	if err := os.WriteFile(source, []byte("package main\n\nfunc main() {}\n"), 0o666); err != nil {
		return nil, err
	}
	for _, build := range [][]string{
		{"go", "build", "-trimpath", "-ldflags", "-s -w", "-o", p.empty, source},
		{"go", "build", "-trimpath", "-ldflags", "-s -w", "-o", p.gopopen, "gpipe/bench/gopopen"},
		{"go", "build", "-trimpath", "-ldflags", "-s -w", "-o", p.goipc, "gpipe/bench/goipc"},
	} {
		cmd := exec.Command(build[0], build[1:]...)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%q: %w\n%s", build, err, out)
		}
	}
	if cc, err := exec.LookPath("cc"); err == nil {
		p.cpopen, p.cipc = filepath.Join(dir, "cpopen"), filepath.Join(dir, "cipc")
		for program, source := range map[string]string{p.cpopen: "bench/glibc/popen.c", p.cipc: "bench/glibc/ipc.c"} {
			if out, err := exec.Command(cc, "-O2", "-pthread", "-o", program, source, "-lrt").CombinedOutput(); err != nil {
				return nil, fmt.Errorf("%s: %w\n%s", source, err, out)
			}
		}
	} else {
		fmt.Println("no C compiler: nothing is compared with popen of the C library, and package ipc not at all")
	}
	p.findShells()
	return p, makeData(p.data)
}

func (p *prepared) findShells() {
	for _, sh := range []shell{
		{"dash", []string{"dash"}},
		{"bash", []string{"bash"}},
		{"busybox", []string{"busybox", "sh"}},
		{"mksh", []string{"mksh"}},
		{"ksh93", []string{"ksh93"}},
	} {
		path, err := exec.LookPath(sh.argv[0])
		if err != nil {
			fmt.Println(sh.name, "is not installed")
			continue
		}
		sh.argv[0] = path
		p.shells = append(p.shells, sh)
	}
}

// makeData makes files of 200,000 and of 1,000,000 lines, and a directory of 10,000
// names.
func makeData(dir string) error {
	many := filepath.Join(dir, "many")
	if err := os.MkdirAll(many, 0o777); err != nil {
		return err
	}
	for i := range 10000 {
		if err := os.WriteFile(filepath.Join(many, fmt.Sprintf("name%05d", i)), nil, 0o666); err != nil {
			return err
		}
	}
	if err := makeLines(filepath.Join(dir, "lines"), 200000, func(i int) int { return i + 1 }); err != nil {
		return err
	}
	return makeLines(filepath.Join(dir, "text"), 1000000, func(i int) int { return i * 7919 % 100003 })
}

// makeLines makes a file of n lines that begin with numbers.
func makeLines(name string, n int, number func(i int) int) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	for i := range n {
		fmt.Fprintf(w, "%d the second word and more\n", number(i))
	}
	if err := w.Flush(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
