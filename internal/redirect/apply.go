package redirect

import (
	"strconv"
	"syscall"
	"time"
)

// Context is what opening a file depends on besides the Op.
type Context struct {
	DirFd     int // directory relative paths start from; negative: the process's cwd
	Umask     int // for created files; negative: the process's
	NoClobber bool
	Limit     int // fds from this one up are EBADF, as from RLIMIT_NOFILE up; 0: no limit

	// Done, when not nil, interrupts the wait for the other end of a FIFO as
	// soon as it is closed. Again, when not nil, then says what ends the wait
	// if it is to go on, or with which error the open fails. Without it the
	// open fails with EINTR, and By, when not nil, tells the signal behind
	// Done; 0 is none.
	Done  <-chan struct{}
	Again func() (<-chan struct{}, error)
	By    func() syscall.Signal

	// Instead, when not nil, is asked for every file before it is opened by its
	// name: with done fd, which the redirection owns, takes its place, and an error
	// is that of the redirection; with neither the file is opened. It may be called
	// from several goroutines at once.
	Instead func(path string, flags int) (fd int, done bool, err error)

	// Opened, when not nil, is told of every file that was opened by its
	// name, and of those that could not be. It may be called from several
	// goroutines at once.
	Opened func(o *Opening)
}

// Opening is what Context.Opened is told.
type Opening struct {
	Fd    int // that the file is for
	Path  string
	Flags int // of open(2)
	Start time.Time
	End   time.Time
	Err   error
}

// Undo restores the fds that a group of Ops changed. The zero Undo has
// nothing to restore.
type Undo struct {
	n     int
	first [2]entry // most groups change no more
	more  []entry
}

func (u *Undo) save(e entry) {
	if u.n < len(u.first) {
		u.first[u.n] = e
	} else {
		u.more = append(u.more, e)
	}
	u.n++
}

// Restore puts the replaced files back.
func (u *Undo) Restore(t *Table) {
	for i := len(u.more) - 1; i >= 0; i-- {
		t.Set(u.more[i].fd, u.more[i].file)
	}
	for i := min(u.n, len(u.first)) - 1; i >= 0; i-- {
		t.Set(u.first[i].fd, u.first[i].file)
	}
	*u = Undo{}
}

// Commit makes the change permanent: the replaced files are dropped.
func (u *Undo) Commit() {
	for _, e := range u.first {
		if e.file != nil {
			e.file.Unref()
		}
	}
	for _, e := range u.more {
		if e.file != nil {
			e.file.Unref()
		}
	}
	*u = Undo{}
}

// Apply applies ops in order. It fails with an *Error, and the table is as
// before; files that were created or truncated by then stay so. The returned
// Undo holds the files that were replaced: it must be ended by exactly one of
// Restore and Commit. Opening a FIFO waits for its other end, or Context.Done.
// A nil c stands for the directory and the umask of the process.
func (t *Table) Apply(ops []Op, c *Context) (Undo, error) {
	var u Undo
	for i := range ops {
		if err := t.applyOne(&ops[i], c, &u); err != nil {
			u.Restore(t)
			return Undo{}, err
		}
	}
	return u, nil
}

func (t *Table) applyOne(op *Op, c *Context, u *Undo) error {
	if c == nil {
		c = &Context{DirFd: -1, Umask: -1}
	}
	if op.Fd < 0 || c.Limit > 0 && op.Fd >= c.Limit && op.Kind != KindClose {
		return &Error{op.Kind.verb(), strconv.Itoa(op.Fd), syscall.EBADF}
	}
	f, err := t.file(op, c)
	if err != nil {
		return err
	}
	if op.Fd != op.From || op.Kind != KindDup && op.Kind != KindMove {
		u.save(entry{op.Fd, t.swap(op.Fd, f)})
		if op.Kind == KindMove {
			u.save(entry{op.From, t.swap(op.From, nil)})
		}
	}
	return nil
}

// file returns what op.Fd is to stand for, with a reference unless that is
// nothing, or the fd itself.
func (t *Table) file(op *Op, c *Context) (*File, error) {
	switch op.Kind {
	case KindOpen:
		return t.opened(op, c)
	case KindText:
		return newText(op.Text), nil
	case KindClose:
		return nil, nil
	case KindFile:
		if op.File == nil {
			return nil, &Error{"dup", strconv.Itoa(op.Fd), syscall.EBADF}
		}
		return op.File.Ref(), nil
	case KindDup, KindMove:
	default:
		return nil, &Error{"redirect", strconv.Itoa(op.Fd), syscall.EINVAL}
	}
	f := t.Get(op.From)
	if f == nil {
		return nil, &Error{"dup", strconv.Itoa(op.From), syscall.EBADF}
	}
	if op.Fd == op.From {
		return nil, nil
	}
	return f.Ref(), nil
}

// openTold is open, with Context.Opened told of it.
func (t *Table) openTold(op *Op, c *Context) (int, error) {
	if c.Opened == nil {
		return t.openOp(op, c)
	}
	o := Opening{Fd: op.Fd, Path: op.Path, Flags: op.Flags, Start: time.Now()}
	fd, err := t.openOp(op, c)
	o.End, o.Err = time.Now(), err
	c.Opened(&o)
	return fd, err
}

// opened opens the file of op.
func (t *Table) opened(op *Op, c *Context) (*File, error) {
	fd, err := t.openTold(op, c)
	if err != nil {
		return nil, &Error{op.Kind.verb(), op.Path, err}
	}
	f := NewFile(fd)
	f.named = true
	if op.Flags&syscall.O_ACCMODE != syscall.O_WRONLY && !isFdPath(op.Path) && c.Instead == nil {
		Own(f)
	}
	return f, nil
}
