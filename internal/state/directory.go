package state

import (
	"strings"
	"sync/atomic"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
)

// Directory is a working directory that is not the process's: an open directory
// that the environments which stand in it share. nil stands for the process's.
type Directory struct {
	handle int
	refs   atomic.Int32
}

// NewDirectory takes over a descriptor of a directory, for one environment.
func NewDirectory(fd int) *Directory {
	d := &Directory{handle: fd}
	d.refs.Store(1)
	return d
}

// Fd returns the descriptor, or -1 for the process's own directory.
func (d *Directory) Fd() int {
	if d == nil {
		return -1
	}
	return d.handle
}

// Ref returns d for one environment more.
func (d *Directory) Ref() *Directory {
	if d != nil {
		d.refs.Add(1)
	}
	return d
}

// Unref is called when an environment leaves d. The last one closes it.
func (d *Directory) Unref() {
	if d != nil && d.refs.Add(-1) == 0 {
		sys.Close(d.handle)
	}
}

// IsCleanPath tells whether path is absolute without . and .. components.
func IsCleanPath(path string) bool {
	if !strings.HasPrefix(path, "/") {
		return false
	}
	for c := range strings.SplitSeq(path, "/") {
		if c == "." || c == ".." {
			return false
		}
	}
	return true
}

// CleanPath removes . and .. components textually; each directory that ..
// leaves must exist (XCU cd, step 8), save the first known bytes of path, which
// the shell is in already: it may have been removed.
func CleanPath(path string, known int) (string, error) {
	if !strings.HasPrefix(path, "/") {
		return path, nil
	}
	root := "/"
	if strings.HasPrefix(path, "//") && !strings.HasPrefix(path, "///") {
		root = "//"
	}
	var kept []string
	for c := range strings.SplitSeq(path, "/") {
		switch c {
		case "", ".":
		case "..":
			if len(kept) == 0 {
				continue
			}
			dir := root + strings.Join(kept, "/")
			if len(dir) >= known {
				if err := files.IsDir(-1, dir); err != nil {
					return "", err
				}
			}
			kept = kept[:len(kept)-1]
		default:
			kept = append(kept, c)
		}
	}
	return root + strings.Join(kept, "/"), nil
}
