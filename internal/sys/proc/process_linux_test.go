package proc

import (
	"syscall"
	"testing"
)

// TestWaitStatus: what waitid tells becomes, bit for bit, what wait4 gives.
func TestWaitStatus(t *testing.T) {
	for want, info := range map[syscall.WaitStatus]childInfo{
		0x8b:      {code: 3, status: 11},
		0x0b:      {code: 2, status: 11},
		0x0b00:    {code: 1, status: 11},
		0xff00:    {code: 1, status: 255},
		0x40:      {code: 2, status: 64},
		0x40 << 1: {code: 3, status: 0}, // no such thing, but the flag is kept
	} {
		if ws := info.waitStatus(); ws != want {
			t.Errorf("%+v: %#x, want %#x", info, ws, want)
		}
	}
}
