package signals

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"gpipe/internal/sys"
)

func TestSignalNames(t *testing.T) {
	for n := 0; n <= maxSignal; n++ {
		name := Name(n)
		if name == "" {
			continue
		}
		for _, form := range []string{name, "SIG" + name, strings.ToLower(name)} {
			if got, ok := Number(form); !ok || got != n {
				t.Errorf("SignalNumber(%q) = %d, %t, want %d", form, got, ok, n)
			}
		}
	}
	for _, name := range []string{"", "SIG", "X", "RTMIN-1", "RTMAX+1", "RTMIN+99", "RTMAX-99", "RTMIN+", "RTMINX", "TERM ", "9"} {
		if n, ok := Number(name); ok {
			t.Errorf("SignalNumber(%q) = %d", name, n)
		}
	}
	for _, n := range []int{-1, maxSignal + 1, 1 << 30} {
		if name := Name(n); name != "" {
			t.Errorf("SignalName(%d) = %q", n, name)
		}
	}
	if n, _ := Number("IOT"); n != int(syscall.SIGABRT) {
		t.Errorf("IOT is %d", n)
	}
}

// The names are those of bash.
func TestSignalNamesAsBash(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed")
	}
	out, err := exec.Command(bash, "-c", "kill -l").Output()
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(out))
	for i := 0; i+1 < len(fields); i += 2 {
		n, err := strconv.Atoi(strings.TrimSuffix(fields[i], ")"))
		if err != nil {
			t.Fatal(err)
		}
		if name := strings.TrimPrefix(fields[i+1], "SIG"); Name(n) != name {
			t.Errorf("SignalName(%d) = %q, bash says %q", n, Name(n), name)
		}
	}
}

func TestKill(t *testing.T) {
	if err := Kill(sys.Getpid(), 0); err != nil {
		t.Errorf("signal 0 to this process: %v", err)
	}
	if err := Kill(1<<30, 0); err != syscall.ESRCH {
		t.Errorf("signal 0 to nobody: %v", err)
	}
	if err := Kill(sys.Getpid(), 1000); err != syscall.EINVAL {
		t.Errorf("signal 1000: %v", err)
	}
}
