package plan

import (
	"errors"
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/redirect"

	"mvdan.cc/sh/v3/syntax"
)

// Redirection is a redirection before its word is expanded.
type Redirection struct {
	Op  syntax.RedirOperator
	Fd  int
	Var string // {name}>: the variable that gets the fd
}

// RedirectionOf reads a redirection.
func RedirectionOf(n *syntax.Redirect) Redirection {
	r := Redirection{Op: n.Op, Fd: defaultFd(n.Op)}
	if n.N == nil {
		return r
	}
	if v, ok := strings.CutPrefix(n.N.Value, "{"); ok {
		r.Var = strings.TrimSuffix(v, "}")
	} else {
		r.Fd, _ = strconv.Atoi(n.N.Value)
	}
	return r
}

// defaultFd is the fd a redirection without a number is for.
func defaultFd(op syntax.RedirOperator) int {
	switch op {
	case syntax.RdrIn, syntax.RdrInOut, syntax.DplIn, syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
		return 0
	}
	return 1
}

// Duplicates tells whether the redirection is one of <& and >&.
func (r *Redirection) Duplicates() bool { return r.Op == syntax.DplIn || r.Op == syntax.DplOut }

// Ops appends what the redirection of fd is when its word has become text: a
// redirect.Op, or two for &> and &>>.
func (r *Redirection) Ops(dst []redirect.Op, fd int, text string) ([]redirect.Op, error) {
	switch r.Op {
	case syntax.RdrIn:
		return append(dst, redirect.In(fd, text)), nil
	case syntax.RdrOut:
		return append(dst, redirect.Out(fd, text)), nil
	case syntax.AppOut:
		return append(dst, redirect.Append(fd, text)), nil
	case syntax.RdrClob:
		return append(dst, redirect.Clobber(fd, text)), nil
	case syntax.RdrInOut:
		return append(dst, redirect.InOut(fd, text)), nil
	case syntax.Hdoc, syntax.DashHdoc:
		return append(dst, redirect.Text(fd, text)), nil
	case syntax.WordHdoc:
		return append(dst, redirect.Text(fd, text+"\n")), nil
	case syntax.RdrAll:
		return append(dst, redirect.Out(1, text), redirect.Dup(2, 1)), nil
	case syntax.AppAll:
		return append(dst, redirect.Append(1, text), redirect.Dup(2, 1)), nil
	case syntax.DplIn, syntax.DplOut:
		return r.duplicate(dst, fd, text)
	}
	return dst, errors.ErrUnsupported
}

// duplicate is n>&word: a number, a number and "-", "-", or (bash, for >&
// without a number) a file for both outputs.
func (r *Redirection) duplicate(dst []redirect.Op, fd int, text string) ([]redirect.Op, error) {
	if text == "-" {
		return append(dst, redirect.Close(fd)), nil
	}
	num, move := strings.CutSuffix(text, "-")
	digits := num != "" && strings.Trim(num, "0123456789") == ""
	from, err := strconv.Atoi(num)
	switch {
	case digits && err == nil && move:
		return append(dst, redirect.Move(fd, from)), nil
	case digits && err == nil:
		return append(dst, redirect.Dup(fd, from)), nil
	case !digits && r.Op == syntax.DplOut && fd == 1 && text != "":
		return append(dst, redirect.Out(1, text), redirect.Dup(2, 1)), nil
	}
	return dst, &redirect.Error{Op: "dup", Name: text, Err: syscall.EBADF}
}
