package interp

import (
	"io"

	"gpipe/internal/expand"
	"gpipe/internal/option"
	"gpipe/internal/plan"
	"gpipe/internal/redirect"

	"mvdan.cc/sh/v3/syntax"
)

// substitution is a compiled command substitution.
type substitution struct {
	body run
	// file is set for $(<file), which reads the file without a command.
	file  []redir
	empty bool // there is no command
}

// compileSubst is called by the word compiler for each $(...) and `...`.
func (c *compiler) compileSubst(n *syntax.CmdSubst) any {
	if s := plan.OnlyInput(n); s != nil {
		return &substitution{file: c.redirs(s.Redirs)}
	}
	return &substitution{body: c.apart(placeSubst, n, func() run { return c.stmts(n.Stmts) }), empty: len(n.Stmts) == 0}
}

// commandSubst runs a command substitution in a subshell and appends its
// output to dst. What is expanded after it sees its status in $?. Output of
// built-ins never leaves the process; the first external command turns the
// capture into a pipe.
func (sh *Shell) commandSubst(handle any, dst []byte) ([]byte, error) {
	s := handle.(*substitution)
	if sh.depth >= maxDepth {
		return dst, &expand.Error{Op: "command substitution", Err: errTooDeep}
	}
	if s.empty {
		sh.substituted(0)
		return dst, nil
	}
	if s.file != nil {
		return sh.readFile(s.file, dst)
	}
	capture := redirect.NewCapture(dst)
	if sh.life.Mortal() {
		capture.StopOn(sh.life.End())
	}
	child := sh.nested()
	if sh.extra != nil && sh.extra.shopts&option.InheritErrExit == 0 && !sh.posix() {
		child.Settings().Set(option.ErrExit, false)
	}
	child.depth++
	child.level++
	if sh.opts&(option.ErrExit|option.Posix) == option.ErrExit && sh.Shopts()&option.InheritErrExit == 0 {
		child.opts &^= option.ErrExit
	}
	child.files.Set(1, capture.File())
	sh.substituted(child.End(s.body(child)))
	sh.joined(child)
	dst = capture.Bytes()
	if sh.gone() {
		return dst, errStopped
	}
	if err := capture.Err(); err != nil {
		sh.Report("command substitution: read: " + Cause(err))
		sh.substituted(1)
	}
	return dst, nil
}

// substituted notes the status of a command substitution. PIPESTATUS stays that
// of the command before.
func (sh *Shell) substituted(status int) {
	if !sh.piped && status != sh.status {
		sh.setStatuses([]int{sh.status})
	}
	sh.subst, sh.status = int32(status), status
}

// readFile is $(<file).
func (sh *Shell) readFile(redirs []redir, dst []byte) ([]byte, error) {
	sh.substituted(0)
	undo, err := sh.redirect(redirs)
	if _, ok := leftBy(err); ok {
		return dst, err
	}
	if err != nil {
		sh.Report(Message(err))
		sh.substituted(1)
		return dst, nil
	}
	defer undo.Restore(&sh.files)
	in := sh.InputOf(sh.files.Get(0))
	for {
		if cap(dst)-len(dst) < 512 {
			dst = append(dst, make([]byte, 4096+len(dst))...)[:len(dst)]
		}
		n, err := in.Read(dst[len(dst):cap(dst)])
		dst = dst[:len(dst)+n]
		switch {
		case sh.gone(), err == io.EOF: // a file may have no end
			return dst, nil
		case err == ErrLeft:
			return dst, &leaveError{in.next}
		case err != nil:
			sh.Report("read: " + Cause(err))
			sh.substituted(1)
			return dst, nil
		}
	}
}
