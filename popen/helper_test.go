package popen

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"gpipe/internal/effort"
	"gpipe/internal/sys"
	"gpipe/internal/sys/pipes"

	"golang.org/x/sys/unix"
)

// helpers are what the test binary does instead of the tests when told to:
// things that change the whole process.
var helpers = map[string]func() error{
	"closed":    closedStreams,
	"emfile":    fewDescriptors,
	"storm":     storm,
	"idle":      idleStreams,
	"nonblock":  nonblockingHost,
	"host":      host,
	"childless": childless,
	"statuses":  knownStatuses,
}

func ignoreSigchld() { signal.Ignore(syscall.SIGCHLD) }

// TestStandardStreamsOfTheHostAreClosed: the host's descriptors 0, 1 and 2 are closed, so that
// pipes could get their numbers: children have them closed, or joined.
func TestStandardStreamsOfTheHostAreClosed(t *testing.T) { helper(t, "closed", "exec 9>&2") }

func closedStreams() error {
	complain := os.NewFile(9, "stderr")
	syscall.CloseOnExec(9)
	warmUp()
	var bad []error
	for closed := range 8 {
		for fd := range 3 {
			if closed>>fd&1 == 1 {
				syscall.Close(fd)
			} else if err := openNull(fd); err != nil {
				return err
			}
		}
		for _, line := range []string{"cat; ls /proc/self/fd", "ls /proc/self/fd | cat; cat", "exec sh -c 'cat; ls /proc/self/fd'"} {
			for _, mode := range []Mode{Read, Write, ReadWrite} {
				if err := closedStream(line, mode, closed); err != nil {
					bad = append(bad, err)
				}
			}
		}
	}
	err := errors.Join(bad...)
	if err != nil {
		fmt.Fprintln(complain, err)
	}
	return err
}

// openNull makes fd /dev/null, not close-on-exec.
func openNull(fd int) error {
	null, err := syscall.Open(os.DevNull, syscall.O_RDWR, 0)
	if err != nil || null == fd {
		return err
	}
	defer syscall.Close(null)
	return unix.Dup2(null, fd)
}

// closedStream checks the descriptors that a command has, and what it reads
// and writes through the stream.
func closedStream(line string, mode Mode, closed int) error {
	s, err := Open(bg, line, mode)
	if err != nil {
		return err
	}
	if mode.writes() {
		s.Write([]byte("in\n"))
		s.CloseWrite()
	}
	var text []byte
	if mode.reads() {
		text, _ = io.ReadAll(s)
	}
	err = s.Close()
	if mode == Write || !mode.writes() && closed&1 == 1 {
		return nil // there is nothing to see, or nothing to read from
	}
	want := "0 1"
	if closed&4 == 0 {
		want += " 2 3"
	} else {
		want += " 2" // the directory
	}
	if mode == ReadWrite {
		want = strings.Replace(want, "0", "in 0", 1)
	}
	got := strings.Join(strings.Fields(string(text)), " ")
	if strings.HasPrefix(line, "ls") && mode == ReadWrite {
		got = "in " + strings.TrimSuffix(got, " in")
	}
	if got != want || err != nil {
		return fmt.Errorf("closed %03b, %s: %q, %v; want %q", closed, line, got, err, want)
	}
	return nil
}

// TestFewDescriptors: under every limit of descriptors a stream works, or Open
// or the command says that there are none; nothing is left in any case.
func TestFewDescriptors(t *testing.T) { helper(t, "emfile", ":") }

func fewDescriptors() error {
	warmUp()
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &old); err != nil {
		return err
	}
	fds := openFds()
	ways := []func() error{
		few("cat"), few("cat | cat"), few("cat <<x; cat\n$(echo)\nx"), few("x=$(cat | cat) && echo \"$x\""), few("(cat) | (cat)"),
		few("cat & wait; cat"), few("cat", Stderr(new(bytes.Buffer)), Dir("/")), few("read x; echo \"$x\" >&1 | cat"),
		func() error {
			s, err := OpenArgs(bg, []string{"cat"}, ReadWrite, Stderr(new(bytes.Buffer)), Dir("/"))
			return use(s, err)
		},
	}
	for i, way := range ways {
		failed := 0
		for more := range 40 {
			lim := old
			set(&lim.Cur, len(fds)+more)
			syscall.Setrlimit(syscall.RLIMIT_NOFILE, &lim)
			err := way()
			syscall.Setrlimit(syscall.RLIMIT_NOFILE, &old)
			if err != nil {
				failed++
				if more > 35 {
					return fmt.Errorf("way %d, %d more: %w", i, more, err)
				}
			}
			for try := 0; ; try++ {
				left := difference(fds, 1<<20, nil)
				if left == "" {
					break
				}
				if try > 5000 {
					return fmt.Errorf("way %d, %d more: %v: %s", i, more, err, left)
				}
				time.Sleep(time.Millisecond)
			}
		}
		if failed < 3 {
			return fmt.Errorf("way %d failed under %d limits only", i, failed)
		}
	}
	return nil
}

// set is an assignment to a field that is signed on some systems.
func set[T int64 | uint64](field *T, n int) { *field = T(n) }

// few uses a line that copies its input to its output.
func few(line string, opts ...Option) func() error {
	return func() error {
		return use(Open(bg, line, ReadWrite, append([]Option{Stderr(nil), Pipefail()}, opts...)...))
	}
}

// use expects what is written to come back, or an error.
func use(s *Stream, err error) error {
	if err != nil {
		return err
	}
	s.Write([]byte("through\n"))
	s.CloseWrite()
	text, rerr := io.ReadAll(s)
	err = s.Close()
	if err == nil && strings.TrimSpace(string(text)) != "through" && rerr == nil {
		panic(fmt.Sprintf("silently wrong: %q", text))
	}
	return err
}

// TestStatusesWhileSignalsRain: while SIGCHLD and SIGURG rain, each of 10,000 statuses
// is the right one.
func TestStatusesWhileSignalsRain(t *testing.T) {
	t.Setenv("POPEN_TEST_TIMES", strconv.Itoa(effort.Of(300, 2000, 10000)))
	helper(t, "storm", ":")
}

func storm() error {
	var times int
	fmt.Sscan(os.Getenv("POPEN_TEST_TIMES"), &times)
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, syscall.SIGCHLD, syscall.SIGURG, syscall.SIGUSR1)
	stop := make(chan struct{})
	var rain, work sync.WaitGroup
	rain.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-caught:
			default:
			}
			syscall.Kill(os.Getpid(), syscall.SIGCHLD)
			syscall.Kill(os.Getpid(), syscall.SIGURG)
			time.Sleep(100 * time.Microsecond)
		}
	})
	const workers = 8
	errs := make([]error, workers)
	for w := range workers {
		work.Go(func() { errs[w] = stormWorker(w, times/workers) })
	}
	work.Wait()
	close(stop)
	rain.Wait()
	return errors.Join(errs...)
}

// stormWorker closes commands whose statuses are all different in a row.
func stormWorker(w, times int) error {
	for i := range times {
		code := (w*37 + i) % 256
		line := "exit " + itoa(code)
		if i%2 == 0 {
			line = "sh -c 'exit " + itoa(code) + "'"
		}
		s, err := Popen(line, "r")
		if err != nil {
			return err
		}
		if ws, err := Pclose(s); ws != syscall.WaitStatus(code)<<8 || err != nil {
			return fmt.Errorf("%s: %#x %w", line, ws, err)
		}
	}
	return nil
}

// TestIdleChildrenTakeFewThreads: 300 commands that do nothing cost fewer than 20
// threads in all.
func TestIdleChildrenTakeFewThreads(t *testing.T) { helper(t, "idle", ":") }

func idleStreams() error {
	var all []*Stream
	for i := range 300 {
		line := []string{"cat", "cat; true", "cat | cat", "exec cat"}[i%4]
		s, err := Open(bg, line, ReadWrite)
		if err != nil {
			return err
		}
		if _, err := s.Write([]byte("x")); err != nil {
			return err
		}
		if _, err := s.Read(make([]byte, 1)); err != nil {
			return err
		}
		all = append(all, s)
	}
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil || len(threads) >= 20 {
		return fmt.Errorf("%d threads, %v", len(threads), err)
	}
	for _, s := range all {
		if err := s.Close(); err != nil {
			return err
		}
	}
	return nil
}

// TestNonblockingStreamsOfTheHost: the host's own standard streams are non-blocking; no
// child sees that, and they stay so.
func TestNonblockingStreamsOfTheHost(t *testing.T) { helper(t, "nonblock", ":") }

func nonblockingHost() error {
	for fd := range 3 {
		end, w, err := sys.Pipe()
		if err != nil {
			return err
		}
		if fd != 0 {
			end = w
		}
		if err := errors.Join(unix.Dup2(end, fd), pipes.SetNonblock(fd)); err != nil {
			return err
		}
	}
	const flags = "grep -h flags /proc/self/fdinfo/0 /proc/self/fdinfo/1 /proc/self/fdinfo/2"
	for _, line := range []string{flags, "true; " + flags, flags + " | cat"} {
		s, err := Open(bg, line, Read)
		if err != nil {
			return err
		}
		text, _ := io.ReadAll(s)
		if err := s.Close(); err != nil || strings.Count(string(text), "flags:\t") != 3 || strings.Contains(string(text), "04000") || strings.Contains(string(text), "4001") {
			return fmt.Errorf("%s: %q %w", line, text, err)
		}
	}
	for fd := range 3 {
		if nonblock, err := isNonblock(fd); !nonblock || err != nil {
			return fmt.Errorf("fd %d was changed: %w", fd, err)
		}
	}
	return nil
}
