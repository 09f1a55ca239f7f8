package builtin

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"time"

	"gpipe/internal/interp"
	"gpipe/internal/redirect"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/locks"
	"gpipe/internal/sys/thread"
	"gpipe/ipc"
)

func lock() *interp.Builtin {
	return &interp.Builtin{
		Name: "lock", Extra: true, Usage: "[-nos] [-w seconds] [-j count] [-E status] name command [argument...]",
		Doc: "Run a command, which may be a function, while no other has the lock of that name, and return its\n" +
			"status. A name with a slash is a file, on which flock(1) has the same lock; another one, of the\n" +
			"characters A-Z a-z 0-9 . _ -, is known to the processes of this user. Programs that the command\n" +
			"starts inherit the lock: it is free when the last of them has ended, however that comes about.\n" +
			"-n  do not wait: the status is 1 if another has the lock    -w  wait so long at most\n" +
			"-E  that status instead of 1    -s  a shared lock, which excludes only those that are not\n" +
			"-j  let so many have the lock at once, and nobody else meanwhile\n" +
			"-o  do not let programs inherit it",
		Run: runLock,
	}
}

// lockOptions are the options of lock.
type lockOptions struct {
	patience        // -n, -w, -E
	shared, private bool
	places          int // -j; 0: not given
	name            string
	command         []string
}

func runLock(sh *interp.Shell, args []string) (int, interp.Flow) {
	o := lockOptions{patience: newPatience()}
	if why := o.read(args); why != "" {
		sh.Report("lock: " + why)
		return 2, interp.Next
	}
	at, err := lockPath(sh, &o)
	if err != nil {
		sh.Report("lock: " + worded(o.name, err))
		return 2, interp.Next
	}
	fd, next, err := o.lock(sh, at)
	switch {
	case err == interp.ErrLeft:
		return sh.Status(), next
	case gaveUp(err):
		return o.busy, interp.Next
	case err != nil:
		sh.Report("lock: " + interp.Quote(o.name) + ": " + interp.Cause(err))
		return 2, interp.Next
	}
	held := redirect.NewFile(fd)
	defer held.Unref()
	if !o.private {
		defer sh.HandOn(held)()
	}
	next = sh.Runner().Words(o.command)
	return sh.Status(), next
}

func (o *lockOptions) setOption(c byte, value string) (why string) {
	switch c {
	case 's':
		o.shared = true
	case 'o':
		o.private = true
	case 'j':
		if o.places = count(value, maxPlaces); o.places == 0 {
			return "not a number of places"
		}
	default:
		return o.set(c, value)
	}
	return ""
}

// read reads the arguments, and says what is wrong with them.
func (o *lockOptions) read(args []string) (why string) {
	g := optionReader{args: args[1:], letters: "nosw:j:E:"}
	if why := g.each(o.setOption); why != "" {
		return why
	}
	switch {
	case o.shared && o.places > 0:
		return "-s and -j exclude each other"
	case len(g.args) == 0:
		return "a name is needed"
	case len(g.args) == 1:
		return interp.Quote(g.args[0]) + ": a command is needed"
	}
	o.name, o.command = g.args[0], g.args[1:]
	return ""
}

// maxPlaces bounds the places of -j, which are looked at one by one.
const maxPlaces = 1 << 16

// count reads how many there may be of something: 0 if it is no such number, or
// more than most.
func count(s string, most int) int {
	n, ok := decimal(s)
	if !ok || s == "" || n > most {
		return 0
	}
	return n
}

// patience says how long a built-in waits for other processes.
type patience struct {
	limit time.Duration // negative: for ever
	busy  int           // status when it was in vain
}

func newPatience() patience { return patience{limit: -1, busy: 1} }

// set takes one of the options -n, -w and -E and returns what is wrong with its
// value.
func (p *patience) set(c byte, value string) (why string) {
	switch c {
	case 'n':
		p.limit = 0
	case 'w':
		d, ok := duration(value)
		if !ok {
			return "not a number of seconds"
		}
		p.limit = d
	case 'E':
		n, ok := decimal(value)
		if !ok || value == "" || n > 255 {
			return "not a status"
		}
		p.busy = n
	}
	return ""
}

// gaveUp tells whether err says that the wait was in vain.
func gaveUp(err error) bool {
	return errors.Is(err, ipc.ErrBusy) || errors.Is(err, context.DeadlineExceeded)
}

// lockPath is the file of the lock.
func lockPath(sh *interp.Shell, o *lockOptions) (*locks.LockPath, error) {
	at := &locks.LockPath{Dirfd: -1, Umask: -1, Mode: 0o600, Direct: true, Write: o.places > 0}
	var err error
	if strings.Contains(o.name, "/") {
		at.Dirfd, at.Umask, at.Mode, at.Direct = sh.Dir().Fd(), sh.Limits().OwnUmask(), 0o666, false
		at.Path, err = sh.Files().Path(o.name)
		return at, err
	}
	at.Path, err = sharedDir(sh).LockPath(o.name)
	return at, err
}

// lock locks the file, and returns its descriptor.
func (o *lockOptions) lock(sh *interp.Shell, at *locks.LockPath) (fd int, next interp.Flow, err error) {
	fd, err = locks.OpenLocked(at, func(fd int) error { return o.take(fd, false, nil) })
	if err != syscall.EAGAIN || o.limit == 0 {
		if err == syscall.EAGAIN {
			err = ipc.ErrBusy
		}
		return fd, interp.Next, err
	}
	next, err = sh.Patiently(o.limit, func(ctx context.Context) error {
		fd, err = locks.OpenLocked(at, func(fd int) error { return o.take(fd, true, ctx.Done()) })
		if err == thread.ErrInterrupted {
			err = ctx.Err()
		}
		return err
	})
	return fd, next, err
}

// take locks an open file. Who has a place has the lock with the others who have
// one.
func (o *lockOptions) take(fd int, wait bool, done <-chan struct{}) error {
	kind := files.LockExclusive
	if o.shared || o.places > 0 {
		kind = files.LockShared
	}
	if o.places > 0 {
		if err := locks.LockPlace(fd, o.places, wait, done); err != nil {
			return err
		}
	}
	if !wait {
		return files.Flock(fd, kind, false)
	}
	return locks.FlockUntil(fd, kind, done)
}
