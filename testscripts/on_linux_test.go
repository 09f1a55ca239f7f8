package testscripts

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gpipe/internal/effort"

	"github.com/google/go-cmp/cmp"
)

// sshServer is an sshd on the loopback, with keys and a configuration of its own.
type sshServer struct {
	bin    string // of gpipe
	dir    string
	config string // of ssh: h is the server, none is nobody
	mark   string // what the server runs has it, too
	runDir string
}

// startServer starts an sshd, or skips the test where there can be none. What its
// users run has the lines of settings, such as SetEnv.
func startServer(t *testing.T, path string, settings ...string) *sshServer {
	t.Helper()
	effort.Usual(t)
	s := &sshServer{bin: installed(t), dir: t.TempDir(), runDir: t.TempDir(), mark: marker + "=" + rand.Text()}
	sshd := "/usr/sbin/sshd"
	for _, program := range []string{sshd, "ssh", "ssh-keygen"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("there is no ssh server to be had: %v", err)
		}
	}
	if os.Getuid() == 0 && os.MkdirAll("/run/sshd", 0o755) != nil {
		t.Skip("sshd has no /run/sshd")
	}
	for _, key := range []string{"host", "user"} {
		if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", filepath.Join(s.dir, key)).CombinedOutput(); err != nil {
			t.Skipf("ssh-keygen: %v %s", err, out)
		}
	}
	port := freePort(t)
	s.config = filepath.Join(s.dir, "config")
	write(t, s.config, "Host h none\nHostName 127.0.0.1\nIdentityFile "+s.dir+"/user\nIdentitiesOnly yes\nStrictHostKeyChecking no\n"+
		"UserKnownHostsFile /dev/null\nLogLevel ERROR\nHost h\nPort "+port+"\nHost none\nPort 1\n")
	server := filepath.Join(s.dir, "server")
	write(t, server, "Port "+port+"\nListenAddress 127.0.0.1\nHostKey "+s.dir+"/host\nAuthorizedKeysFile "+s.dir+"/user.pub\n"+
		"StrictModes no\nUsePAM no\nPidFile none\nPasswordAuthentication no\nPrintMotd no\nPrintLastLog no\n"+
		"SetEnv "+s.mark+" HOME="+s.dir+" PATH="+path+"\n"+strings.Join(settings, "\n")+"\n")
	cmd := exec.Command(sshd, "-D", "-e", "-f", server)
	cmd.Env = append(os.Environ(), s.mark)
	var log bytes.Buffer
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Skipf("sshd: %v", err)
	}
	over := make(chan struct{})
	go func() { cmd.Wait(); close(over) }()
	t.Cleanup(func() {
		cmd.Process.Kill()
		<-over
		killMarked(s.mark)
	})
	for {
		c, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err == nil {
			c.Close()
			break
		}
		select {
		case <-over:
			t.Skipf("sshd does not run here: %s", log.String())
		case <-time.After(10 * time.Millisecond):
		}
	}
	if out, err := exec.Command("ssh", "-F", s.config, "h", "true").CombinedOutput(); err != nil {
		t.Skipf("this sshd lets nobody in: %v %s%s", err, out, log.String())
	}
	return s
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Skip(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// command is a gpipe with a script, in which on is for the server.
func (s *sshServer) command(ctx context.Context, script string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, "gpipe"), "-c", `at() { command on --ssh "ssh -F `+s.config+`" "$@"; }`+"\n"+script)
	cmd.Dir = s.dir
	cmd.Env = append(environment(s.bin), s.mark, "XDG_RUNTIME_DIR="+s.runDir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return killMarked(s.mark) }
	return cmd
}

// run runs a script to its end and returns what it has printed.
func (s *sshServer) run(t *testing.T, script string) (stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), hangs)
	defer cancel()
	cmd := s.command(ctx, script)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); ctx.Err() != nil {
		t.Fatalf("%s hangs: %v\n%s%s", script, err, out.String(), errs.String())
	}
	s.nothingLeft(t)
	return out.String(), errs.String()
}

// nothingLeft waits until the server alone is left.
func (s *sshServer) nothingLeft(t *testing.T) {
	t.Helper()
	deadline := time.Now().Add(dies)
	for len(s.others()) > 0 {
		if time.Now().After(deadline) {
			t.Fatalf("left behind: %v", s.others())
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// others are the processes of a run, each with its words: not the server itself.
func (s *sshServer) others() map[int]string {
	found := make(map[int]string)
	for _, pid := range marked(s.mark) {
		line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if words := strings.TrimSpace(strings.ReplaceAll(string(line), "\x00", " ")); words != "" && !strings.Contains(words, "[listener]") && !strings.Contains(words, "-D -e -f") {
			found[pid] = words
		}
	}
	return found
}

// TestOnSSH: a command on another host is one as any.
func TestOnSSH(t *testing.T) {
	s := startServer(t, installed(t)+":/usr/local/bin:/usr/bin:/bin")
	for _, c := range []struct{ name, script, out, err string }{
		{"arguments", `at h printf '<%s>' 'two words' '*' "it's" '"' '$HOME' '\' '' 'a
b' '!x'`, "<two words><*><it's><\"><$HOME><\\><><a\nb><!x>", ""},
		{"statuses", `n() { at h "$@"; echo $?; }; n true; n sh -c 'exit 7'; n sh -c 'exit 255'; n sh -c 'kill -TERM $$' 2>/dev/null; n nosuch 2>/dev/null; n / 2>/dev/null`,
			"0\n7\n255\n143\n127\n126\n", ""},
		{"pipes", `at h yes | head -n1; echo ${PIPESTATUS[@]}; yes | at -i h head -n1; echo ${PIPESTATUS[@]}`, "y\n141 0\ny\n141 0\n", ""},
		{"a loop", `printf 'h\nh\n' | while read x; do at $x sh -c 'cat; echo there'; done`, "there\nthere\n", ""},
		{"place", `umask 027; mkdir -p 'a dir'; cd 'a dir'; at h sh -c 'pwd; umask'; A=x; export A; at -e A h sh -c 'echo $A'`,
			s.dir + "/a dir\n0027\nx\n", ""},
		{"many stages", fifty(`| on --ssh "ssh -F ` + s.config + `" h cat`), "x\n", ""},
		{"many jobs", `for i in $(seq 30); do at h echo x & done | sort | uniq -c; wait`, "     30 x\n", ""},
		{"one connection", `at h true; at h true; ls "$XDG_RUNTIME_DIR"/gpipe/on.$$ | grep -c '[.][0-9]*$'`, "1\n", ""},
		{"nobody", `at none true; echo $?`, "254\n", "gpipe: line 1: on: none: ssh: connect to host 127.0.0.1 port 1: Connection refused\n"},
		{"a signal", `on --ssh "ssh -F ` + s.config + `" h sh -c 'trap "echo term; exit 3" TERM; echo ready >&2; while :; do sleep 0.02; done' 2>ready &
			until grep -qs ready ready; do sleep 0.02; done; kill $!; wait $!; echo $?`, "term\n3\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, errs := s.run(t, c.script)
			if d := cmp.Diff(c.out, out); d != "" {
				t.Errorf("%s(-want +got), and %q", d, errs)
			}
			if d := cmp.Diff(c.err, errs); d != "" {
				t.Errorf("standard error: %s(-want +got)", d)
			}
			if left, _ := filepath.Glob(s.runDir + "/gpipe/*"); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func fifty(stage string) string { return "echo x " + strings.Repeat(stage, 50) }

// TestOnCopy: where there is no gpipe it is copied, once, and that is told; --no-copy
// refuses that; what is there and broken is replaced.
func TestOnCopy(t *testing.T) {
	s := startServer(t, "/usr/bin:/bin")
	_, errs := s.run(t, `at --no-copy h true; echo $?`)
	if !strings.Contains(errs, "it is not to be copied") {
		t.Errorf("--no-copy: %q", errs)
	}
	copies := func() (list []string) {
		list, _ = filepath.Glob(s.dir + "/.cache/gpipe/*/*")
		return list
	}
	if c := copies(); len(c) > 0 {
		t.Errorf("--no-copy: there is %v", c)
	}
	out, errs := s.run(t, `at h echo there`)
	if out != "there\n" || !strings.Contains(errs, "on: h: gpipe is copied to ~/.cache/gpipe/") || len(copies()) != 1 {
		t.Errorf("%q, %q, %v", out, errs, copies())
	}
	for _, name := range copies() {
		st, err := os.Stat(name)
		if err != nil || st.Mode() != 0o700 {
			t.Errorf("%v, %v", st.Mode(), err)
		}
	}
	if out, errs := s.run(t, `at h echo there`); out != "there\n" || errs != "" {
		t.Errorf("the second time: %q, %q", out, errs)
	}
	write(t, copies()[0], "broken")
	if out, errs := s.run(t, `at h echo there`); out != "there\n" || !strings.Contains(errs, "is copied") {
		t.Errorf("a broken one: %q, %q", out, errs)
	}
}

// TestOnOrphans: whoever is killed, nothing is left on the other host, nor here.
func TestOnOrphans(t *testing.T) {
	s := startServer(t, installed(t)+":/usr/bin:/bin")
	for _, victim := range []struct {
		name, words string
		parent      bool // it is the parent of that
	}{
		{"the shell", "gpipe -c", false},
		{"the command here", "gpipe --on", false},
		{"ssh", "-o ControlMaster=no", false},
		{"the connection", "-M -S", false},
		{"sshd", "gpipe --worker", true},
	} {
		for _, what := range []string{"exec sleep 1000", "trap '' TERM HUP INT; sleep 1000 & setsid sleep 1000 & wait"} {
			t.Run(victim.name+", "+what[:4], func(t *testing.T) {
				ctx, cancel := context.WithTimeout(context.Background(), hangs)
				defer cancel()
				cmd := s.command(ctx, `at h sh -c "echo ready; `+strings.ReplaceAll(what, `"`, `\"`)+`"; echo $? >status`)
				r, w, err := os.Pipe()
				if err != nil {
					t.Fatal(err)
				}
				defer r.Close()
				cmd.Stdout = w
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				w.Close()
				if _, err := r.Read(make([]byte, 10)); err != nil {
					t.Fatal(err)
				}
				killed := 0
				for pid, words := range s.others() {
					if !strings.Contains(words, victim.words) || victim.parent && !strings.HasSuffix(words, victim.words) {
						continue
					}
					if victim.parent {
						pid = parentOf(t, pid)
					}
					syscall.Kill(pid, syscall.SIGKILL)
					killed++
				}
				if killed == 0 {
					t.Errorf("nobody of %v", s.others())
				}
				cmd.Wait()
				s.nothingLeft(t)
			})
		}
	}
}

func parentOf(t *testing.T, pid int) int {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	parent, err := strconv.Atoi(fields[1])
	if err != nil || parent < 2 {
		t.Fatal(parent, err)
	}
	return parent
}

// TestOnPartition: a way that carries nothing any more is noticed, here and there.
func TestOnPartition(t *testing.T) {
	s := startServer(t, installed(t)+":/usr/bin:/bin")
	ctx, cancel := context.WithTimeout(context.Background(), hangs)
	defer cancel()
	cmd := s.command(ctx, `at h true; at --silence 2 h sh -c 'echo ready; exec sleep 1000'; echo $?`)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	errs, err := os.Create(filepath.Join(t.TempDir(), "stderr")) // an ssh that is stopped keeps it
	if err != nil {
		t.Fatal(err)
	}
	defer errs.Close()
	cmd.Stdout, cmd.Stderr = w, errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	line := make([]byte, 100)
	if _, err := r.Read(line); err != nil {
		t.Fatal(err)
	}
	var stopped []int
	for pid, words := range s.others() {
		if strings.Contains(words, "-M -S") {
			syscall.Kill(pid, syscall.SIGSTOP)
			stopped = append(stopped, pid)
		}
	}
	n, _ := r.Read(line)
	cmd.Wait()
	said, _ := os.ReadFile(errs.Name())
	if string(line[:n]) != "254\n" || !strings.Contains(string(said), "h: no sign of life for 2s") {
		t.Errorf("%q, %q", line[:n], said)
	}
	deadline := time.Now().Add(2 * dies) // the worker knows while the way is still stopped
	for {
		there := 0
		for _, words := range s.others() {
			if strings.HasPrefix(words, "sleep") {
				there++
			}
		}
		if there == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("left behind: %v", s.others())
		}
		time.Sleep(5 * time.Millisecond)
	}
	for _, pid := range stopped {
		syscall.Kill(pid, syscall.SIGCONT)
	}
	s.nothingLeft(t)
}
