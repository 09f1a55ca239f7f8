package redirect

import (
	"strconv"
	"syscall"

	"gpipe/internal/sys"
)

// Kind says what an Op does to its fd.
type Kind uint8

// The kinds of redirection.
const (
	KindOpen  Kind = iota // open Path with Flags
	KindDup               // become a duplicate of the table's fd From
	KindMove              // the same, then close From
	KindClose             // close
	KindText              // read Text (a here-document)
	KindFile              // become File
)

// Op is one redirection as a value. Ops are applied in order.
type Op struct {
	Fd      int
	Kind    Kind
	Path    string
	Flags   int  // of open(2)
	Clobber bool // KindOpen with O_TRUNC: ignore noclobber (>|)
	From    int
	Text    string
	File    *File
}

// In is fd<path.
func In(fd int, path string) Op { return Op{Fd: fd, Path: path, Flags: syscall.O_RDONLY} }

// Out is fd>path.
func Out(fd int, path string) Op {
	return Op{Fd: fd, Path: path, Flags: syscall.O_WRONLY | syscall.O_CREAT | syscall.O_TRUNC}
}

// Clobber is fd>|path.
func Clobber(fd int, path string) Op {
	op := Out(fd, path)
	op.Clobber = true
	return op
}

// Append is fd>>path.
func Append(fd int, path string) Op {
	return Op{Fd: fd, Path: path, Flags: syscall.O_WRONLY | syscall.O_CREAT | syscall.O_APPEND}
}

// InOut is fd<>path.
func InOut(fd int, path string) Op {
	return Op{Fd: fd, Path: path, Flags: syscall.O_RDWR | syscall.O_CREAT}
}

// Dup is fd>&from and fd<&from.
func Dup(fd, from int) Op { return Op{Fd: fd, Kind: KindDup, From: from} }

// Move is fd>&from-.
func Move(fd, from int) Op { return Op{Fd: fd, Kind: KindMove, From: from} }

// Close is fd>&-.
func Close(fd int) Op { return Op{Fd: fd, Kind: KindClose} }

// Text is a here-document or here-string: fd reads text.
func Text(fd int, text string) Op { return Op{Fd: fd, Kind: KindText, Text: text} }

// To makes fd stand for f. The caller keeps its reference.
func To(fd int, f *File) Op { return Op{Fd: fd, Kind: KindFile, File: f} }

// Error is a redirection that failed.
type Error struct {
	Op   string // "open", "dup", "here-document"
	Name string // path or fd
	Err  error
}

func (e *Error) Error() string { return e.Op + " " + e.Name + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Context is what opening a file depends on besides the Op.
type Context struct {
	DirFd     int // directory relative paths start from; negative: the process's cwd
	Umask     int // for created files; negative: the process's
	NoClobber bool
}

// Undo restores the fds that a group of Ops changed.
type Undo struct{ saved []entry }

// Apply applies ops in order. On failure the table is as before. The
// returned Undo holds the files that were replaced: it must be ended by
// exactly one of Restore and Commit.
func (t *Table) Apply(ops []Op, c *Context) (Undo, error) {
	var u Undo
	for i := range ops {
		if err := t.apply(&ops[i], c, &u); err != nil {
			u.Restore(t)
			return Undo{}, err
		}
	}
	return u, nil
}

// Restore puts the replaced files back.
func (u *Undo) Restore(t *Table) {
	for i := len(u.saved) - 1; i >= 0; i-- {
		t.Set(u.saved[i].fd, u.saved[i].file)
	}
	u.saved = nil
}

// Commit makes the change permanent: the replaced files are dropped.
func (u *Undo) Commit() {
	for _, e := range u.saved {
		if e.file != nil {
			e.file.Unref()
		}
	}
	u.saved = nil
}

func (t *Table) apply(op *Op, c *Context, u *Undo) error {
	set := func(fd int, f *File) { u.saved = append(u.saved, entry{fd, t.swap(fd, f)}) }
	switch op.Kind {
	case KindOpen:
		fd, err := t.open(op, c)
		if err != nil {
			return &Error{"open", op.Path, err}
		}
		set(op.Fd, NewFile(fd))
	case KindDup, KindMove:
		f := t.Get(op.From)
		if f == nil {
			return &Error{"dup", strconv.Itoa(op.From), syscall.EBADF}
		}
		if op.Fd != op.From {
			set(op.Fd, f.Ref())
			if op.Kind == KindMove {
				set(op.From, nil)
			}
		}
	case KindClose:
		set(op.Fd, nil)
	case KindText:
		fd, err := sys.TextFile(op.Text)
		if err != nil {
			return &Error{"here-document", strconv.Itoa(op.Fd), err}
		}
		set(op.Fd, NewFile(fd))
	case KindFile:
		set(op.Fd, op.File.Ref())
	}
	return nil
}

// open opens op.Path by the rules of XCU 2.7.
func (t *Table) open(op *Op, c *Context) (int, error) {
	path := op.Path
	if n, ok := fdPath(path); ok {
		f := t.Get(n)
		if f == nil {
			return -1, syscall.ENOENT
		}
		k, err := f.Fd()
		if err != nil {
			return -1, err
		}
		path = sys.FdPath(k)
	}
	if c.NoClobber && !op.Clobber && op.Flags&syscall.O_TRUNC != 0 {
		return openNoClobber(op, path, c)
	}
	return sys.Create(c.DirFd, path, op.Flags, 0o666, c.Umask)
}

// openNoClobber refuses to truncate an existing regular file: it either
// creates the file itself or opens what is not a regular file.
func openNoClobber(op *Op, path string, c *Context) (int, error) {
	fd, err := sys.Create(c.DirFd, path, op.Flags|syscall.O_EXCL, 0o666, c.Umask)
	if err != syscall.EEXIST {
		return fd, err
	}
	fd, err = sys.Open(c.DirFd, path, op.Flags&^(syscall.O_CREAT|syscall.O_TRUNC), 0)
	if err != nil {
		return -1, err
	}
	if regular, err := sys.IsRegular(fd); regular || err != nil {
		sys.Close(fd)
		if err == nil {
			err = syscall.EEXIST
		}
		return -1, err
	}
	return fd, nil
}

// fdPath tells whether path names one of the shell's own fds.
func fdPath(path string) (int, bool) {
	switch path {
	case "/dev/stdin":
		return 0, true
	case "/dev/stdout":
		return 1, true
	case "/dev/stderr":
		return 2, true
	}
	for _, dir := range [...]string{"/dev/fd/", "/proc/self/fd/"} {
		if len(path) > len(dir) && path[:len(dir)] == dir {
			n, err := strconv.Atoi(path[len(dir):])
			return n, err == nil && n >= 0
		}
	}
	return 0, false
}
