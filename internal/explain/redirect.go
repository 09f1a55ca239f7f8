package explain

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// newFile is a file that is opened.
func (b *builder) newFile(label string) *file {
	b.files++
	return &file{opened + b.files, label}
}

// redirects makes redirections in s.
func (b *builder) redirects(list []*syntax.Redirect, s *scope) []Redirect {
	var rs []Redirect
	for _, n := range list {
		text := n.Op.String() + b.written(n.Word)
		fd := defaultFd(n.Op)
		if n.N != nil {
			text = n.N.Value + text
			if name, ok := strings.CutPrefix(n.N.Value, "{"); ok {
				rs = append(rs, b.named(n, text, strings.TrimSuffix(name, "}"), s))
				continue
			}
			fd, _ = strconv.Atoi(n.N.Value)
		}
		f := b.target(n, s)
		both := n.Op == syntax.RdrAll || n.Op == syntax.AppAll || b.bothOutputs(n, fd)
		rs = append(rs, set(s, text, fd, f))
		if both {
			rs = append(rs, set(s, text, 2, f))
		}
		if num, move := strings.CutSuffix(n.Word.Lit(), "-"); move && num != "" && isDup(n.Op) {
			if from, err := strconv.Atoi(num); err == nil && from != fd {
				rs = append(rs, set(s, text, from, nil))
			}
		}
	}
	return rs
}

// written is a word as it is written, also one that is not in the source.
func (b *builder) written(w *syntax.Word) string {
	if text := b.text(w); text != "" {
		return text
	}
	return w.Lit()
}

func set(s *scope, text string, fd int, f *file) Redirect {
	if f == nil {
		delete(s.files, fd)
		return Redirect{Text: text, Fd: fd}
	}
	s.files[fd] = f
	return Redirect{Text: text, Fd: fd, File: f.label}
}

// named is {name}>word.
func (b *builder) named(n *syntax.Redirect, text, name string, s *scope) Redirect {
	if n.Word.Lit() == "-" && isDup(n.Op) {
		fd, known := s.named[name]
		if !known {
			return Redirect{Text: text, Fd: -1, Name: name}
		}
		r := set(s, text, fd, nil)
		r.Name = name
		return r
	}
	f := b.target(n, s)
	fd := 10
	for s.files[fd] != nil {
		fd++
	}
	r := set(s, text, fd, f)
	r.Name, s.named[name] = name, fd
	return r
}

func isDup(op syntax.RedirOperator) bool { return op == syntax.DplIn || op == syntax.DplOut }

// bothOutputs tells whether n is >&file.
func (b *builder) bothOutputs(n *syntax.Redirect, fd int) bool {
	if n.Op != syntax.DplOut || fd != 1 || n.Word.Lit() == "" {
		return false
	}
	num := strings.TrimSuffix(n.Word.Lit(), "-")
	_, err := strconv.Atoi(num)
	return num != "" && err != nil
}

// target is what the descriptor of n comes to stand for, nil when it is
// closed.
func (b *builder) target(n *syntax.Redirect, s *scope) *file {
	word := b.text(n.Word)
	if word == "/dev/null" && !isDup(n.Op) && n.Hdoc == nil && n.Op != syntax.WordHdoc {
		return b.newFile("file /dev/null")
	}
	switch n.Op {
	case syntax.RdrIn:
		return b.newFile("file " + word + ", read")
	case syntax.RdrOut, syntax.RdrAll:
		return b.newFile("file " + word + ", made or emptied")
	case syntax.RdrClob:
		return b.newFile("file " + word + ", made or emptied whatever -C says")
	case syntax.AppOut, syntax.AppAll:
		return b.newFile("file " + word + ", appended to")
	case syntax.RdrInOut:
		return b.newFile("file " + word + ", read and written")
	case syntax.Hdoc, syntax.DashHdoc:
		return b.newFile("here-document")
	case syntax.WordHdoc:
		return b.newFile("here-string " + word)
	}
	return b.dup(n, s)
}

func (b *builder) dup(n *syntax.Redirect, s *scope) *file {
	lit := n.Word.Lit()
	if lit == "-" {
		return nil
	}
	if b.bothOutputs(n, defaultFd(n.Op)) {
		return b.newFile("file " + b.text(n.Word) + ", made or emptied")
	}
	from, err := strconv.Atoi(strings.TrimSuffix(lit, "-"))
	switch {
	case err != nil:
		return b.newFile("what fd " + b.text(n.Word) + " is at run time")
	case s.files[from] != nil:
		return s.files[from]
	case s.function:
		return b.newFile("fd " + strconv.Itoa(from) + " of the caller")
	}
	return b.newFile(failure + "fd " + strconv.Itoa(from) + " is not open")
}

// failure begins the file of a redirection that cannot be made.
const failure = "error: "

// fails tells whether a redirection cannot be made: the command does not run.
func (n *Node) fails() bool {
	return slices.ContainsFunc(n.Redirects, func(r Redirect) bool { return strings.HasPrefix(r.File, failure) })
}

func defaultFd(op syntax.RedirOperator) int {
	switch op {
	case syntax.RdrIn, syntax.RdrInOut, syntax.DplIn, syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
		return 0
	}
	return 1
}
