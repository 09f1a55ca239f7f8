package interp

import (
	"errors"
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/expand"
	"gpipe/internal/parse"
	"gpipe/internal/redirect"
	"gpipe/internal/vars"
)

// setName makes r one of {name}>, with or without a subscript.
func (r *redir) setName(names *vars.Names, name string) {
	base, sub, element := strings.Cut(parse.Decode(name), "[")
	r.Var, r.slot = name, names.Slot(base)
	if element {
		r.elem = expand.TextSubscript(strings.TrimSuffix(sub, "]"))
	}
}

// namesFd tells whether a variable gets a descriptor.
func namesFd(rs []redir) bool {
	for i := range rs {
		if rs[i].Var != "" {
			return true
		}
	}
	return false
}

// namedFd is the fd of {name}>: a free one from 10 up; for {name}>&- the one
// that the variable holds. before is what is yet to be made.
func (sh *Shell) namedFd(r *redir, text string, before []redirect.Op) (int, error) {
	if text == "-" && r.Duplicates() {
		v, err := sh.namedValue(r)
		if err != nil {
			return 0, err
		}
		fd, err := strconv.Atoi(v)
		if err != nil || fd < 0 {
			return 0, &redirect.Error{Op: "close", Name: r.Var, Err: syscall.EBADF}
		}
		return fd, nil
	}
	return sh.unusedFd(10, before), nil
}

// storeFd gives the variable of {name}> the descriptor of what was made.
func (sh *Shell) storeFd(r *redir, made []redirect.Op) error {
	if r.Var == "" || made[0].Kind == redirect.KindClose {
		return nil
	}
	fd := strconv.Itoa(made[0].Fd)
	if r.elem != nil {
		return r.elemError(r.elem.Set(&sh.st, r.slot, fd, false))
	}
	return sh.st.Vars.Set(r.slot, fd)
}

// elemError is err, but a subscript that is none is an error of the redirection:
// it does not end the shell.
func (r *redir) elemError(err error) error {
	var x *expand.Error
	if errors.As(err, &x) {
		return &Error{Op: "redirection", Operand: r.Var, Err: vars.ErrBadSubscript}
	}
	return err
}

// namedValue is what the variable of {name}>&- has.
func (sh *Shell) namedValue(r *redir) (string, error) {
	if r.elem == nil {
		v, _ := sh.st.Vars.Get(r.slot)
		return v, nil
	}
	v, _, err := r.elem.Get(&sh.st, r.slot)
	return v, r.elemError(err)
}
