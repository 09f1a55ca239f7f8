//go:build linux && (amd64 || arm64)

package spawn

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// helpers are run in a process of their own, by runHelper: what they change
// is the whole process's.
var helpers = map[string]func() error{
	"dispositions": dispositions,
	"few fds":      fewFds,
	"idle":         idleChildren,
	"nofile":       nofile,
	"restore":      restore,
	"tty":          foreground,
	"maps":         func() error { return ClosedMaps() },
}

// ClosedMaps is the part of the map tests that needs its own process.
var ClosedMaps func() error

func TestMain(m *testing.M) {
	if name := os.Getenv("SPAWN_TEST_HELPER"); name != "" {
		if err := helpers[name](); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGUSR1) // its goroutine stays
	signal.Stop(c)
	os.Exit(m.Run())
}

// helper is the command that runs a helper, after the shell has run setup.
func helper(name, setup string) *exec.Cmd {
	cmd := exec.Command("/bin/sh", "-c", setup+`; exec "$0"`, "/proc/self/exe")
	exe, err := os.Executable()
	if err != nil {
		panic(err)
	}
	cmd.Args[3] = exe
	cmd.Env = append(os.Environ(), "SPAWN_TEST_HELPER="+name, "GORACE=atexit_sleep_ms=0")
	return cmd
}

func runHelper(t *testing.T, name, setup string) {
	t.Helper()
	if out, err := helper(name, setup).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
}

// openFds lists the process's descriptors.
func openFds(t *testing.T) string {
	t.Helper()
	d, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	var fds []string
	for _, e := range d {
		to, err := os.Readlink("/proc/self/fd/" + e.Name())
		if err == nil && !strings.Contains(to, "/proc/") && !strings.Contains(to, "eventpoll") && !strings.Contains(to, "eventfd") {
			fds = append(fds, e.Name()+" "+to)
		}
	}
	return strings.Join(fds, "\n")
}

// checkLeaks fails the test if it leaves descriptors, goroutines or children.
func checkLeaks(t *testing.T) {
	t.Helper()
	fds, routines := openFds(t), runtime.NumGoroutine()
	t.Cleanup(func() {
		if now := openFds(t); now != fds {
			t.Errorf("descriptors before:\n%s\nnow:\n%s", fds, now)
		}
		for range 200 { // a goroutine that is done takes a moment to be gone
			if runtime.NumGoroutine() <= routines {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		if n := runtime.NumGoroutine(); n > routines {
			t.Errorf("%d goroutines before, %d now", routines, n)
		}
		if kids, _ := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/children", os.Getpid())); len(kids) > 0 {
			t.Errorf("children left: %s", kids)
		}
	})
}
