package interp

import (
	"slices"
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/expand"
	"gpipe/internal/sys"
	"gpipe/redirect"

	"mvdan.cc/sh/v3/syntax"
)

// redir is one compiled redirection: its words are expanded when it is made
// a redirect.Op.
type redir struct {
	op   syntax.RedirOperator
	fd   int
	word *expand.Word // file name, fd, here-document or here-string
	name string       // {name}>: the variable that gets the fd
	slot slotNum
	elem *expand.Subscript // {name[index]}>; nil: all of the variable
}

func (c *compiler) redirs(list []*syntax.Redirect) []redir {
	var rs []redir
	for _, n := range list {
		r := redir{op: n.Op, fd: defaultFd(n.Op)}
		if n.N != nil {
			if v, ok := strings.CutPrefix(n.N.Value, "{"); ok {
				r.setName(c.exp.Names, strings.Clone(strings.TrimSuffix(v, "}")))
			} else {
				r.fd, _ = strconv.Atoi(n.N.Value)
			}
		}
		switch n.Op {
		case syntax.Hdoc, syntax.DashHdoc:
			r.word = c.exp.HereDoc(n.Word, n.Hdoc, n.Op == syntax.DashHdoc)
		case syntax.WordHdoc:
			r.word = c.exp.HereString(n.Word)
		default:
			r.word = c.exp.Redirect(n.Word)
		}
		rs = append(rs, r)
	}
	return rs
}

// defaultFd is the fd a redirection without a number is for.
func defaultFd(op syntax.RedirOperator) int {
	switch op {
	case syntax.RdrIn, syntax.RdrInOut, syntax.DplIn, syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
		return 0
	}
	return 1
}

// redirsPure tells whether making the ops can neither block nor change the
// shell.
func redirsPure(rs []redir) bool {
	for i := range rs {
		if !rs[i].word.Pure() || rs[i].name != "" {
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

// op expands the word of a redirection and appends the values to dst.
func (sh *Shell) op(r *redir, dst []redirect.Op) ([]redirect.Op, error) {
	text, err := r.word.String(&sh.st)
	if err != nil {
		return dst, err
	}
	fd := r.fd
	if r.name != "" {
		if fd, err = sh.namedFd(r, text, dst); err != nil {
			return dst, err
		}
	}
	if err = sh.checkFd(fd, r, text); err != nil {
		return dst, err
	}
	return r.append(dst, fd, text)
}

// checkFd tells whether a child can have the descriptor that a redirection is
// for. Below 10 it can, unless ulimit was used.
func (sh *Shell) checkFd(fd int, r *redir, text string) error {
	if fd < 10 && sh.state.limits == nil || text == "-" && r.duplicates() {
		return nil
	}
	limit, err := sh.Rlimit(sys.Nofile)
	if err != nil || uint64(fd) < limit.Cur {
		return nil
	}
	cause := syscall.EBADF
	if r.name != "" {
		cause = syscall.EMFILE
	}
	return &redirect.Error{Op: "redirection", Name: strconv.Itoa(fd), Err: cause}
}

// duplicates tells whether the redirection is one of <& and >&.
func (r *redir) duplicates() bool { return r.op == syntax.DplIn || r.op == syntax.DplOut }

// append makes the Op, or two for &> and &>>.
func (r *redir) append(dst []redirect.Op, fd int, text string) ([]redirect.Op, error) {
	switch r.op {
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
		return r.appendDup(dst, fd, text)
	}
	return dst, &Error{Op: "redirection", Operand: r.op.String(), Err: errUnsupported}
}

// appendDup is n>&word: a number, a number and "-", "-", or (bash, for >&
// without a number) a file for both outputs.
func (r *redir) appendDup(dst []redirect.Op, fd int, text string) ([]redirect.Op, error) {
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
	case !digits && r.op == syntax.DplOut && fd == 1 && text != "":
		return append(dst, redirect.Out(1, text), redirect.Dup(2, 1)), nil
	}
	return dst, &redirect.Error{Op: "dup", Name: text, Err: syscall.EBADF}
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
	if sh.life.mortal.Load() {
		c.Done = sh.bell().Done()
		c.Again = func() (<-chan struct{}, error) {
			if next, again := sh.Woken(); !again {
				return nil, &left{next}
			}
			return sh.bell().Done(), nil
		}
	}
	return c
}

// childContext is openContext for the redirections of a child.
func (sh *Shell) childContext() redirect.Context {
	c := sh.fileContext()
	if sh.life.mortal.Load() {
		b := sh.childBell()
		c.Done = b.Done()
		c.By = func() syscall.Signal { return b.by }
	}
	return c
}

func (sh *Shell) fileContext() redirect.Context {
	return redirect.Context{DirFd: sh.dir.fd(), Umask: int(sh.umask), NoClobber: sh.opts&NoClobber != 0, Opened: sh.rt.watch.Opened}
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
			err = sh.add(ops, &c, undo)
		}
		if err == nil {
			err = sh.storeFd(&rs[i], ops)
		}
		if err != nil {
			return nil, sh.notRedirected(err, undo)
		}
		if rs[i].name != "" {
			undo.Keep(&sh.files, ops[0].Fd)
		}
	}
	return undo, nil
}

// apply is redirect for redirections that are expanded.
func (sh *Shell) apply(ops []redirect.Op) (*redirect.Undo, error) {
	undo, c := new(redirect.Undo), sh.openContext()
	if err := sh.add(ops, &c, undo); err != nil {
		return nil, sh.notRedirected(err, undo)
	}
	return undo, nil
}

func (sh *Shell) add(ops []redirect.Op, c *redirect.Context, undo *redirect.Undo) error {
	for i := range ops {
		if err := sh.files.Add(&ops[i], c, undo); err != nil {
			return err
		}
		if ops[i].Flags&syscall.O_TRUNC != 0 {
			sh.NewEpoch()
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
		if rs[i].fd == 0 && rs[i].name == "" {
			return true
		}
	}
	return false
}
