package rlimit

import (
	"syscall"
	"testing"
)

func TestLimits(t *testing.T) {
	for _, r := range Resources() {
		if r.Number < 0 {
			continue
		}
		l, err := Get(r.Number)
		if err != nil || l.Resource != r.Number || l.Cur > l.Max || r.Scale == 0 {
			t.Errorf("%s: %+v, %v", r.Name, l, err)
		}
	}
	if _, err := Get(1000); err != syscall.EINVAL {
		t.Errorf("resource 1000: %v", err)
	}
}
