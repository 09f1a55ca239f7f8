package interp

import (
	"slices"
	"strconv"
	"strings"
)

// Stack returns the directory stack: the working directory and what pushd has
// put below it.
func (d Dir) Stack() []string { return d.sh.dirStack() }

func (sh *Shell) dirStack() []string {
	stack := []string{sh.cwd}
	if sh.aside != nil {
		stack = append(stack, sh.aside.dirs...)
	}
	return stack
}

// SetStack replaces what is below the working directory.
func (d Dir) SetStack(below []string) { d.sh.besides().dirs = slices.Clone(below) }

// DirIndex finds the element that +N or -N means, N counting from the top or from
// the bottom; ok is false if arg is neither, and i is negative for what is not there.
func DirIndex(arg string, size int) (i int, ok bool) {
	if len(arg) < 2 || arg[0] != '+' && arg[0] != '-' || strings.Trim(arg[1:], "0123456789") != "" {
		return -1, false
	}
	n, err := strconv.Atoi(arg[1:])
	switch {
	case err != nil || n >= size:
		return -1, true
	case arg[0] == '-':
		return size - 1 - n, true
	}
	return n, true
}

// stacked gives ~N, ~+N and ~-N their directories.
func (sh *Shell) stacked(prefix string) (string, bool) {
	if prefix == "" || sh.posix() {
		return "", false
	}
	if c := prefix[0]; c != '+' && c != '-' {
		prefix = "+" + prefix
	}
	stack := sh.Dir().Stack()
	if i, ok := DirIndex(prefix, len(stack)); ok && i >= 0 {
		return stack[i], true
	}
	return "", false
}

// setStacked is an assignment to an element of DIRSTACK: of what is not there, and
// of the working directory, it changes nothing.
func (sh *Shell) setStacked(i int64, dir string) {
	if sh.aside == nil || i < 1 || i > int64(len(sh.aside.dirs)) {
		return
	}
	below := slices.Clone(sh.aside.dirs)
	below[i-1] = dir
	sh.aside.dirs = below
}
