package past

import (
	"slices"
	"syscall"
	"time"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/locks"
)

// File is a file of entries that several shells append to. Each appends under a
// lock, and as a whole, so that none overwrites what another one has written. A
// lock that is held too long, or that the file system does not have, is done
// without.
type File struct {
	Dirfd int // of the directory that Path is relative to, negative: the process's
	Path  string
	Umask int // for a new file, which only its owner may read anyway
	// Times says that the file has the time of each entry, and that what is
	// between them is one, however many lines it has.
	Times bool

	// reached is how far the file has been read, and own what this one has written
	// after that.
	reached int64
	own     []span
}

type span struct{ from, to int64 }

// Fork returns a copy.
func (f *File) Fork() *File {
	if f == nil {
		return nil
	}
	c := *f
	c.own = slices.Clone(f.own)
	return &c
}

// patience is how long a lock is waited for.
const patience = 2 * time.Second

// open opens the file and locks it. What is no regular file, like /dev/null,
// keeps nothing: the descriptor is -1 then.
func (f *File) open() (int, error) {
	fd, err := locks.OpenLocked(&locks.LockPath{Dirfd: f.Dirfd, Path: f.Path, Mode: 0o600, Umask: f.Umask, Write: true}, func(fd int) error {
		if regular, err := files.IsRegular(fd); !regular || err != nil {
			return err
		}
		done := make(chan struct{})
		timer := time.AfterFunc(patience, func() { close(done) })
		defer timer.Stop()
		_ = locks.FlockUntil(fd, files.LockExclusive, done) // appending is whole without a lock, too
		return nil
	})
	if err != nil {
		return -1, err
	}
	if regular, err := files.IsRegular(fd); !regular || err != nil {
		sys.Close(fd)
		return -1, err
	}
	return fd, nil
}

// text reads the file, for files.Release. One that is not there, or is no regular
// file, is empty.
func (f *File) text() ([]byte, error) {
	fd, err := sys.Open(f.Dirfd, f.Path, syscall.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
	if err == syscall.ENOENT {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer sys.Close(fd)
	if regular, err := files.IsRegular(fd); !regular || err != nil {
		return nil, err
	}
	return files.ReadApart(fd)
}

// Begun tells whether the file has been read or written.
func (f *File) Begun() bool { return f.reached > 0 || f.own != nil }

// Keeps tells whether the file is one that keeps what is written to it, or will be:
// not a device.
func (f *File) Keeps() bool {
	st, err := files.StatFile(f.Dirfd, f.Path, true)
	return err != nil || st.Kind == files.KindRegular
}

// Read is Load for a file that must be there.
func (f *File) Read(l *List) error {
	if err := files.Access(f.Dirfd, f.Path, files.CanRead); err != nil {
		return err
	}
	return f.Load(l)
}

// Load adds all entries of the file. One that is not there has none, and is not
// made.
func (f *File) Load(l *List) error {
	text, err := f.text()
	if err != nil {
		return err
	}
	defer files.Release(text)
	f.reached, f.own = int64(len(text)), nil
	l.Parse(text, f.Times)
	return nil
}

// News adds the entries that others have appended since Load or News.
func (f *File) News(l *List) error {
	text, err := f.text()
	if err != nil {
		return err
	}
	defer files.Release(text)
	at := min(f.reached, int64(len(text))) // it may have been made shorter
	for _, own := range append(f.own, span{int64(len(text)), int64(len(text))}) {
		if from := min(own.from, int64(len(text))); from > at {
			l.Parse(text[at:from], f.Times)
		}
		at = max(at, min(own.to, int64(len(text))))
	}
	f.reached, f.own = int64(len(text)), nil
	return nil
}

// Append appends the entries of a list that are in no file yet.
func (f *File) Append(l *List) error {
	n := l.Fresh()
	if n == 0 {
		return nil
	}
	if err := f.add(l.Format(l.Len()-n, f.Times)); err != nil {
		return err
	}
	l.SetFresh(0)
	return nil
}

func (f *File) add(records []byte) error {
	fd, err := f.open()
	if fd < 0 {
		return err
	}
	defer sys.Close(fd)
	size, err := sizeOf(fd)
	if err != nil {
		return err
	}
	if size > 0 { // what another program left unfinished must not take this with it
		var last [1]byte
		if _, err := files.ReadAt(fd, last[:], size-1); err == nil && last[0] != '\n' {
			records = append([]byte{'\n'}, records...)
		}
	}
	end, err := sys.Open(f.Dirfd, f.Path, syscall.O_WRONLY|syscall.O_APPEND, 0)
	if err != nil {
		return err
	}
	defer sys.Close(end)
	n, err := sys.Write(end, records)
	if n > 0 {
		f.own = append(f.own, span{size, size + int64(n)})
	}
	return err
}

func sizeOf(fd int) (int64, error) {
	st, err := files.StatFd(fd)
	return st.Size, err
}

// Write replaces what the file has by the entries of a list.
func (f *File) Write(l *List) error {
	fd, err := f.open()
	if fd < 0 {
		return err
	}
	defer sys.Close(fd)
	records := l.Format(0, f.Times)
	if err := files.WriteAt(fd, records, 0); err != nil {
		return err
	}
	f.reached, f.own = int64(len(records)), nil
	l.SetFresh(0)
	return files.Truncate(fd, int64(len(records)))
}

// Truncate leaves the newest n entries in the file. They move to its beginning
// in place: at no time is one of them not in the file, and it stays the file
// that links lead to and others have open.
func (f *File) Truncate(n int) error {
	fd, err := f.open()
	if fd < 0 {
		return err
	}
	defer sys.Close(fd)
	text, err := files.ReadAll(fd)
	if err != nil {
		return err
	}
	each := parse
	if !f.Times {
		each = parseLines
	}
	from := tail(text, n, each)
	if from == 0 {
		return nil
	}
	kept := text[from:]
	if err := files.WriteAt(fd, kept, 0); err != nil {
		return err
	}
	f.reached, f.own = int64(len(kept)), nil
	// One that does not lock may have appended in the meantime.
	if size, err := sizeOf(fd); err != nil || size != int64(len(text)) {
		return err
	}
	return files.Truncate(fd, int64(len(kept)))
}

// tail is where the newest n entries begin.
func tail(text []byte, n int, each func([]byte, func(int, []byte, time.Time))) int {
	var starts []int
	each(text, func(start int, _ []byte, _ time.Time) { starts = append(starts, start) })
	switch skip := len(starts) - max(n, 0); {
	case skip <= 0:
		return 0
	case skip == len(starts):
		return len(text)
	default:
		return starts[skip]
	}
}
