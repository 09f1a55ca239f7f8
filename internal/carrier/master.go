package carrier

import (
	"context"
	"errors"
	"hash/fnv"
	"strconv"
	"strings"
	"syscall"
	"time"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/locks"
	"gpipe/internal/sys/term"
)

// sessions is how many commands share a connection. A server lets it have ten
// sessions, unless it is told otherwise; one is that which keeps the connection.
const sessions = 8

// maxMasters bounds the connections to a host.
const maxMasters = 1000

// master is a connection that others use: an ssh with a socket. What the processes
// of a shell know of it is in files of a private directory: NAME.log, which ssh has
// open as its standard error and which is locked as long as it lives; NAME.ok, with
// the file of the worker there, when it is ready; NAME.use, the places of those who
// use it.
type master struct {
	dir    string
	dirfd  int
	name   string
	worker string
	place  int // descriptor that has a place
}

func (m *master) socket() string { return m.dir + "/" + m.name }

// key tells connections apart.
func (h *Host) key() string {
	f := fnv.New64a()
	for _, part := range []string{h.Name, h.SSH, h.Jump, h.Worker} {
		f.Write([]byte(part))
		f.Write([]byte{0})
	}
	return strconv.FormatUint(f.Sum64(), 36)
}

// master returns a connection with a place on it, the caller's to close: the first
// that has a free one, or a new one. Connections are made one after the other, since
// a server that is asked for many at once turns some away.
func (h *Host) master(ctx context.Context) (*master, error) {
	dirfd, err := h.openDir()
	if err != nil {
		return nil, &pathError{h.Dir, err}
	}
	defer sys.Close(dirfd)
	key := h.key()
	for n := range maxMasters {
		m := &master{dir: h.Dir, dirfd: dirfd, name: key + "." + strconv.Itoa(n)}
		switch err := m.takePlace(); err {
		case nil:
		case syscall.EAGAIN:
			continue
		default:
			return nil, err
		}
		ready, err := h.ready(ctx, m, key+".lock")
		if ready {
			return m, nil
		}
		sys.Close(m.place)
		if err != nil {
			return nil, err
		}
	}
	return nil, syscall.EAGAIN
}

type pathError struct {
	path string
	err  error
}

func (e *pathError) Error() string { return e.path + ": " + e.err.Error() }
func (e *pathError) Unwrap() error { return e.err }

// open opens one of the files.
func (m *master) open(suffix string, flags int) (int, error) {
	return sys.Open(m.dirfd, m.name+suffix, flags|syscall.O_CREAT|syscall.O_NOFOLLOW, 0o600)
}

// takePlace takes a place; EAGAIN: there is none.
func (m *master) takePlace() (err error) {
	if m.place, err = m.open(".use", syscall.O_RDWR); err != nil {
		return err
	}
	err = locks.LockPlace(m.place, sessions, false, nil)
	if err == syscall.ENOTSUP { // then places are not counted
		err = nil
	}
	if err != nil {
		sys.Close(m.place)
	}
	return err
}

// ready sees to it that there is the connection. It returns false if that is another
// one's, which began it and is gone.
func (h *Host) ready(ctx context.Context, m *master, lock string) (bool, error) {
	if m.lives() && m.known() {
		return true, nil
	}
	fd, err := sys.Open(m.dirfd, lock, syscall.O_RDWR|syscall.O_CREAT|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return false, err
	}
	defer sys.Close(fd)
	if err := locks.FlockUntil(fd, files.LockExclusive, ctx.Done()); err != nil {
		return false, err
	}
	if m.lives() {
		return m.known(), nil
	}
	files.Unlink(m.dirfd, m.name+".ok")
	files.Unlink(m.dirfd, m.name)
	if err := h.connect(ctx, m); err != nil {
		return false, err
	}
	return true, m.note()
}

// lives tells whether there is an ssh.
func (m *master) lives() bool {
	fd, err := m.open(".log", syscall.O_RDONLY)
	if err != nil {
		return false
	}
	defer sys.Close(fd)
	return files.Flock(fd, files.LockShared, false) != nil
}

// known reads which worker there is.
func (m *master) known() bool {
	text, err := files.ReadFileAt(m.dirfd, m.name+".ok")
	m.worker = string(text)
	return err == nil && m.worker != ""
}

// note writes it, all at once: a name is there when it is complete.
func (m *master) note() error {
	fd, err := m.open(".ok", syscall.O_WRONLY|syscall.O_TRUNC)
	if err != nil {
		return err
	}
	defer sys.Close(fd)
	_, err = sys.Write(fd, []byte(m.worker))
	return err
}

// ConnectError is a connection that could not be made.
type ConnectError struct {
	Why string // what ssh said
	Err error
}

func (e *ConnectError) Error() string {
	if e.Why != "" {
		return e.Why
	}
	return e.Err.Error()
}

func (e *ConnectError) Unwrap() error { return e.Err }

// connect starts an ssh that others can use, and finds out which worker is there. It
// does so without the terminal; only if that is what it takes it asks there.
func (h *Host) connect(ctx context.Context, m *master) error {
	err := h.dial(ctx, m, &pipeline.Options{}, h.Silence, "-o", "BatchMode=yes")
	failed := (*ConnectError)(nil)
	if !errors.As(err, &failed) || !failed.asks() {
		return err
	}
	var o pipeline.Options
	defer lendTerminal(&o)()
	if pipeline.Engine(&o).Terminal == 0 {
		return err
	}
	return h.dial(ctx, m, &o, 0) // whoever is asked takes their time
}

// asks tells whether somebody at a terminal could help.
func (e *ConnectError) asks() bool {
	return strings.Contains(e.Why, "Permission denied") || strings.Contains(e.Why, "verification failed")
}

// dial starts an ssh with the options. It runs a command that ends with its standard
// input, which is that of all: when the shell is gone, however that came about, so is
// the connection, as soon as nobody uses it. limit is how long it may be silent.
func (h *Host) dial(ctx context.Context, m *master, o *pipeline.Options, limit time.Duration, options ...string) error {
	log, err := m.open(".log", syscall.O_RDWR|syscall.O_TRUNC)
	if err != nil {
		return err
	}
	stderr := redirect.NewFile(log)
	defer stderr.Unref()
	if err := files.Flock(log, files.LockExclusive, false); err != nil {
		return err
	}
	r, w, err := sys.Pipe()
	if err != nil {
		return err
	}
	defer sys.Close(r)
	stdout := redirect.NewFile(w)
	o.Group, o.Stdout, o.Stderr = pipeline.GroupOwn, stdout, stderr
	if h.Life != nil {
		o.Stdin = h.Life
	}
	argv := append(append(h.ssh(), options...), "-M", "-S", m.socket(), "-T", "--", h.Name, lookCommand())
	job, err := pipeline.New(pipeline.Cmd(argv...)).StartWith(context.WithoutCancel(ctx), o) // it is for others, too
	stdout.Unref()
	if err != nil {
		return notStarted(argv[0], err)
	}
	there, err := readProbe(ctx, r, limit)
	said := m.said()
	if err != nil {
		err = &ConnectError{said, err}
	} else {
		if said != "" {
			h.Tell(said)
		}
		m.worker, err = h.findWorker(ctx, m, there)
	}
	if err != nil {
		job.Signal(syscall.SIGKILL)
		job.Wait()
	}
	return err
}

// maxSaid bounds what of ssh's messages is shown.
const maxSaid = 4 << 10

// said is what ssh had to say.
func (m *master) said() string {
	text, _ := files.ReadFileAt(m.dirfd, m.name+".log")
	if len(text) > maxSaid {
		text = text[len(text)-maxSaid:]
	}
	return strings.TrimSpace(string(text))
}

// lendTerminal gives ssh, which may have to ask for a password, the terminal, if
// it is ours, until the result is called.
func lendTerminal(o *pipeline.Options) (done func()) {
	t, err := term.Open()
	if err != nil {
		return func() {}
	}
	if !t.Ours() {
		t.Close()
		return func() {}
	}
	pipeline.Engine(o).Terminal = t.Fd()
	return func() {
		t.TakeBack()
		t.Close()
	}
}
