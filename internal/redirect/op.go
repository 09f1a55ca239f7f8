package redirect

import (
	"strconv"
	"syscall"

	"gpipe/internal/columns"
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

// verb names what a redirection of the kind does, for an Error.
func (k Kind) verb() string {
	switch k {
	case KindOpen:
		return "open"
	case KindClose:
		return "close"
	case KindText:
		return "here-document"
	}
	return "dup"
}

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

// Dup is fd>&from and fd<&from. From must be open.
func Dup(fd, from int) Op { return Op{Fd: fd, Kind: KindDup, From: from} }

// Move is fd>&from-. From must be open.
func Move(fd, from int) Op { return Op{Fd: fd, Kind: KindMove, From: from} }

// Close is fd>&-. It is no error when fd is closed already.
func Close(fd int) Op { return Op{Fd: fd, Kind: KindClose} }

// Text is a here-document or here-string: fd reads text. It stays in memory
// until the fd is given to a program; then it becomes a pipe, or a file without
// a name, so that nobody ever waits for a reader.
func Text(fd int, text string) Op { return Op{Fd: fd, Kind: KindText, Text: text} }

// To makes fd stand for f. The caller keeps its reference.
func To(fd int, f *File) Op { return Op{Fd: fd, Kind: KindFile, File: f} }

// String returns the redirection as a shell writes it. A File is there as a number
// that no descriptor has: "?".
func (op Op) String() string {
	fd := strconv.Itoa(op.Fd)
	switch op.Kind {
	case KindDup:
		return fd + ">&" + strconv.Itoa(op.From)
	case KindMove:
		return fd + ">&" + strconv.Itoa(op.From) + "-"
	case KindClose:
		return fd + ">&-"
	case KindText:
		return fd + "<<<" + columns.Quote(op.Text)
	case KindFile:
		return fd + ">&?"
	}
	return fd + op.sign() + columns.Quote(op.Path)
}

// sign is the operator of a KindOpen.
func (op Op) sign() string {
	switch {
	case op.Flags&syscall.O_RDWR != 0:
		return "<>"
	case op.Flags&syscall.O_WRONLY == 0:
		return "<"
	case op.Flags&syscall.O_APPEND != 0:
		return ">>"
	case op.Clobber:
		return ">|"
	}
	return ">"
}

// Error is a redirection that failed.
type Error struct {
	Op   string // "open", "dup", "close", "here-document", "share", "pipe", "redirect"
	Name string // path or fd
	Err  error
}

// Error gives the three; control characters of the name are escapes.
func (e *Error) Error() string {
	return e.Op + " " + columns.Plain(e.Name) + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
