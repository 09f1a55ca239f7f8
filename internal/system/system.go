// Package system runs programs that call /bin/sh, twice: on the system as it is,
// and with gpipe in the place of its sh. What they print, how they end and which
// files they make must be the same. It is for tests only: nothing imports it but
// its own command.
package system

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

//go:embed testdata/*.sh
var testdata embed.FS

// Scenario is a script for bash, which is not what is tested.
type Scenario struct {
	Name   string
	Needs  []string // programs
	Fetch  []string // what to get, and the names: deb or source, of packages
	Ignore []string // files that may differ: patterns of path.Match, below /
	Text   string
}

// Scenarios reads those of testdata. Comments at their beginnings say what they need.
func Scenarios() ([]Scenario, error) {
	files, err := testdata.ReadDir("testdata")
	if err != nil {
		return nil, err
	}
	var all []Scenario
	for _, f := range files {
		text, err := testdata.ReadFile("testdata/" + f.Name())
		if err != nil {
			return nil, err
		}
		all = append(all, parse(strings.TrimSuffix(f.Name(), ".sh"), string(text)))
	}
	return all, nil
}

func parse(name, text string) Scenario {
	s := Scenario{Name: name, Text: text}
	for line := range strings.Lines(text) {
		head, list, _ := strings.Cut(line, ":")
		switch head {
		case "# needs":
			s.Needs = strings.Fields(list)
		case "# fetch":
			s.Fetch = strings.Fields(list)
		case "# ignore":
			s.Ignore = strings.Fields(list)
		}
	}
	return s
}

// Result is what a scenario did.
type Result struct {
	Stdout, Stderr string
	Status         int // -1 if it did not end in time
	Files          map[string]string
}

// Machine is where scenarios run: each in namespaces of mounts and of processes,
// on a layer of its own above the file system of this machine, of which nothing
// is changed.
type Machine struct {
	Dir   string        // for the layers, and what is fetched
	Limit time.Duration // of one run
}

// enter makes the new root, with the shell bound over the file that /bin/sh is in
// the end, and runs the scenario there.
const enter = `set -e
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
cd "$1/root"
mount -t proc proc proc
mount --rbind /dev dev
mount -t tmpfs tmpfs run
[ -z "$2" ] || mount --bind "$2" ".$3"
mkdir -p gpipe-system/home
[ -z "$4" ] || { mkdir gpipe-system/fetched; mount --bind -o ro "$4" gpipe-system/fetched; }
exec chroot . /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
	LC_ALL=C.UTF-8 TZ=UTC HOME=/gpipe-system/home USER=root LOGNAME=root TERM=dumb \
	bash -c 'cd /gpipe-system; eval "$1"' scenario "$5"
`

// Possible tells why there can be no such run here.
func Possible() error {
	if os.Geteuid() != 0 {
		return errors.New("only root may mount")
	}
	m := &Machine{Limit: time.Minute}
	var err error
	if m.Dir, err = os.MkdirTemp("", "system"); err != nil {
		return err
	}
	defer os.RemoveAll(m.Dir)
	r, err := m.Run(Scenario{Text: "echo possible"}, "", "")
	if err == nil && r.Stdout != "possible\n" {
		err = fmt.Errorf("no namespaces or no overlay: %s", strings.TrimSpace(r.Stderr))
	}
	return err
}

// Run runs a scenario with a file in the place of the system's sh, or with that
// if it is "". What the scenario asks to be fetched is in the directory fetched.
func (m *Machine) Run(s Scenario, shell, fetched string) (Result, error) {
	dir, err := os.MkdirTemp(m.Dir, "layer")
	if err != nil {
		return Result{}, err
	}
	defer os.RemoveAll(dir)
	for _, name := range []string{"upper", "work", "root"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			return Result{}, err
		}
	}
	sh, err := filepath.EvalSymlinks("/bin/sh")
	if err != nil {
		return Result{}, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), m.Limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "unshare", "--mount", "--propagation", "private", "--ipc", "--pid", "--fork", "--kill-child",
		"bash", "-c", enter, "enter", dir, shell, sh, fetched, s.Text)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &stdout, &stderr, 10*time.Second
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		return Result{}, err
	}
	r := Result{Stdout: stdout.String(), Stderr: stderr.String(), Status: cmd.ProcessState.ExitCode()}
	r.Files, err = made(filepath.Join(dir, "upper"), s.Ignore)
	return r, err
}

// ignored tells whether a file, or a directory it is in, matches a pattern.
func ignored(name string, patterns []string) bool {
	for ; name != "."; name = path.Dir(name) {
		for _, p := range patterns {
			if ok, _ := path.Match(p, name); ok {
				return true
			}
		}
	}
	return false
}
