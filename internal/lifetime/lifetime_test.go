package lifetime

import (
	"context"
	"os"
	"sync/atomic"
	"syscall"
	"testing"

	"gpipe/internal/sys/poll"
)

var bg = context.Background()

func TestBell(t *testing.T) {
	var piped atomic.Bool
	b := NewBell(&piped)
	done := b.Done()
	fd := b.WakeFd()
	if fd < 0 || !piped.Load() || b.Rung() || b.By() != 0 {
		t.Fatalf("before: fd %d, piped %v, rung %v", fd, piped.Load(), b.Rung())
	}
	if ready, err := poll.WaitReadable(fd, 0); ready || err != nil {
		t.Errorf("it can be read before it rings: %v", err)
	}
	b.Ring()
	b.Ring()
	<-done
	<-b.Done()
	if ready, err := poll.WaitReadable(fd, 0); !ready || err != nil {
		t.Errorf("it cannot be read: %v", err)
	}
	b.Release()
	if late := NewBell(&piped); late != nil {
		late.Ring()
		if ready, err := poll.WaitReadable(late.WakeFd(), 0); !ready || err != nil {
			t.Errorf("one that has rung cannot be read: %v", err)
		}
		late.Release()
	}
}

// TestArrive: what a signal does to a lifetime, and to the environments below.
func TestArrive(t *testing.T) {
	const term, chld = syscall.SIGTERM, syscall.SIGCHLD
	for _, c := range []struct {
		name             string
		set              func(l *Lifetime, sig syscall.Signal)
		sig              syscall.Signal
		from             Sender
		over, acts, ends bool
	}{
		{"the default", (*Lifetime).Default, term, FromProcess, true, false, true},
		{"the default, harmless", (*Lifetime).Default, chld, FromProcess, false, false, false},
		{"ignored", (*Lifetime).Ignore, term, FromGroup, false, false, false},
		{"an action", (*Lifetime).Catch, term, FromSelf, false, true, false},
		{"an action, to the group", (*Lifetime).Catch, term, FromGroup, false, true, true},
		{"an action, harmless", (*Lifetime).Catch, chld, FromGroup, false, true, false},
	} {
		l := New(bg, 0)
		below := l.Below()
		c.set(l, c.sig)
		l.Self(c.sig, c.from)
		pending := 0
		if c.acts {
			pending = int(c.sig)
		}
		if l.Over() != c.over || l.Pending() != pending || l.Attention() != (c.over || c.acts) || below.Rung() != c.ends {
			t.Errorf("%s: over %v, pending %d, attention %v, below %v", c.name, l.Over(), l.Pending(), l.Attention(), below.Rung())
		}
		if c.over && l.Signalled() != c.sig {
			t.Errorf("%s: ended by %d", c.name, l.Signalled())
		}
		if c.acts && c.ends && (below.By() != c.sig || !below.Sure() || l.Below() == below) {
			t.Errorf("%s: struck by %d, sure %v", c.name, below.By(), below.Sure())
		}
	}
}

func TestTake(t *testing.T) {
	l := New(bg, 0)
	for _, sig := range []syscall.Signal{syscall.SIGUSR2, syscall.SIGHUP} {
		l.Catch(sig)
		l.Arrive(sig, FromSelf)
	}
	if a, b, c := l.Take(), l.Take(), l.Take(); a != int(syscall.SIGHUP) || b != int(syscall.SIGUSR2) || c != 0 {
		t.Errorf("taken %d, %d, %d", a, b, c)
	}
}

// TestFollow: the end of a context ends a lifetime, until nobody follows it.
func TestFollow(t *testing.T) {
	l := New(bg, 0)
	l.Begin()
	ctx, cancel := context.WithCancel(bg)
	unhook := l.Follow(ctx, false)
	cancel()
	<-l.End().Done()
	unhook()
	if over, sig := l.Rest(); !over || sig != 0 || l.Over() {
		t.Errorf("over %v, by %d, still %v", over, sig, l.Over())
	}
	l.Begin()
	ctx, cancel = context.WithCancel(bg)
	l.Follow(ctx, false)()
	cancel()
	if l.Over() {
		t.Error("what is not followed any more has ended it")
	}
}

func TestSet(t *testing.T) {
	var s Set
	if err := s.Signal(syscall.SIGTERM); err != os.ErrProcessDone {
		t.Error(err)
	}
	a := New(bg, 0)
	b := a.NewIn(1, false)
	c := b.NewIn(2, true)
	for _, l := range []*Lifetime{a, b, c} {
		s.Add(l)
	}
	s.Name(b, 42)
	if s.Find(42) != b || s.Find(1) != nil || len(s.Within(a)) != 2 || len(s.Within(c)) != 0 {
		t.Error("they are not found")
	}
	c.Ignore(syscall.SIGTERM)
	if err := s.Signal(syscall.SIGTERM); err != nil || !a.Over() || !b.Over() || c.Over() {
		t.Errorf("%v: %v, %v, %v", err, a.Over(), b.Over(), c.Over())
	}
	s.Remove(b)
	if s.Find(42) != nil {
		t.Error("it is not removed")
	}
}
