package interp

import (
	"gpipe/internal/expand"

	"mvdan.cc/sh/v3/syntax"
)

// words is a list of words that expand to the arguments of a command.
type words struct {
	list  []*expand.Word
	fixed []string // all of them, when they are constants
	pure  bool     // expansion neither blocks, fails, nor changes the shell
}

// words compiles a list of ordinary words.
func (c *compiler) words(list []*syntax.Word) words {
	w := make([]*expand.Word, 0, len(list))
	for _, word := range list {
		w = append(w, c.exp.Words(word)...)
	}
	return makeWords(w)
}

func makeWords(list []*expand.Word) words {
	w := words{list: list, pure: true}
	constant := true
	for _, x := range list {
		s, ok := x.Const()
		constant = constant && ok
		w.fixed = append(w.fixed, s)
		w.pure = w.pure && x.Pure()
	}
	if !constant {
		w.fixed = nil
	}
	return w
}

// append expands the words and appends their fields to dst.
func (w *words) append(sh *Shell, dst []string) ([]string, error) {
	if w.fixed != nil {
		return append(dst, w.fixed...), nil
	}
	for _, x := range w.list {
		if s, ok := x.Const(); ok {
			dst = append(dst, s)
			continue
		}
		var err error
		if dst, err = x.Append(&sh.st, dst); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// name returns the command name when it is known at compile time.
func (w *words) name() string {
	if len(w.list) == 0 {
		return ""
	}
	s, _ := w.list[0].Const()
	return s
}
