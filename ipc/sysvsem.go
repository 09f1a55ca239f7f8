//go:build !windows

package ipc

import (
	"context"
	"io/fs"
	"math"
	"time"

	"gpipe/internal/sys"
	"gpipe/internal/sys/sysv"
	"gpipe/internal/sys/thread"
)

// SysVSemaphores is a set of System V semaphores: numbers that several
// programs change, and wait for. It stays until it is removed.
//
// An operation with Undo is taken back by the kernel when the process ends,
// however that is: not goroutine by goroutine. A wait that a context can end
// costs a thread and, when it is ended, signals SIGURG to that, which mean
// nothing to the program.
type SysVSemaphores struct {
	id   int
	n    int
	name string
}

// SemOp is one operation on the semaphore number Num of a set: Add is added to
// it, as soon as it does not become negative by that; with 0 it is waited until
// it is 0.
type SemOp struct {
	Num int
	Add int
}

// Undo says whether an operation is taken back when the process ends.
type Undo bool

// OpenSysVSemaphores opens the set of semaphores with a key, and makes it, with
// the permission bits of perm, if it is not there: one for each of start, which
// has the numbers they start with. A Private set is new. With n semaphores there
// are more or fewer, it is ErrLayout. It waits until whoever has made the set
// has given it its numbers: ErrBusy if that takes more than a second.
func OpenSysVSemaphores(key Key, start []int, perm fs.FileMode) (*SysVSemaphores, error) {
	s := &SysVSemaphores{n: len(start), name: keyName(key)}
	err := s.open(key, start, perm)
	if err != nil {
		return nil, failed("open", s.name, err)
	}
	return s, nil
}

func (s *SysVSemaphores) open(key Key, start []int, perm fs.FileMode) error {
	values := make([]uint16, len(start))
	for i, v := range start {
		if v < 0 || v > math.MaxInt16 {
			return sys.ERANGE
		}
		values[i] = uint16(v)
	}
	if len(start) == 0 || perm&^fs.ModePerm != 0 {
		return sys.EINVAL
	}
	id, made, err := getSysV(true, perm, func(flags int) (int, error) {
		return sysv.SemGet(int(key), len(start), flags)
	})
	switch {
	case err == sys.EINVAL:
		return ErrLayout // there is one with fewer
	case err != nil:
		return err
	}
	s.id = id
	if !made {
		return s.awaitStart()
	}
	if err := sysv.SemSetAll(id, values); err != nil {
		sysv.SemRemove(id)
		return err
	}
	// The first operation says that the numbers are there.
	return sysv.SemOperate(nil, id, []sysv.SemOp{{Op: 1}, {Op: -1}}, true)
}

// awaitStart waits until the first operation on the set.
func (s *SysVSemaphores) awaitStart() error {
	const tries, nap = 1000, time.Millisecond
	for range tries {
		o, err := sysv.SysVState("sem", s.id)
		switch {
		case err != nil:
			return s.meant(context.Background(), err)
		case o.Count != s.n:
			return ErrLayout
		case o.Used != 0:
			return nil
		}
		time.Sleep(nap)
	}
	return ErrBusy
}

// ID returns the id of the set.
func (s *SysVSemaphores) ID() int { return s.id }

// Op does all of ops at once: it waits until all can be done, or ctx is done.
// If the set is removed, it is ErrRemoved.
func (s *SysVSemaphores) Op(ctx context.Context, ops []SemOp, undo Undo) error {
	return failed("op", s.name, s.operate(ctx, ops, undo, true))
}

// TryOp is Op, but returns ErrBusy where that would wait.
func (s *SysVSemaphores) TryOp(ops []SemOp, undo Undo) error {
	return failed("op", s.name, busy(s.operate(context.Background(), ops, undo, false)))
}

func (s *SysVSemaphores) operate(ctx context.Context, ops []SemOp, undo Undo, wait bool) error {
	flags := int16(0)
	if undo {
		flags |= sysv.SemUndo
	}
	var few [4]sysv.SemOp
	list := few[:0]
	for _, o := range ops {
		if o.Num < 0 || o.Num >= s.n || o.Add < -math.MaxInt16 || o.Add > math.MaxInt16 {
			return sys.ERANGE
		}
		list = append(list, sysv.SemOp{Num: uint16(o.Num), Op: int16(o.Add), Flags: flags})
	}
	if len(list) == 0 {
		return sys.EINVAL
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.meant(ctx, sysv.SemOperate(ctx.Done(), s.id, list, wait))
}

func (s *SysVSemaphores) meant(ctx context.Context, err error) error {
	switch err {
	case thread.ErrInterrupted:
		return ctx.Err()
	case sys.EINVAL:
		return ErrRemoved
	}
	return err
}

// Value returns one of the numbers at this moment.
func (s *SysVSemaphores) Value(num int) (int, error) {
	if num < 0 || num >= s.n {
		return 0, failed("value", s.name, sys.ERANGE)
	}
	n, err := sysv.SemValue(s.id, num)
	return n, failed("value", s.name, s.meant(context.Background(), err))
}

// Set sets one of the numbers.
func (s *SysVSemaphores) Set(num, value int) error {
	if num < 0 || num >= s.n || value < 0 || value > math.MaxInt16 {
		return failed("set", s.name, sys.ERANGE)
	}
	return failed("set", s.name, s.meant(context.Background(), sysv.SemSetValue(s.id, num, value)))
}

// Remove removes the set: those who wait get ErrRemoved.
func (s *SysVSemaphores) Remove() error {
	return failed("remove", s.name, s.meant(context.Background(), sysv.SemRemove(s.id)))
}
