package redirect

import (
	"strings"
	"sync"

	"gpipe/internal/sys/files"
)

// memory is a here-document that the kernel does not have yet: most often only
// this process reads it.
type memory struct {
	mu   sync.Mutex
	text string // what was not read
}

// newText returns a File with one reference from which text is read. The
// first call of Fd makes it a descriptor.
func newText(text string) *File {
	f := &File{fd: -1, owned: true}
	f.refs.Store(1)
	f.memory.Store(&memory{text: text})
	return f
}

// realize makes the descriptor.
func (f *File) realize(m *memory) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if f.memory.Load() == nil {
		return f.fd, nil
	}
	fd, err := files.TextFile(m.text)
	if err != nil {
		return -1, err
	}
	f.fd = fd
	f.memory.Store(nil)
	return fd, nil
}

// inMemory returns the text that f still has in memory, locked, or nil.
func (f *File) inMemory() *memory {
	m := f.memory.Load()
	if m == nil {
		return nil
	}
	m.mu.Lock()
	if f.memory.Load() == nil {
		m.mu.Unlock()
		return nil
	}
	return m
}

// read reads as read(2) does, and unlocks m.
func (m *memory) read(p []byte) int {
	defer m.mu.Unlock()
	n := copy(p, m.text)
	m.text = m.text[n:]
	return n
}

// line is ReadLine, and unlocks m.
func (m *memory) line(dst []byte, l *Line) []byte {
	defer m.mu.Unlock()
	n := len(m.text)
	if l.Max > 0 {
		n = min(n, l.Max)
	}
	if !l.NoDelim {
		if i := strings.IndexByte(m.text[:n], l.Delim); i >= 0 {
			n = i + 1
		}
	}
	dst = append(dst, m.text[:n]...)
	m.text = m.text[n:]
	return dst
}
