package interp

import (
	"errors"

	"gpipe/internal/option"
	"gpipe/internal/redirect"
)

// dispatch runs the command that args[0] names.
func (s *simple) dispatch(sh *Shell, args []string) Flow {
	if sh.opts&(option.XTrace|option.LessBuiltins) != 0 {
		if sh.opts&option.XTrace != 0 && !sh.traceDone() {
			sh.trace(s.assigns, args)
		}
		if sh.opts&option.LessBuiltins != 0 {
			return s.dispatchAny(sh, args)
		}
	}
	if s.name != "" {
		return s.dispatchName(sh, args)
	}
	return s.dispatchAny(sh, args)
}

// dispatchAny is dispatch of a name that is looked up now.
func (s *simple) dispatchAny(sh *Shell, args []string) Flow {
	cmd, err := sh.Search().Resolve(args[0], false)
	switch cmd.Kind {
	case KindSpecial, KindBuiltin:
		if cmd.Builtin.Child != nil {
			return s.runChild(sh, cmd.Builtin, args)
		}
		return s.runBuiltin(sh, cmd.Builtin, args)
	case KindFunction:
		return s.runFunc(sh, cmd.Func, args)
	}
	return s.runProgram(sh, cmd.Path, err, args)
}

// runProgram is runFile, unless the handler is there for what is not found.
func (s *simple) runProgram(sh *Shell, path string, err error, args []string) Flow {
	if err != nil {
		if h := sh.handler(err); h != nil {
			return s.handle(sh, h, args)
		}
	}
	return s.runFile(sh, path, err, args)
}

// handler is the function for commands that are not found, command_not_found_handle;
// nil: there is none, or err is of another kind. POSIX mode has none.
func (sh *Shell) handler(err error) *Func {
	var nf *NotFoundError
	if sh.posix() || !sh.funcs.any() || !errors.As(err, &nf) || nf.Err != nil {
		return nil
	}
	return sh.funcs.get(notFoundHandler)
}

const notFoundHandler = "command_not_found_handle"

// handle has the handler of commands that are not found run in place of one, in a
// subshell, with the words of the command.
func (s *simple) handle(sh *Shell, handler *Func, args []string) Flow {
	child := sh.nested()
	child.loopless()
	args = append([]string{notFoundHandler}, args...)
	sh.status = child.End(s.runFunc(child, handler, args))
	sh.joined(child)
	sh.last, sh.piped = child.WaitStatus(), false
	return Next
}

// dispatchName is dispatch of a name that is a constant: see Resolve.
func (s *simple) dispatchName(sh *Shell, args []string) Flow {
	if s.special {
		return s.runBuiltin(sh, s.builtin, args)
	}
	if sh.funcs.any() {
		if f := s.function(sh); f != nil {
			return s.runFunc(sh, f, args)
		}
	}
	if s.builtin != nil {
		return s.runBuiltin(sh, s.builtin, args)
	}
	path, err := sh.Search().File(s.name)
	return s.runProgram(sh, path, err, args)
}

// boundFunc is the function that a name is of in a generation of functions;
// nil: none.
type boundFunc struct {
	gen uint64
	fn  *Func
}

// function returns the function of the command's name, or nil.
func (s *simple) function(sh *Shell) *Func {
	b := s.fn.Load()
	if b == nil || b.gen != sh.funcs.gen {
		b = &boundFunc{sh.funcs.gen, sh.funcs.get(s.name)}
		s.fn.Store(b)
	}
	return b.fn
}

// runBuiltin runs a built-in with its redirections.
func (s *simple) runBuiltin(sh *Shell, b *Builtin, args []string) Flow {
	var f Flow
	if len(s.redirs) == 0 {
		f = s.invoke(sh, b, args)
		sh.keep = false // there are none
	} else {
		undo, err := sh.redirect(s.redirs)
		if err != nil {
			return sh.redirectError(err, b.Class == Special)
		}
		f = s.invokeBetween(sh, b, args, undo)
	}
	if sh.aside != nil && sh.aside.isBroken {
		return sh.mendPipe(f)
	}
	return f
}

// invokeBetween is invoke with redirections, which it undoes.
func (s *simple) invokeBetween(sh *Shell, b *Builtin, args []string, undo *redirect.Undo) Flow {
	defer sh.unredirect(undo)
	return s.invoke(sh, b, args)
}

// unredirect undoes redirections unless the built-in made them permanent.
func (sh *Shell) unredirect(undo *redirect.Undo) {
	if sh.keep {
		sh.keep = false
		undo.Commit()
		sh.showFiles()
		if c := sh.coprocs(); c != nil {
			c.noteClosed(sh)
		}
		return
	}
	undo.Restore(&sh.files)
}

// runFunc calls a function.
func (s *simple) runFunc(sh *Shell, fn *Func, args []string) Flow {
	if len(s.redirs) > 0 {
		undo, err := sh.redirect(s.redirs)
		if err != nil {
			return sh.redirectError(err, false)
		}
		defer undo.Restore(&sh.files)
	}
	if len(s.assigns) == 0 {
		return sh.callFunc(fn, args)
	}
	return s.temporarily(sh, nil, func() Flow { return sh.callFunc(fn, args) })
}
