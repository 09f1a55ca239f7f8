package sysv

import (
	"errors"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

func TestSysVObjects(t *testing.T) {
	id, err := MsgGet(SysVPrivate, SysVCreate|0o600)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	o, err := SysVState("msg", id)
	if err != nil || o.ID != id || o.Perm&0o777 != 0o600 || o.Uid != os.Getuid() {
		t.Errorf("%+v %v", o, err)
	}
	if err := MsgRemove(id); err != nil {
		t.Fatal(err)
	}
	if _, err = SysVState("msg", id); err != sys.EINVAL {
		t.Error(err)
	}
	if _, err := SysVObjects("none"); err == nil || strings.Contains(err.Error(), "not") && err != unix.ENOENT {
		t.Error(err)
	}
}
