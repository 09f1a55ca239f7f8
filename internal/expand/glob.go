package expand

import (
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"gpipe/internal/pattern"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/vars"
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
	if st.Globbing&FoldGlob != 0 {
		flags |= pattern.FoldCase
	}
	ignored, _ := st.Vars.Get(vars.GLOBIGNORE)
	if st.Globbing&DotGlob == 0 && ignored == "" {
		flags |= pattern.Period
	}
	g := globber{st: st, dst: st.out.dst}
	n := len(g.dst)
	g.walk("", st.components(text, flags))
	if ignored != "" {
		g.dst = append(g.dst[:n], st.unignored(g.dst[n:], ignored)...)
	}
	if st.Globbing&abandoned != 0 {
		return false
	}
	if len(g.dst) == n {
		if st.Globbing&FailGlob != 0 {
			st.Globbing |= unmatched
			return false
		}
		return st.Globbing&NullGlob != 0
	}
	sortPaths(g.dst[n:])
	st.out.dst = g.dst
	return true
}

// unfinished tells whether pathname expansion has ended that of the word: see broken.
func (st *State) unfinished() bool { return st.Globbing&(unmatched|abandoned) != 0 }

// broken is the error of what is unfinished. A pattern without matches is the last field
// of dst. What dst had before is the first n.
func (st *State) broken(dst []string, n int) ([]string, error) {
	left := st.Globbing&abandoned != 0
	st.Globbing &^= unmatched | abandoned
	if left {
		return dst[:n], st.Host.Leave()
	}
	return dst[:n], &Error{Operand: dst[len(dst)-1], Err: ErrNoMatch}
}

// unignored returns the paths that GLOBIGNORE leaves: those that none of its
// patterns match, and which do not end in . or .. .
func (st *State) unignored(paths []string, patterns string) []string {
	return slices.DeleteFunc(paths, func(path string) bool {
		switch path[strings.LastIndexByte(path, '/')+1:] {
		case ".", "..":
			return true
		}
		return st.MatchesAny(path, patterns)
	})
}

// MatchesAny tells whether one of the patterns between colons matches s.
func (st *State) MatchesAny(s, patterns string) bool {
	for p := range strings.SplitSeq(patterns, ":") {
		if st.patterns.Compile(p, st.patternFlags()).Match(s) {
			return true
		}
	}
	return false
}

// component is the part of a pattern for pathnames between slashes.
type component struct {
	pat     *pattern.Pattern // nil: literal
	literal string
	slashes string // after it
	deep    bool   // **: any number of directories
	dotted  bool   // it begins with a period
	after   bool   // one that is no literal is before it
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
		return append(cs, component{
			pat: st.patterns.Compile(s, flags), slashes: slashes, dotted: s[0] == '.',
			deep:  s == "**" && st.Globbing&StarGlob != 0,
			after: len(cs) > 1 || len(cs) == 1 && cs[0].pat != nil,
		})
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
	if c.deep {
		self := prefix // as bash has it: d/** begins with d/, but */** with d
		if c.after && c.slashes == "" {
			self = strings.TrimRight(prefix, "/")
		}
		g.descend(self, prefix, c, rest)
		return
	}
	var dirs []string // read on after this directory is closed
	g.entries(prefix, c, func(name []byte, t files.EntryType) {
		// SAFETY: Match keeps nothing of the name, whose bytes nobody changes meanwhile.
		if !c.pat.Match(unsafe.String(unsafe.SliceData(name), len(name))) {
			return
		}
		switch {
		case c.slashes == "":
			g.dst = append(g.dst, prefix+string(name))
		case t == files.EntryOther:
		case len(rest) > 0 || t != files.EntryDir:
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

// descend adds what ** stands for: the directory that prefix leads to and all
// below it, but not behind symbolic links; and, when nothing follows it, the
// files in these.
func (g *globber) descend(self, prefix string, c *component, rest []component) {
	for len(rest) > 0 && rest[0].deep { // one of them is all of them
		c, rest = &rest[0], rest[1:]
	}
	switch {
	case len(rest) > 0:
		g.walk(prefix, rest)
	case prefix != "" && g.exists(prefix):
		g.dst = append(g.dst, self)
	}
	g.below(prefix, c, rest)
}

// below is descend without the directory itself.
func (g *globber) below(prefix string, c *component, rest []component) {
	var dirs []string
	g.read(prefix, func(name []byte, t files.EntryType) {
		// SAFETY: Match keeps nothing of the name, whose bytes nobody changes meanwhile.
		if !c.pat.Match(unsafe.String(unsafe.SliceData(name), len(name))) {
			return
		}
		path := prefix + string(name)
		switch {
		case t == files.EntryDir || t == files.EntryUnknown && g.isDir(path):
			dirs = append(dirs, path)
		case c.slashes != "" && len(rest) == 0 && g.exists(path+"/"): // by a link
			g.dst = append(g.dst, path+c.slashes)
		}
		if len(rest) == 0 && c.slashes == "" {
			g.dst = append(g.dst, path)
		}
	})
	for _, dir := range dirs {
		switch {
		case len(rest) > 0:
			g.walk(dir+c.slashes, rest)
		case c.slashes != "":
			g.dst = append(g.dst, dir+c.slashes)
		}
		g.below(dir+"/", c, rest)
	}
}

// isDir tells whether path is a directory and no link.
func (g *globber) isDir(path string) bool {
	st, err := files.StatFile(g.st.DirFd, path, false)
	return err == nil && st.Kind == files.KindDirectory
}

// entries is read, with . and .. where these are entries that c can match.
func (g *globber) entries(prefix string, c *component, each func(name []byte, t files.EntryType)) {
	if c.dotted && g.st.Globbing&DotsGlob != 0 {
		for _, name := range [...]string{".", ".."} {
			each([]byte(name), files.EntryDir)
		}
	}
	g.read(prefix, each)
}

// left tells whether there is nothing more to be looked for.
func (g *globber) left() bool {
	if g.st.Globbing&abandoned == 0 && g.st.Host.Leaving() {
		g.st.Globbing |= abandoned
	}
	return g.st.Globbing&abandoned != 0
}

// exists tells whether there is a file of that name.
func (g *globber) exists(path string) bool {
	if g.left() {
		return false
	}
	if virtual := g.st.Host.Files(); virtual != nil && path != "" && path[0] == '/' {
		var err error
		if path, err = virtual.Path(path); err != nil {
			return false
		}
	}
	return files.Exists(g.st.DirFd, path)
}

// read calls each for the entries of the directory that prefix leads to.
func (g *globber) read(prefix string, each func(name []byte, t files.EntryType)) {
	if g.left() {
		return
	}
	if g.st.dirBuf == nil {
		g.st.dirBuf = make([]byte, files.DirBufSize)
	}
	if prefix == "" {
		prefix = "."
	}
	dir, err := prefix, error(nil)
	if virtual := g.st.Host.Files(); virtual != nil && prefix[0] == '/' {
		if fds, ok := virtual.List(prefix); ok {
			for _, fd := range fds {
				each(strconv.AppendInt(nil, int64(fd), 10), files.EntryLink)
			}
			return
		}
		dir, err = virtual.Path(prefix)
	}
	// A directory that may not be read, or is none, has no entries.
	if err == nil {
		err = files.ReadDir(g.st.DirFd, dir, g.st.dirBuf, each)
	}
	if sys.IsFailure(err) {
		g.st.Host.Unread(prefix, err)
	}
}
