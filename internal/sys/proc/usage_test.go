package proc

import "testing"

func TestTimes(t *testing.T) {
	self, children := Times()
	if self.User < 0 || self.User+self.System == 0 || children.User < 0 {
		t.Errorf("%+v, %+v", self, children)
	}
}
