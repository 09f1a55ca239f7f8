package interp

import (
	"context"
	"strconv"
	"syscall"

	"gpipe/internal/option"
	"gpipe/internal/parse"
	"gpipe/internal/pipeline"
	"gpipe/internal/plan"
	"gpipe/internal/redirect"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/self"

	"mvdan.cc/sh/v3/syntax"
)

// SubshellOption, with the number of a descriptor behind it, makes gpipe go on
// as a subshell of the process that started it: see Resume.
const SubshellOption = "--subshell="

// ownThreads is how many threads this program comes to have. Where the
// system denies one of them the Go runtime ends it.
const ownThreads = 6

// startAsync makes a stage of an asynchronous list. In a shell that owns its
// process every stage has one of its own, as after fork(2): a command that is
// a program is executed, anything else goes on in another gpipe. Embedded,
// the latter runs in this process.
func (s *stage) startAsync(sh *Shell) pipeline.Stage {
	if !sh.rt.own {
		return s.start(sh)
	}
	if x, ok := s.prepare(sh); ok && !x.opensFifo(sh) {
		return x.stage(sh)
	}
	if st, ok := sh.process(s); ok {
		return st
	}
	sh.pin() // or it sees what the shell does to these
	return s.start(sh)
}

// isFifo tells whether op opens a FIFO at one of its ends.
func (sh *Shell) isFifo(op redirect.Op) bool {
	return op.Kind == redirect.KindOpen && op.Flags&syscall.O_RDWR == 0 && files.IsFifo(sh.dir.Fd(), op.Path)
}

// process makes the stage that runs s in another process of this program. It
// returns false where that can't be.
func (sh *Shell) process(s *stage) (pipeline.Stage, bool) {
	if !sh.rt.own || s.at == nil || s.at.text == nil {
		return pipeline.Stage{}, false
	}
	program := self.Program()
	h, err := sh.rt.watch.handOver()
	if program == "" || err != nil {
		return pipeline.Stage{}, false
	}
	number := sh.unusedFd(3, nil) // what the system allows it allows for low numbers
	for n := number; len(h.fds) < len(h.files); {
		n = sh.unusedFd(n+1, nil)
		h.fds = append(h.fds, n)
	}
	state, ok := sh.save(s.at, &h)
	if !ok {
		return pipeline.Stage{}, false
	}
	fd, err := files.TextFile(string(state))
	if err != nil {
		return pipeline.Stage{}, false
	}
	sh.rt.life.parted.Store(true)
	p := sh.proc(program, sh.rt.split.handOn([]string{"gpipe", SubshellOption + strconv.Itoa(number), sh.st.Name}), sh.st.Vars.Environ())
	p.Files.Set(number, redirect.NewFile(fd))
	for i, f := range h.files {
		p.Files.Set(h.fds[i], f.Ref())
	}
	p.Room, p.Rlimits = ownThreads, nil // it has those of the state where commands start
	at := sh.where()
	p.Failed = func(_ context.Context, err error, files *redirect.Table) int {
		sh.reportAt(at, files, "subshell: "+Cause(err))
		return startStatus(err)
	}
	return pipeline.Exec(p).Named(s.name).Written(s.text), true
}

// elsewhere runs s in a process of its own, with all that sh has, and waits for
// it. It returns false where that can't be.
func (sh *Shell) elsewhere(s *stage) (Flow, bool) {
	st, ok := sh.process(s)
	if !ok {
		return Next, false
	}
	sh.apart = true
	return sh.foreground([]pipeline.Stage{st}, nil, origin{}), true
}

// Resume makes the shell that state describes, which a shell in another
// process has written: a subshell of that one. Of cfg it needs the built-ins
// and the files. The result's Subshell is what is to be run.
func Resume(cfg *Config, state string) (*Shell, *Subshell, error) {
	sh := &Shell{rt: newRuntime(cfg), files: cfg.Files, umask: -1}
	sh.life = sh.rt.main
	sh.beRoot()
	at, err := sh.restore(state)
	if err != nil {
		sh.files.Close()
		return nil, nil, &Error{Op: "subshell", Err: err}
	}
	sh.heedSignals()
	stmts := at.find()
	if len(stmts) == 0 {
		return nil, nil, &Error{Op: "subshell", Err: errNoCommand}
	}
	c := newCompiler(sh.rt)
	c.text = at.text
	c.heed(sh.opts)
	c.file = sh.file
	if at.kind != placeSubst {
		c.self = stmts[0].Cmd
	}
	if _, simple := stmts[0].Cmd.(*syntax.CallExpr); simple && at.stage > 0 {
		c.fed = true
	}
	return sh, &Subshell{sh: sh, body: c.all(stmts, at.kind)}, nil
}

// Subshell is the command that a resumed shell runs.
type Subshell struct {
	sh   *Shell
	body run
}

// Run runs it. The result is for Finish.
func (s *Subshell) Run() Flow { return s.body(s.sh) }

// all compiles what a process runs. The redirections of a compound command that
// is all of it need no undoing.
func (c *compiler) all(stmts []*syntax.Stmt, kind placeKind) run {
	s := stmts[0]
	if _, simple := s.Cmd.(*syntax.CallExpr); kind == placeSubst || kind == placeProcess && len(stmts) > 1 || simple || s.Cmd == nil || len(s.Redirs) == 0 {
		return c.lastOf(stmts)
	}
	bare := *s
	bare.Redirs = nil
	body, rs, line := c.last(&bare), c.redirs(s.Redirs), c.line(s.Pos())
	return func(sh *Shell) Flow {
		sh.line = line
		return sh.inSubshell(rs, body)
	}
}

// last compiles a command which is the last that its process runs: a program
// takes the process's place, as if by exec.
func (c *compiler) last(s *syntax.Stmt) run {
	s = parse.BareFunction(s)
	if s.Negated || s.Background || s.Coprocess {
		return c.stmt(s)
	}
	switch cmd := s.Cmd.(type) {
	case *syntax.CallExpr:
		procs := c.procs
		if simple := c.call(cmd, s); c.procs == procs {
			return simple.last
		}
		c.procs = procs
	case *syntax.BinaryCmd:
		if !plan.IsPipe(cmd.Op) && len(s.Redirs) == 0 {
			return andOr(c.stmt(cmd.X), c.last(cmd.Y), cmd.Op == syntax.AndStmt)
		}
	case *syntax.Block:
		if len(s.Redirs) == 0 {
			return c.lastOf(cmd.Stmts)
		}
	case *syntax.Subshell:
		return c.lastSubshell(cmd, s)
	}
	return c.stmt(s)
}

// lastSubshell compiles a subshell which is the last command: if nothing of the
// environment around it is needed any more, it is that. Which of the two is seen
// when it runs, once, and only then it is compiled.
func (c *compiler) lastSubshell(n *syntax.Subshell, s *syntax.Stmt) run {
	inner := n != c.self
	asks := inner && plan.AsksForIds(c.source(n))
	return func(sh *Shell) Flow {
		if inner && (asks || sh.stays()) {
			return c.stmt(s)(sh)
		}
		if inner {
			sh.rt.nesting++
		}
		sh.line = c.line(s.Pos())
		return sh.inSubshell(c.redirs(s.Redirs), c.lastOf(n.Stmts))
	}
}

// stays tells whether a shell has something left to do after its last command.
func (sh *Shell) stays() bool {
	return sh.anyTraps() || sh.opts&(option.Monitor|option.ErrExitReport|option.AnyTrap) != 0 || sh.rt.jobs.Any()
}

// lastOf compiles a list whose end is that of the process.
func (c *compiler) lastOf(list []*syntax.Stmt) run {
	first, end := c.stmts(list[:len(list)-1]), c.last(list[len(list)-1])
	return func(sh *Shell) Flow {
		if f := first(sh); f != Next {
			return f
		}
		return end(sh)
	}
}

// last is run for the last command of a process.
func (s *simple) last(sh *Shell) Flow {
	if sh.stays() {
		return s.run(sh)
	}
	sh.line = s.line
	sh.at = &s.origin
	sh.subst = 0
	args, err := s.words.append(sh, nil)
	if err != nil {
		return sh.expansionError(err)
	}
	cmd := Command{}
	if len(args) > 0 {
		cmd, err = sh.Search().Resolve(args[0], false)
	}
	if cmd.Kind != KindFile || err != nil || s.assignsPath() {
		if f := s.perform(sh, args); f != Next {
			return f
		}
		return sh.errExit(&s.origin)
	}
	if sh.opts&option.XTrace != 0 {
		sh.trace(s.assigns, args)
	}
	x, err := s.prepare(sh, cmd.Path, nil, args)
	if err != nil {
		if f := sh.stageError(err); f != Next {
			return f
		}
		return Exit()
	}
	return x.become(sh)
}

// listsJobs tells whether a stage is the command jobs: another process would know
// of none.
func (s *stage) listsJobs() bool {
	return s.simple != nil && s.simple.builtin != nil && s.simple.builtin.Name == "jobs"
}

// runAsJob runs the stages of a job under job control: what is no program runs in
// another process, so that all of it is in the job's group and can be stopped.
// It returns false where that can't be.
func (sh *Shell) runAsJob(stages []stage, joins []bool, at origin, kind placeKind) (Flow, bool) {
	if at.text == nil {
		return Next, false
	}
	env := sh.Fork()
	defer env.End(Next)
	list := make([]pipeline.Stage, len(stages))
	for i := range stages {
		s := stages[i]
		s.at = at.place(kind, i)
		env.fed = sh.fed || i > 0
		if s.listsJobs() {
			list[i] = s.start(env)
			continue
		}
		list[i] = s.startAsync(env)
	}
	if f := sh.foreground(list, joins, at); f != Next {
		return f, true
	}
	return sh.errExit(&at), true
}
