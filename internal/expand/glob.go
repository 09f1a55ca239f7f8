package expand

import (
	"strconv"
	"strings"
	"unsafe"

	"gpipe/internal/pattern"
	"gpipe/internal/sys"
)

// glob does pathname expansion (XCU 2.6.6) of the field that ps make: it adds
// the pathnames that match, sorted byte by byte, and reports true; or reports
// false if the field is no pattern or nothing matches.
func (st *State) glob(ps []piece) bool {
	flags := st.patternFlags()
	if st.out.ext {
		flags |= pattern.ExtGlob
	}
	text := st.patternText(ps)
	if !pattern.HasMeta(text, flags) {
		return false
	}
	if !st.DotGlob {
		flags |= pattern.Period
	}
	g := globber{st: st, dst: st.out.dst}
	n := len(g.dst)
	g.walk("", st.components(text, flags))
	if len(g.dst) == n {
		return st.NullGlob
	}
	sortPaths(g.dst[n:])
	st.out.dst = g.dst
	return true
}

// component is the part of a pattern for pathnames between slashes.
type component struct {
	pat     *pattern.Pattern // nil: literal
	literal string
	slashes string // after it
}

// components takes a pattern apart at its slashes; neighbouring components
// that are literal become one. A slash cannot be part of a bracket expression
// (XCU 2.14.3).
func (st *State) components(text string, flags pattern.Flags) []component {
	var cs []component
	for text != "" {
		end := strings.IndexByte(text, '/')
		if end < 0 {
			end = len(text)
		}
		rest := strings.TrimLeft(text[end:], "/")
		slashes := text[end : len(text)-len(rest)]
		cs = st.component(cs, text[:end], slashes, flags)
		text = rest
	}
	return cs
}

func (st *State) component(cs []component, s, slashes string, flags pattern.Flags) []component {
	if slashes != "" && oddBackslashes(s) {
		s = s[:len(s)-1] // an escaped slash is a slash
	}
	if pattern.HasMeta(s, flags) {
		return append(cs, component{pat: st.patterns.Compile(s, flags), slashes: slashes})
	}
	literal := string(pattern.Unescape(nil, s)) + slashes
	if n := len(cs); n > 0 && cs[n-1].pat == nil {
		cs[n-1].literal += literal
		return cs
	}
	return append(cs, component{literal: literal})
}

// globber collects the pathnames of one pattern.
type globber struct {
	st  *State
	dst []string
}

// walk adds the pathnames that begin with prefix and go on with what cs match.
// Directories that cannot be read have no entries, and what does not exist is
// no match.
func (g *globber) walk(prefix string, cs []component) {
	if len(cs) > 0 && cs[0].pat == nil {
		prefix += cs[0].literal
		if cs = cs[1:]; len(cs) == 0 {
			if g.exists(prefix) {
				g.dst = append(g.dst, prefix)
			}
			return
		}
	}
	c, rest := &cs[0], cs[1:]
	var dirs []string // read on after this directory is closed
	g.read(prefix, func(name []byte, t sys.EntryType) {
		if !c.pat.Match(unsafe.String(unsafe.SliceData(name), len(name))) {
			return
		}
		switch {
		case c.slashes == "":
			g.dst = append(g.dst, prefix+string(name))
		case t == sys.EntryOther:
		case len(rest) > 0 || t != sys.EntryDir:
			dirs = append(dirs, prefix+string(name)+c.slashes)
		default:
			g.dst = append(g.dst, prefix+string(name)+c.slashes)
		}
	})
	for _, dir := range dirs {
		if len(rest) > 0 {
			g.walk(dir, rest)
		} else if g.exists(dir) {
			g.dst = append(g.dst, dir)
		}
	}
}

// exists tells whether there is a file of that name.
func (g *globber) exists(path string) bool {
	if files := g.st.Host.Files(); files != nil && path != "" && path[0] == '/' {
		var err error
		if path, err = files.Path(path); err != nil {
			return false
		}
	}
	return sys.Exists(g.st.DirFd, path)
}

// read calls each for the entries of the directory that prefix leads to.
func (g *globber) read(prefix string, each func(name []byte, t sys.EntryType)) {
	if g.st.dirBuf == nil {
		g.st.dirBuf = make([]byte, sys.DirBufSize)
	}
	if prefix == "" {
		prefix = "."
	}
	dir, err := prefix, error(nil)
	if files := g.st.Host.Files(); files != nil && prefix[0] == '/' {
		if fds, ok := files.List(prefix); ok {
			for _, fd := range fds {
				each(strconv.AppendInt(nil, int64(fd), 10), sys.EntryLink)
			}
			return
		}
		dir, err = files.Path(prefix)
	}
	// A directory that may not be read, or is none, has no entries.
	if err == nil {
		err = sys.ReadDir(g.st.DirFd, dir, g.st.dirBuf, each)
	}
	if sys.IsFailure(err) {
		g.st.Host.Unread(prefix, err)
	}
}
