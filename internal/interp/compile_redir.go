package interp

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/expand"
	"gpipe/internal/option"
	"gpipe/internal/plan"
	"gpipe/internal/redirect"
	"gpipe/internal/sys/rlimit"

	"mvdan.cc/sh/v3/syntax"
)

// redir is one compiled redirection: its words are expanded when it is made
// a redirect.Op.
type redir struct {
	plan.Redirection
	word *expand.Word      // file name, fd, here-document or here-string
	many *words            // the word with splitting and pathname expansion; nil: it has neither
	slot slotNum           // of Var
	elem *expand.Subscript // {name[index]}>; nil: all of the variable
}

func (c *compiler) redirs(list []*syntax.Redirect) []redir {
	var rs []redir
	for _, n := range list {
		r := redir{Redirection: plan.RedirectionOf(n)}
		if r.Var != "" {
			r.setName(c.exp.Names, strings.Clone(r.Var))
		}
		switch n.Op {
		case syntax.Hdoc, syntax.DashHdoc:
			r.word = c.exp.HereDoc(n.Word, n.Hdoc, n.Op == syntax.DashHdoc)
		case syntax.WordHdoc:
			r.word = c.exp.HereString(n.Word)
		default:
			r.word = c.exp.Redirect(n.Word)
			if w := c.words([]*syntax.Word{n.Word}); c.single && w.fixed == nil {
				r.many = &w
			}
		}
		rs = append(rs, r)
	}
	return rs
}

// redirsPure tells whether making the ops can neither block nor change the
// shell.
func redirsPure(rs []redir) bool {
	for i := range rs {
		if !rs[i].word.Pure() || rs[i].Var != "" {
			return false
		}
	}
	return true
}

// ops expands the words of redirections and appends the values to dst. It is for
// those that another process makes: a variable gets a descriptor there.
func (sh *Shell) ops(rs []redir, dst []redirect.Op) ([]redirect.Op, error) {
	if namesFd(rs) {
		outer := sh
		sh = sh.Fork()
		defer func() { outer.adoptSubsts(sh); sh.End(Next) }()
	}
	for i := range rs {
		n := len(dst)
		var err error
		if dst, err = sh.op(&rs[i], dst); err == nil {
			err = sh.storeFd(&rs[i], dst[n:])
		}
		if err != nil {
			return dst, err
		}
	}
	return dst, nil
}

var errAmbiguous = errors.New("ambiguous redirect")

// operand expands the word of a redirection. In the place of bash it is to become one
// field.
func (sh *Shell) operand(r *redir) (string, error) {
	if r.many == nil {
		return r.word.String(&sh.st)
	}
	base := len(sh.stack)
	stack, err := r.many.append(sh, sh.stack)
	if err != nil {
		return "", err
	}
	fields := stack[base:]
	if len(fields) != 1 {
		return "", &redirect.Error{Op: "redirection", Name: strings.Join(fields, " "), Err: errAmbiguous}
	}
	return fields[0], nil
}

// op expands the word of a redirection and appends the values to dst.
func (sh *Shell) op(r *redir, dst []redirect.Op) ([]redirect.Op, error) {
	text, err := sh.operand(r)
	if err != nil {
		return dst, err
	}
	if err := sh.mayNotWrite(r, text); err != nil {
		return dst, err
	}
	fd := r.Fd
	if r.Var != "" {
		if fd, err = sh.namedFd(r, text, dst); err != nil {
			return dst, err
		}
	}
	if err = sh.checkFd(fd, r, text); err != nil {
		return dst, err
	}
	if dst, err = r.Ops(dst, fd, text); errors.Is(err, errors.ErrUnsupported) {
		err = &Error{Op: "redirection", Operand: r.Op.String(), Err: errUnsupported}
	}
	return dst, err
}

// checkFd tells whether a child can have the descriptor that a redirection is
// for. Below 10 it can, unless ulimit was used.
func (sh *Shell) checkFd(fd int, r *redir, text string) error {
	if fd < 10 && sh.state.limits == nil || text == "-" && r.Duplicates() {
		return nil
	}
	limit, err := sh.Limits().Get(rlimit.Nofile)
	if err != nil || uint64(fd) < limit.Cur {
		return nil
	}
	cause := syscall.EBADF
	if r.Var != "" {
		cause = syscall.EMFILE
	}
	return &redirect.Error{Op: "redirection", Name: strconv.Itoa(fd), Err: cause}
}

// unusedFd is the lowest descriptor from fd up that is free.
func (sh *Shell) unusedFd(fd int, before []redirect.Op) int {
	for !sh.free(fd, before) {
		fd++
	}
	return fd
}

// free tells whether nothing has fd when the redirections before have been made.
func (sh *Shell) free(fd int, before []redirect.Op) bool {
	for _, op := range slices.Backward(before) {
		if op.Fd == fd {
			return op.Kind == redirect.KindClose
		}
	}
	return sh.files.Get(fd) == nil
}

// openContext is what opening a file depends on. A signal that has an action
// interrupts the wait for the other end of a FIFO; opening fails with a *left
// then.
func (sh *Shell) openContext() redirect.Context {
	c := sh.fileContext()
	if sh.life.Mortal() {
		c.Done = sh.bell().Done()
		c.Again = func() (<-chan struct{}, error) {
			if next, again := sh.Woken(); !again {
				return nil, &leaveError{next}
			}
			return sh.bell().Done(), nil
		}
	}
	return c
}

// childContext is openContext for the redirections of a child.
func (sh *Shell) childContext() redirect.Context {
	c := sh.fileContext()
	if sh.life.Mortal() {
		b := sh.childBell()
		c.Done = b.Done()
		c.By = func() syscall.Signal { return b.By() }
	}
	return c
}

func (sh *Shell) fileContext() redirect.Context {
	return redirect.Context{DirFd: sh.dir.Fd(), Umask: int(sh.umask), NoClobber: sh.opts&option.NoClobber != 0, Opened: sh.rt.watch.Opened, Instead: sh.opener()}
}

// redirect applies redirections to the shell itself, each expanded after the
// ones before it were made. A failure is reported to the standard error that
// they leave, and then everything is as before.
func (sh *Shell) redirect(rs []redir) (*redirect.Undo, error) {
	undo := new(redirect.Undo)
	c := sh.openContext()
	var buf [2]redirect.Op
	for i := range rs {
		ops, err := sh.op(&rs[i], buf[:0])
		if err == nil {
			err = sh.add(&sh.files, ops, &c, undo)
		}
		if err == nil {
			err = sh.storeFd(&rs[i], ops)
		}
		if err != nil {
			return nil, sh.notRedirected(err, undo)
		}
		if rs[i].Var != "" && sh.Shopts()&option.VarRedirClose == 0 {
			undo.Keep(&sh.files, ops[0].Fd)
		}
	}
	return undo, nil
}

// apply is redirect for redirections that are expanded.
func (sh *Shell) apply(ops []redirect.Op) (*redirect.Undo, error) {
	undo, c := new(redirect.Undo), sh.openContext()
	if err := sh.add(&sh.files, ops, &c, undo); err != nil {
		return nil, sh.notRedirected(err, undo)
	}
	return undo, nil
}

// add makes redirections in a table, and stops at the first that fails.
func (sh *Shell) add(table *redirect.Table, ops []redirect.Op, c *redirect.Context, undo *redirect.Undo) error {
	for i := range ops {
		if err := table.Add(&ops[i], c, undo); err != nil {
			return err
		}
		if ops[i].Flags&syscall.O_TRUNC != 0 {
			sh.newEpoch()
		}
	}
	return nil
}

// notRedirected reports a redirection that could not be made, and undoes those
// before it.
func (sh *Shell) notRedirected(err error, undo *redirect.Undo) error {
	if _, ok := leftBy(err); !ok {
		sh.Report(Message(err))
		err = &reported{err}
	}
	undo.Restore(&sh.files)
	return err
}

// redirected compiles redirections of a compound command.
func (c *compiler) redirected(body run, list []*syntax.Redirect, pos syntax.Pos) run {
	if len(list) == 0 {
		return body
	}
	procs := c.procs
	rs := c.redirs(list)
	substs := c.procs != procs
	line, feed := c.line(pos), feeds(rs)
	return func(sh *Shell) Flow {
		sh.line = line
		undo, err := sh.redirect(rs)
		if err != nil {
			if f := sh.redirectError(err, false); f != Next {
				return f
			}
			return sh.errExit(nil)
		}
		if substs { // what was opened is enough
			sh.endSubsts()
		}
		fed := sh.fed
		sh.fed = fed || feed
		f := body(sh)
		sh.fed = fed
		undo.Restore(&sh.files)
		return f
	}
}

// feeds tells whether redirections give a command a standard input.
func feeds(rs []redir) bool {
	for i := range rs {
		if rs[i].Fd == 0 && rs[i].Var == "" {
			return true
		}
	}
	return false
}
