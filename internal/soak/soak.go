// Package soak lets one process start very many others and watches what that
// leaves: memory, descriptors, threads, zombies.
package soak

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Poller is how many descriptors the Go runtime opens, once, when it needs them.
const Poller = 2

// Sample is what a process has at one moment.
type Sample struct {
	Done     int // rounds of the script
	RSS      int // KiB resident
	Fds      int
	Threads  int
	Zombies  int
	Children int // running ones
}

// scripts are what a round does. The loop around them does $1 rounds; after
// every $2 it prints their number and waits for a line.
var scripts = map[string]string{
	"pipelines": `case $((i % 8)) in
0) echo a | cat >/dev/null ;;
1) /bin/true | /bin/true | /bin/true ;;
2) x=$(echo a | cat) ;;
3) (echo a; /bin/false) | while read -r x; do :; done ;;
4) cat <<EOF >/dev/null
$x
EOF
;;
5) nosuchprogram 2>/dev/null | /bin/true ;;
6) { echo a; echo b; } | { read -r x; } ;;
7) /bin/echo a >f; read -r x <f ;;
esac`,
	"jobs": `case $((i % 4)) in
0) /bin/true & wait $! ;;
1) /bin/false & ;;
2) /bin/true | /bin/true & wait ;;
3) /bin/true & /bin/true & ;;
esac
[ $((i % 100)) = 0 ] && wait`,
}

const loop = `i=0 x=
while [ $i -lt $1 ]; do
i=$((i + 1))
BODY
if [ $((i % $2)) = 0 ]; then wait; echo $i; read -r go <&3; fi
done
`

// Names are what Run can do.
func Names() []string { return []string{"pipelines", "jobs"} }

// Run runs rounds of a script with one shell and takes samples of its process
// between them.
func Run(shell, name, dir string, rounds, samples int, each func(Sample)) error {
	step := max(rounds/samples, 1)
	text := strings.Replace(loop, "BODY", scripts[name], 1)
	file := filepath.Join(dir, name+".sh")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return err
	}
	cmd := exec.Command(shell, file, strconv.Itoa(rounds), strconv.Itoa(step))
	cmd.Dir = dir
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer w.Close()
	cmd.ExtraFiles = []*os.File{r}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	err = cmd.Start()
	r.Close()
	if err != nil {
		return err
	}
	for {
		var done int
		if _, err := fmt.Fscan(out, &done); err != nil {
			break
		}
		s, err := takeSample(cmd.Process.Pid)
		if err != nil {
			cmd.Process.Kill()
			cmd.Wait()
			return err
		}
		s.Done = done
		each(s)
		w.WriteString("\n")
	}
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, stderr.Bytes())
	}
	return nil
}

// takeSample reads /proc. Children that have a moment left to end get it.
func takeSample(pid int) (Sample, error) {
	var s Sample
	proc := fmt.Sprintf("/proc/%d", pid)
	status, err := os.ReadFile(proc + "/status")
	if err != nil {
		return s, err
	}
	s.RSS, s.Threads = field(status, "VmRSS:"), field(status, "Threads:")
	fds, err := os.ReadDir(proc + "/fd")
	if err != nil {
		return s, err
	}
	s.Fds = len(fds)
	for range 100 {
		s.Zombies, s.Children = children(pid)
		if s.Zombies+s.Children == 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	return s, nil
}

func field(status []byte, name string) int {
	_, rest, _ := bytes.Cut(status, []byte(name))
	n := 0
	fmt.Sscan(string(rest), &n)
	return n
}

// children counts the children of a process: the zombies and the others.
func children(pid int) (zombies, others int) {
	all, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, file := range all {
		text, _ := os.ReadFile(file)
		for _, child := range strings.Fields(string(text)) {
			stat, _ := os.ReadFile("/proc/" + child + "/stat")
			if _, rest, ok := bytes.Cut(stat, []byte(") ")); ok && rest[0] == 'Z' {
				zombies++
			} else if ok {
				others++
			}
		}
	}
	return zombies, others
}
