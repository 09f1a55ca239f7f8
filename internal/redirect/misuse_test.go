package redirect

import (
	"errors"
	"os"
	"syscall"
	"testing"
)

// TestMisuse: what makes no sense is an error, or a panic where there is none
// to return, and the table stays whole.
func TestMisuse(t *testing.T) {
	tab := &Table{}
	defer tab.Close()
	for _, op := range []Op{To(1, nil), To(-1, nil), Dup(-1, 0), Dup(0, -1), Move(-5, -6), Close(-1), Text(-1, ""), In(-1, "/dev/null"), {Fd: 1, Kind: 200}, {Fd: 1, Path: "a\x00"}} {
		_, err := tab.Apply([]Op{op}, nil)
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, syscall.EBADF) && !errors.Is(err, syscall.EINVAL) {
			t.Errorf("%+v: %v", op, err)
		}
	}
	undo, err := tab.Apply([]Op{In(3, os.DevNull)}, nil) // with the process's directory
	if err != nil {
		t.Error(err)
	}
	undo.Commit()
	if m, err := tab.Map(nil); err != nil || len(m) != 1 || m[0].Child != 3 {
		t.Errorf("%v, %v", m, err)
	}
	if tab.Get(-1) != nil {
		t.Error("there is a descriptor -1")
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("Set of a negative descriptor")
			}
		}()
		tab.Set(-1, Borrow(0))
	}()
	if _, err := FromOS(nil); err == nil {
		t.Error("FromOS(nil)")
	}
}
