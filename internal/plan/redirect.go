package plan

import (
	"slices"
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/redirect"

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
		r := RedirectionOf(n)
		text := n.Op.String() + b.written(n.Word)
		if n.N != nil {
			text = n.N.Value + text
		}
		word, constant := constant(n.Word)
		if !constant || !r.Duplicates() {
			word = b.written(n.Word)
		}
		if r.Var != "" {
			rs = append(rs, b.named(&r, text, word, constant, s))
			continue
		}
		for _, op := range b.ops(&r, r.Fd, word, constant) {
			f, closes := b.made(&op, word, s)
			rs = append(rs, set(s, text, op.Fd, f))
			if closes >= 0 && closes != op.Fd {
				rs = append(rs, set(s, text, closes, nil))
			}
		}
	}
	return rs
}

// ops is what a redirection is, as far as that is known.
func (b *builder) ops(r *Redirection, fd int, word string, constant bool) []redirect.Op {
	if r.Duplicates() && !constant {
		return []redirect.Op{unknownFile(fd)}
	}
	ops, err := r.Ops(nil, fd, word)
	if err != nil {
		return []redirect.Op{unknownFile(fd)}
	}
	return ops
}

// unknownFile is a redirection that is known when it is made.
func unknownFile(fd int) redirect.Op { return redirect.Op{Fd: fd, Kind: redirect.KindFile} }

// made is what the descriptor of op comes to stand for, nil when it is closed,
// and which other one is closed; negative: none.
func (b *builder) made(op *redirect.Op, word string, s *scope) (f *file, closes int) {
	switch op.Kind {
	case redirect.KindClose:
		return nil, -1
	case redirect.KindDup:
		return b.duplicate(op.From, s), -1
	case redirect.KindMove:
		return b.duplicate(op.From, s), op.From
	case redirect.KindText:
		if op.Text == word+"\n" {
			return b.newFile("here-string " + word), -1
		}
		return b.newFile("here-document"), -1
	case redirect.KindFile:
		return b.newFile("what fd " + word + " is at run time"), -1
	}
	return b.newFile("file " + op.Path + use(op)), -1
}

// use is what a file is opened for.
func use(op *redirect.Op) string {
	switch {
	case op.Path == "/dev/null":
		return ""
	case op.Clobber:
		return ", made or emptied whatever -C says"
	case op.Flags&syscall.O_TRUNC != 0:
		return ", made or emptied"
	case op.Flags&syscall.O_APPEND != 0:
		return ", appended to"
	case op.Flags&syscall.O_RDWR != 0:
		return ", read and written"
	}
	return ", read"
}

func (b *builder) duplicate(from int, s *scope) *file {
	switch {
	case s.files[from] != nil:
		return s.files[from]
	case s.function:
		return b.newFile("fd " + strconv.Itoa(from) + " of the caller")
	}
	return b.newFile(failure + "fd " + strconv.Itoa(from) + " is not open")
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
func (b *builder) named(n *Redirection, text, word string, constant bool, s *scope) Redirect {
	if word == "-" && n.Duplicates() {
		fd, known := s.named[n.Var]
		if !known {
			return Redirect{Text: text, Fd: -1, Name: n.Var}
		}
		r := set(s, text, fd, nil)
		r.Name = n.Var
		return r
	}
	fd := 10
	for s.files[fd] != nil {
		fd++
	}
	f, _ := b.made(&b.ops(n, fd, word, constant)[0], word, s)
	r := set(s, text, fd, f)
	r.Name, s.named[n.Var] = n.Var, fd
	return r
}

// failure begins the file of a redirection that cannot be made.
const failure = "error: "

// Fails tells whether the redirection cannot be made.
func (r *Redirect) Fails() bool { return strings.HasPrefix(r.File, failure) }

// fails tells whether a redirection cannot be made: the command does not run.
func (n *Node) fails() bool {
	return slices.ContainsFunc(n.Redirects, func(r Redirect) bool { return r.Fails() })
}
