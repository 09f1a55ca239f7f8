package builtin

import (
	"math"
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/term"
	"gpipe/internal/vars"
)

// shellFacts answers for a shell: paths are relative to its directory, and
// /dev/fd/n and the like are its own descriptors.
type shellFacts struct{ sh *interp.Shell }

// file is a unary primary about a file.
func (f shellFacts) file(op byte, path string) bool {
	if op == 'h' || op == 'L' {
		st, err := files.StatFile(f.sh.Dir().Fd(), path, false)
		return err == nil && st.Kind == files.KindSymlink
	}
	path, err := f.sh.Files().Path(path)
	if err != nil {
		return false
	}
	switch op {
	case 'r':
		return files.Access(f.sh.Dir().Fd(), path, files.CanRead) == nil
	case 'w':
		return files.Access(f.sh.Dir().Fd(), path, files.CanWrite) == nil
	case 'x':
		return files.Access(f.sh.Dir().Fd(), path, files.CanExecute) == nil
	}
	st, serr := files.StatFile(f.sh.Dir().Fd(), path, true)
	return serr == nil && fileState(op, &st)
}

// fileState answers from what stat(2) says.
func fileState(op byte, st *files.Status) bool {
	switch op {
	case 'f':
		return st.Kind == files.KindRegular
	case 'd':
		return st.Kind == files.KindDirectory
	case 's':
		return st.Size > 0
	case 'p':
		return st.Kind == files.KindFIFO
	case 'S':
		return st.Kind == files.KindSocket
	case 'b':
		return st.Kind == files.KindBlock
	case 'c':
		return st.Kind == files.KindChar
	case 'u':
		return st.SetUID
	case 'g':
		return st.SetGID
	case 'k':
		return st.Sticky
	case 'O':
		return st.Uid == sys.Geteuid()
	case 'G':
		return st.Gid == sys.Getegid()
	case 'N':
		return st.Mtime.After(st.Atime)
	}
	return true // -e, and -a as bash has it
}

// descriptor returns the descriptor of this process behind one of the shell.
func (f shellFacts) descriptor(fd int) (int, bool) {
	file := f.sh.Files().Get(fd)
	if file == nil {
		return 0, false
	}
	kernel, err := file.Fd()
	return kernel, err == nil
}

func (f shellFacts) stat(path string) (files.Status, bool) {
	path, err := f.sh.Files().Path(path)
	if err != nil || path == "" {
		return files.Status{}, false
	}
	st, err := files.StatFile(f.sh.Dir().Fd(), path, true)
	return st, err == nil
}

// newer tells whether a was changed after b was, or is there and b is not.
func (f shellFacts) newer(a, b string) bool {
	sa, ok := f.stat(a)
	if !ok {
		return false
	}
	sb, ok := f.stat(b)
	return !ok || sa.Mtime.After(sb.Mtime)
}

func (f shellFacts) same(a, b string) bool {
	sa, okA := f.stat(a)
	sb, okB := f.stat(b)
	return okA && okB && sa.SameAs(&sb)
}

// terminal tells whether a descriptor is a terminal. What is no number is none to bash.
func (f shellFacts) terminal(text string) (bool, error) {
	fd, err := testNumber(text)
	switch {
	case err != nil && posix(f.sh):
		return false, err
	case err != nil, fd < 0, fd > math.MaxInt32:
		return false, nil
	}
	kernel, ok := f.descriptor(int(fd))
	return ok && term.IsTerminal(kernel), nil
}

// variable tells whether a variable or an array element is set; of name[@] whether
// there is any element, or, in an associative array, whether that key is there; of
// a number whether there is such a positional parameter.
func (f shellFacts) variable(name string) bool {
	if n, ok := shortNumber(name); ok {
		return n <= int64(len(f.sh.Params().All()))
	}
	base, sub, elem := strings.Cut(name, "[")
	slot, known := f.sh.Vars().Names().Lookup(base)
	if !known || !elem && f.sh.Vars().RefersToElement(slot) { // bash looks for a variable of its name
		return false
	}
	t, ok := parseTarget(name)
	if !ok {
		if !elem || sub != "@]" && sub != "*]" {
			return false
		}
		if !f.sh.Declarations().IsAssoc(slot) {
			return f.sh.Vars().Count(slot) > 0
		}
		t = target{name: name, elem: true, sub: sub[:1]}
	}
	t.slot = slot
	_, set := t.value(f.sh)
	return set
}

func (f shellFacts) reference(name string) bool {
	slot, known := f.sh.Vars().Names().Lookup(name)
	if !known || f.sh.Vars().Attrs(slot)&vars.NameRef == 0 {
		return false
	}
	target, _ := f.sh.Vars().Own(slot)
	return target != ""
}

func (f shellFacts) option(name string) bool {
	o, ok := option.ByName(name)
	return ok && f.sh.Options()&o != 0
}
