package pipeline

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"gpipe/internal/redirect"

	"golang.org/x/sys/unix"
)

func TestDescriptorsThatSwap(t *testing.T) {
	leaks(t)
	stage, env := helper(t, "swaps")
	var complaints bytes.Buffer
	if err := New(stage).Run(bg, env, Stderr(&complaints)); err != nil {
		t.Errorf("%v\n%s", err, complaints.String())
	}
}

// swaps runs children with all kinds of fd tables while the descriptors 0, 1
// and 2 of this process are closed, so that pipes and files get their
// numbers. Complaints go to the descriptor 2 that came in.
func swaps() int {
	keep, err := syscall.Dup(2)
	if err != nil {
		return 1
	}
	syscall.CloseOnExec(keep)
	complain := os.NewFile(uintptr(keep), "stderr")
	// The poller's descriptors come first, so that they don't take 0 to 2.
	r, w, _ := os.Pipe()
	r.Close()
	w.Close()
	bad := 0
	for closed := range 8 {
		for _, c := range swapCases {
			for fd := range 3 {
				if closed>>fd&1 == 1 {
					syscall.Close(fd)
				} else {
					null, _ := syscall.Open(os.DevNull, syscall.O_RDWR|syscall.O_CLOEXEC, 0)
					if null != fd {
						syscall.Dup3(null, fd, syscall.O_CLOEXEC)
						syscall.Close(null)
					}
				}
			}
			out, err := New(Cmd("sh", "-c", c.script).With(c.ops...), Cmd("cat")).Output(bg)
			if string(out) != c.want || err != nil {
				bad++
				fmt.Fprintf(complain, "closed %03b, %s: %q %v, want %q\n", closed, c.name, out, err, c.want)
			}
		}
	}
	return bad
}

// swapCases: the script's fd 1 is the pipe at first, whose reader gives the
// output; /dev/null is fd 0 and 2.
var swapCases = []struct {
	name   string
	ops    []redirect.Op
	script string
	want   string
}{
	{"as it is", nil, "echo out; echo err >&2", "out\n"},
	{"3>&1 1>&2 2>&3 3>&-", []redirect.Op{redirect.Dup(3, 1), redirect.Dup(1, 2), redirect.Dup(2, 3), redirect.Close(3)}, "echo out; echo err >&2", "err\n"},
	{"2>&1", []redirect.Op{redirect.Dup(2, 1)}, "echo out; echo err >&2", "out\nerr\n"},
	{"5>&1 1>&-", []redirect.Op{redirect.Dup(5, 1), redirect.Close(1)}, "echo out; echo five >&5", "five\n"},
	{"9>&1-", []redirect.Op{redirect.Move(9, 1)}, "echo out; echo nine >&9", "nine\n"},
	{"0<&1 1>&0", []redirect.Op{redirect.Dup(0, 1), redirect.Dup(1, 0)}, "echo out; echo in >&0", "out\nin\n"},
	{"0<<text", []redirect.Op{redirect.Text(0, "text\n")}, "cat", "text\n"},
	{"4<<text 0<&4- 7>&1 1>&2", []redirect.Op{redirect.Text(4, "text\n"), redirect.Move(0, 4), redirect.Dup(7, 1), redirect.Dup(1, 2)}, "cat >&7; echo out", "text\n"},
	{"all closed but 1", []redirect.Op{redirect.Close(0), redirect.Close(2)}, "echo out; (echo err >&2) && echo open", "out\n"},
	{"rotate 0 1 2", []redirect.Op{redirect.Dup(3, 0), redirect.Dup(0, 1), redirect.Dup(1, 2), redirect.Dup(2, 3), redirect.Close(3)}, "echo out; echo err >&2; echo in >&0", "in\n"},
}

// emfile runs a pipeline under every limit of descriptors, from none left to
// enough. Each run succeeds or says why not, and nothing is left.
func emfile() int {
	// Go's poller, and what the first start finds out once, come first.
	if err := emfileRun(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	var old syscall.Rlimit
	syscall.Getrlimit(syscall.RLIMIT_NOFILE, &old)
	used := openCount() // one of which is the list's own
	failed := 0
	for more := range 40 {
		lim := syscall.Rlimit{Cur: uint64(used - 1 + more), Max: old.Max}
		syscall.Setrlimit(syscall.RLIMIT_NOFILE, &lim)
		err := emfileRun()
		syscall.Setrlimit(syscall.RLIMIT_NOFILE, &old)
		if err != nil {
			failed++
			if !errors.Is(err, syscall.EMFILE) {
				fmt.Fprintf(os.Stderr, "%d more: %v\n", more, err)
				return 1
			}
		}
		if now := openCount(); now != used {
			fmt.Fprintf(os.Stderr, "%d more: %v: descriptors %d, before %d\n", more, err, now, used)
			return 1
		}
		var ws syscall.WaitStatus
		if pid, err := syscall.Wait4(-1, &ws, syscall.WNOHANG, nil); err != syscall.ECHILD {
			fmt.Fprintf(os.Stderr, "%d more: child %d is left\n", more, pid)
			return 1
		}
	}
	if failed < 5 || failed > 30 {
		fmt.Fprintln(os.Stderr, "failed under", failed, "limits")
		return 1
	}
	return 0
}

// terminal is a session of its own with its standard input as terminal. It
// returns 0 if a pipeline's group is the terminal's foreground group.
func terminal() int {
	fd, err := unix.FcntlInt(0, unix.F_DUPFD_CLOEXEC, 10)
	if err != nil {
		return 1
	}
	// The children see what they are, before one of them could be stopped.
	script := `read _ _ _ _ group _ _ foreground _ </proc/self/stat; echo $group $foreground`
	j, err := New(Cmd("cat"), Cmd("sh", "-c", script)).StartWith(bg, &Options{Group: GroupOwn, engine: EngineOptions{Terminal: fd}, Stdin: bytes.NewReader(nil), Capture: true})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	out, err := j.Output()
	if want := fmt.Sprintln(j.Pgid(), j.Pgid()); string(out) != want || err != nil {
		fmt.Fprintf(os.Stderr, "%q %v, want %q\n", out, err, want)
		return 1
	}
	return 0
}

func TestTerminal(t *testing.T) {
	leaks(t)
	master, slave := pty(t)
	defer master.Close()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	var complaints bytes.Buffer
	cmd.Stdin, cmd.Stderr = slave, &complaints
	cmd.Env = append(os.Environ(), "PIPELINE_TEST_PROGRAM=terminal")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	err = cmd.Run()
	slave.Close()
	if err != nil {
		t.Errorf("%v: %s", err, complaints.String())
	}
}
