package self

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// Both ways of finding the inheritable fds agree, with one above the range
// that is polled, too.
func TestInheritedFds(t *testing.T) {
	f, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, fd := range []int{40, 200} {
		if err := unix.Dup3(int(f.Fd()), fd, 0); err != nil {
			t.Fatal(err)
		}
		defer unix.Close(fd)
		got, err := InheritedFds()
		if err != nil {
			t.Fatal(err)
		}
		want := LeakyFds()
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("with fd %d (-want +got):\n%s", fd, diff)
		}
		found := false
		for _, x := range got {
			found = found || x == fd
		}
		if !found {
			t.Errorf("fd %d is not in %v", fd, got)
		}
	}
}
