package monitor

import (
	"sync"

	"gpipe/internal/redirect"
)

// File is an output of its own. It is no descriptor of the script, and no
// program gets it. It may be written from several goroutines.
type File struct {
	name string
	file *redirect.File
	mu   sync.Mutex
	err  error
}

// Create makes or empties the file of that name.
func Create(name string) (*File, error) { return open(redirect.Clobber(1, name), name) }

// Append makes the file of that name, or has what is written come after what it has.
func Append(name string) (*File, error) { return open(redirect.Append(1, name), name) }

func open(op redirect.Op, name string) (*File, error) {
	var t redirect.Table
	undo, err := t.Apply([]redirect.Op{op}, &redirect.Context{DirFd: -1, Umask: -1})
	if err != nil {
		return nil, err
	}
	undo.Commit()
	f := &File{name: name, file: t.Get(1).Ref()}
	t.Close()
	return f, nil
}

// Adopt returns the File of a descriptor that another process has handed over.
func Adopt(fd int, name string) *File {
	return &File{name: name, file: redirect.NewFile(fd)}
}

// Name is the name that the file was created by.
func (f *File) Name() string { return f.name }

// Lend returns the open file, which stays the File's.
func (f *File) Lend() *redirect.File { return f.file }

// write writes p in one piece. The first error is kept for Close, and nothing
// is written after it.
func (f *File) write(p []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		_, f.err = f.file.Write(p)
	}
}

// Close closes the file and tells whether all was written.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.file.Unref(); f.err == nil {
		f.err = err
	}
	if f.err != nil {
		return &redirect.Error{Op: "write", Name: f.name, Err: f.err}
	}
	return nil
}
