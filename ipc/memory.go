//go:build !windows

package ipc

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"sync/atomic"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/shm"
)

// Memory is memory that several processes share.
//
// New, Create and Open give memory in which Mutex, MessageQueue and the other
// types of the package can be: beside the bytes of the user it has a table of
// the processes that have it open, at most 1008, by which they see when one
// ends. MapFile and SysV give memory that other programs know, too, and that
// has nothing of this package.
//
// ReadAt and WriteAt return ErrTruncated if the file behind the memory has
// become shorter; an access to Bytes is a fault of the program then. The memory
// of New can't become shorter.
//
// What is in the memory survives all processes that use it: that of New until
// the last has closed it, that of Create and SysV until it is removed.
type Memory struct {
	name   string
	bytes  []byte
	all    []byte  // with what is mapped before them
	region *region // nil for memory of others
	fd     int     // to hand on, or -1
	id     int     // of System V, or -1
	undo   func() error
	remove func() error // nil for one who may not
	steady bool
	closed atomic.Bool
}

// New makes memory of size bytes, all zeros, that has no name: other processes
// get it by its File. It is there until all have closed it. The error is ENOSPC
// if there is not as much.
func New(size int) (*Memory, error) {
	all, err := whole(size)
	if err != nil {
		return nil, failed("make memory", "", err)
	}
	fd, err := shm.MemoryFd("gpipe-ipc", int64(all))
	if err != nil {
		return nil, failed("make memory", "", err)
	}
	r, err := newRegion("memory", fd, size)
	if err != nil {
		sys.Close(fd)
		return nil, failed("make memory", "", err)
	}
	return ofRegion(r, fd), nil
}

func ofRegion(r *region, fd int) *Memory {
	m := &Memory{name: r.name, bytes: r.user, all: r.mem, region: r, fd: fd, id: -1, steady: !r.unsteady}
	m.undo = r.close
	return m
}

// OpenFile opens the memory whose File this is: the descriptor that a parent
// has handed on, or a file that has what Create made. It stays the caller's.
func OpenFile(f *os.File) (*Memory, error) {
	fd := -1
	err := withFd(f, func(n int) (err error) {
		fd, err = sys.Dup(n)
		return err
	})
	if err != nil {
		return nil, failed("open", f.Name(), err)
	}
	r, err := openRegion(f.Name(), fd)
	if err != nil {
		sys.Close(fd)
		return nil, failed("open", f.Name(), err)
	}
	return ofRegion(r, fd), nil
}

// withFd calls use with the descriptor of f.
func withFd(f *os.File, use func(fd int) error) error {
	c, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	if c.Control(func(fd uintptr) { inner = use(int(fd)) }) != nil {
		return fs.ErrClosed
	}
	return inner
}

// Prot says what may be done with mapped memory.
type Prot int

// The kinds of Prot.
const (
	ReadOnly    Prot = iota // to write is a fault
	ReadWrite               // what is written changes the file
	CopyOnWrite             // what is written is this process's alone
)

// MapFile maps n bytes of a file from offset on, which need not be a multiple
// of anything. Nothing but these bytes can be changed by it; the file may be
// closed. The error is fs.ErrPermission if the file is not open for what prot
// says, ErrTruncated if it has fewer bytes, EINVAL if n is 0 or something is
// negative.
func MapFile(f *os.File, offset int64, n int, prot Prot) (*Memory, error) {
	var all []byte
	var lead int
	err := withFd(f, func(fd int) (err error) {
		all, lead, err = mapPart(fd, offset, n, prot)
		return err
	})
	if err != nil {
		return nil, failed("map", f.Name(), err)
	}
	return raw(f.Name(), all, all[lead:][:n:n], func() error { return shm.Unmap(all) }), nil
}

// mapPart maps from the beginning of a page on; lead bytes are before those
// that are wanted.
func mapPart(fd int, offset int64, n int, prot Prot) (all []byte, lead int, err error) {
	if n <= 0 || offset < 0 || prot < ReadOnly || prot > CopyOnWrite {
		return nil, 0, sys.EINVAL
	}
	st, err := files.StatFd(fd)
	if err != nil {
		return nil, 0, err
	}
	if offset > st.Size || int64(n) > st.Size-offset {
		return nil, 0, ErrTruncated
	}
	lead = int(offset % int64(shm.PageSize()))
	all, err = shm.Map(fd, offset-int64(lead), lead+n, prot != ReadOnly, prot == CopyOnWrite)
	return all, lead, err
}

// raw is memory without a table of members.
func raw(name string, all, bytes []byte, undo func() error) *Memory {
	return &Memory{name: name, bytes: bytes, all: all, fd: -1, id: -1, undo: undo}
}

// Name returns the name of the memory.
func (m *Memory) Name() string { return m.name }

// Len returns how many bytes the memory has.
func (m *Memory) Len() int { return len(m.bytes) }

// Bytes returns the memory itself. It must not be used after Close. Where
// other processes may write at the same time, atomic operations or a Mutex are
// as necessary as between goroutines.
func (m *Memory) Bytes() []byte { return m.bytes }

// ReadAt is that of io.ReaderAt.
func (m *Memory) ReadAt(p []byte, offset int64) (int, error) {
	return m.copy("read", offset, len(p), func(part []byte) { copy(p, part) }, io.EOF)
}

// WriteAt is that of io.WriterAt: ErrTooBig where the memory ends.
func (m *Memory) WriteAt(p []byte, offset int64) (int, error) {
	return m.copy("write", offset, len(p), func(part []byte) { copy(part, p) }, ErrTooBig)
}

// copy calls do with the n bytes from offset on. Past is the error if there are
// fewer.
func (m *Memory) copy(op string, offset int64, n int, do func([]byte), past error) (done int, err error) {
	switch {
	case m.closed.Load():
		return 0, failed(op, m.name, fs.ErrClosed)
	case offset < 0:
		return 0, failed(op, m.name, sys.EINVAL)
	case offset >= int64(len(m.bytes)):
		return 0, m.end(op, n, past)
	}
	part := m.bytes[offset:]
	if len(part) < n {
		defer func() {
			if err == nil {
				err = m.end(op, n, past)
			}
		}()
	}
	part = part[:min(n, len(part))]
	if !m.steady {
		defer m.caught(op, debug.SetPanicOnFault(true), &done, &err)
	}
	do(part)
	return len(part), nil
}

func (m *Memory) end(op string, n int, past error) error {
	switch {
	case past == io.EOF:
		return io.EOF
	case n == 0:
		return nil
	}
	return failed(op, m.name, past)
}

// caught is like region.caught.
func (m *Memory) caught(op string, before bool, done *int, err *error) {
	debug.SetPanicOnFault(before)
	x := recover()
	if x == nil {
		return
	}
	if f, ok := x.(interface {
		runtime.Error
		Addr() uintptr
	}); !ok || !within(m.bytes, f.Addr()) {
		panic(x)
	}
	*done, *err = 0, failed(op, m.name, ErrTruncated)
}

// File returns the file of the memory, for a process that is to have it, too:
// as one of exec.Cmd's ExtraFiles, for OpenFile there. It is the caller's to
// close. Memory with a name is handed on by that: errors.ErrUnsupported.
func (m *Memory) File() (*os.File, error) {
	if m.fd < 0 {
		return nil, failed("file", m.name, errors.ErrUnsupported)
	}
	fd, err := sys.Dup(m.fd)
	if err != nil {
		return nil, failed("file", m.name, err)
	}
	return os.NewFile(uintptr(fd), m.name), nil
}

// Sync writes what is in the memory to the disk, if its file is on one.
func (m *Memory) Sync() error {
	if m.closed.Load() {
		return failed("sync", m.name, fs.ErrClosed)
	}
	return failed("sync", m.name, shm.Flush(m.all))
}

// Close lets the memory go; its name, and what other processes have of it,
// stay. It is ErrBusy, and nothing happens, if this process has a lock or
// anything else in it, or waits for that. Bytes must not be used afterwards;
// all that was made in the memory returns fs.ErrClosed.
func (m *Memory) Close() error {
	if !m.closed.CompareAndSwap(false, true) {
		return failed("close", m.name, fs.ErrClosed)
	}
	if err := m.undo(); err != nil {
		m.closed.Store(!errors.Is(err, ErrBusy))
		return failed("close", m.name, err)
	}
	if m.fd >= 0 {
		sys.Close(m.fd)
	}
	return nil
}

// Remove removes the name of the memory: nobody can open it any more, and it is
// gone when all have closed it. Only who has made it can: for others, and where
// there is no name, it is ErrNotOwner. See Dir.Remove for cleaning up.
func (m *Memory) Remove() error {
	if m.remove == nil {
		return failed("remove", m.name, ErrNotOwner)
	}
	return failed("remove", m.name, m.remove())
}

// shape returns the two numbers that follow the kind of the part at an offset:
// ErrLayout, if there is no such part.
func (m *Memory) shape(offset int, kind uint32) (a, b int, err error) {
	if m.region == nil || offset < 0 || offset%align != 0 || offset > m.Len()-align {
		return 0, 0, ErrLayout
	}
	err = m.region.try(func() error {
		at := tableSize() + offset
		if m.region.at(at).Load() != kind {
			return ErrLayout
		}
		a, b = int(m.region.at(at+4).Load()), int(m.region.at(at+8).Load())
		return nil
	})
	return a, b, err
}

// newPart makes a part of a Memory.
func newPart[P part](m *Memory, what string, offset, size int, create func(r *region, at int) (P, error)) (P, error) {
	var none P
	if m.region == nil {
		return none, failed(what, m.name, ErrLayout)
	}
	p, err := place(m.region, offset, size, func(at int) (P, error) { return create(m.region, at) })
	return p, failed(what, m.name, err)
}
