package proc

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// Reading tells how far the process has read what it reads: the regular file that is
// its standard input, or else those among the words, its operands, that are regular
// files, all together. It fails when none of these is open.
func (p *Process) Reading(words []string) (offset, size int64, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reaped {
		return 0, 0, false
	}
	dir := "/proc/" + strconv.Itoa(p.pid)
	var st unix.Stat_t
	if unix.Stat(dir+"/fd/0", &st) == nil && regular(&st) {
		pos, mode := position(dir + "/fdinfo/0")
		return pos, st.Size, mode == unix.O_RDONLY
	}
	files := operands(dir, words)
	if len(files) == 0 {
		return 0, 0, false
	}
	entries, err := os.ReadDir(dir + "/fd")
	if err != nil {
		return 0, 0, false
	}
	for _, e := range entries {
		if unix.Stat(dir+"/fd/"+e.Name(), &st) != nil || !regular(&st) {
			continue
		}
		if pos, mode := position(dir + "/fdinfo/" + e.Name()); mode == unix.O_RDONLY {
			found(files, &st, pos)
		}
	}
	return sum(files)
}

// operand is a file that a program was given.
type operand struct {
	dev, ino  uint64
	size, pos int64
	open      bool
}

// operands are the regular files among the words of the process with that directory in
// /proc. What follows -o is mostly written.
func operands(dir string, words []string) []operand {
	var list []operand
	for i, name := range words {
		if len(name) == 0 || name[0] == '-' || i > 0 && words[i-1] == "-o" {
			continue
		}
		at := dir + "/root" + name
		if name[0] != '/' {
			at = dir + "/cwd/" + name
		}
		var st unix.Stat_t
		if unix.Stat(at, &st) == nil && regular(&st) {
			list = append(list, operand{dev: uint64(st.Dev), ino: st.Ino, size: st.Size})
		}
	}
	return list
}

// found notes that a file is open, and how far it was read, if it is one of the list.
func found(list []operand, st *unix.Stat_t, pos int64) {
	for i := range list {
		if f := &list[i]; f.dev == uint64(st.Dev) && f.ino == st.Ino && !f.open {
			f.open, f.pos = true, min(pos, f.size)
			return
		}
	}
}

// sum adds up the files of a list: those before one that is open have been read.
func sum(list []operand) (offset, size int64, ok bool) {
	var before int64
	for _, f := range list {
		if f.open {
			offset, before, ok = offset+before+f.pos, 0, true
		} else {
			before += f.size
		}
		size += f.size
	}
	return offset, size, ok
}

func regular(st *unix.Stat_t) bool { return st.Mode&unix.S_IFMT == unix.S_IFREG }
