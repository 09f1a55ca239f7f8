package pipeline

import (
	"errors"
	"slices"
	"strings"
	"syscall"

	"gpipe/internal/redirect"
	"gpipe/internal/sys"
	"gpipe/internal/sys/proc"
	"gpipe/internal/sys/self"
	"gpipe/internal/sys/spawn"
	"gpipe/internal/sys/term"
)

// spawner starts processes, with buffers that are used again.
type spawner struct {
	attr  spawn.Attr
	maps  [8]spawn.FdMap
	steps [8]spawn.FdStep
}

// spawn starts the process that attr describes with the fds of files, which
// stay the caller's.
func (x *spawner) spawn(files *redirect.Table) (*proc.Process, error) {
	m, err := files.Map(x.maps[:0])
	if err != nil {
		return nil, err
	}
	x.attr.Files = m
	x.attr.Steps = redirect.Plan(x.steps[:0], m)
	if x.attr.Setsid {
		x.attr.Ctty = sessionTerminal(m)
	}
	return spawn.Start(&x.attr)
}

// sessionTerminal is the descriptor of the terminal that a session reads,
// negative: it reads none.
func sessionTerminal(m []spawn.FdMap) int {
	if len(m) > 0 && m[0].Child == 0 && term.IsTerminal(m[0].Parent) {
		return m[0].Parent
	}
	return -1
}

// script is called for a program that the kernel can't execute. It makes the
// program a script of /bin/sh, as execvp(3) does, or of the interpreter that
// the stage has, and tells whether there is one.
func (x *spawner) script(s *Stage) bool {
	if p := s.resolved(); p != nil {
		return x.interpret(p)
	}
	name := x.attr.Path
	if strings.HasPrefix(name, "-") { // never an option
		name = "./" + name
	}
	argv := append(make([]string, 0, len(x.attr.Argv)+1), "/bin/sh", name)
	if len(x.attr.Argv) > 1 {
		argv = append(argv, x.attr.Argv[1:]...)
	}
	x.attr.Path, x.attr.Argv = "/bin/sh", argv
	return true
}

func (x *spawner) interpret(p *Proc) bool {
	if p.Interpreter == nil {
		return false
	}
	with := p.Interpreter(p)
	if len(with) == 0 {
		return false
	}
	argv := append(slices.Clone(with[1:]), p.Path)
	x.attr.Path, x.attr.Argv = with[0], append(argv, p.Argv[1:]...)
	return true
}

// command starts the Cmd or Exec stage k. On success files is closed, or has
// an owner that will.
func (l *launcher) command(s *Stage, files *redirect.Table) error {
	if l.mustWait(s) {
		return l.later(s, files)
	}
	err := l.job.redirect(s, l.k, l.joined(), files, &l.opens)
	if err == nil {
		err = l.spawn(s, files)
	}
	if err == nil {
		files.Close()
		return nil
	}
	return l.job.failed(s, l.k, files, err)
}

// failed makes the stage ready that takes the place of s, which failed with
// err. Without one, or when s was given up, it returns err, and files stays
// the caller's.
func (j *Job) failed(s *Stage, k int, files *redirect.Table, err error) error {
	p := s.resolved()
	if p == nil || p.Failed == nil || isCancel(err) {
		return err
	}
	j.prepare(k, files, func() (syscall.WaitStatus, error) {
		return waitStatus(p.Failed(j.ctx, err, files)), nil
	})
	return nil
}

// spawn starts the process of stage k. An error is an *Error with OpStart.
func (l *launcher) spawn(s *Stage, files *redirect.Table) error {
	x := &l.spawner
	if err := l.resolve(s, &x.attr); err != nil {
		return startError(s, l.k, err)
	}
	p, err := l.job.spawn(x, s, l.k, files)
	if err != nil {
		return startError(s, l.k, err)
	}
	r := &l.job.runs[l.k]
	r.proc, r.Pid = p, p.Pid()
	return nil
}

// spawn starts the process of stage k, which is s, in the group of the Job, which
// the first one makes. Where a group has ended, and nobody keeps its number (see
// ErrStatusLost), another one takes its place.
func (j *Job) spawn(x *spawner, s *Stage, k int, files *redirect.Table) (*proc.Process, error) {
	x.attr.SetPgid, x.attr.Pgid = j.group, j.pgid
	p, err := x.spawn(files)
	if err != nil && j.pgid != 0 && groupIsGone(err) {
		x.attr.Pgid = 0
		if j.leader < 0 && j.runs[k].body == nil {
			return nil, err // it is not for a Job that joins one to make it
		}
		p, err = x.spawn(files)
	}
	if errno(err, syscall.ENOEXEC) && x.script(s) {
		p, err = x.spawn(files)
	}
	if err != nil {
		return nil, err
	}
	if j.group && x.attr.Pgid == 0 {
		j.pgid, j.leader = p.Pid(), k
		j.front.has(j.pgid)
	}
	if j.kin != nil {
		files.KinPipes(j.kin.MarkPipe)
	}
	return p, nil
}

// groupIsGone tells whether a process could not join its group since all of
// that has ended.
func groupIsGone(err error) bool {
	var se *spawn.Error
	return errors.As(err, &se) && (se.Step == "setpgid" || errno(err, syscall.EPERM) || errno(err, syscall.ESRCH))
}

// resolve fills in what attr says about the stage itself.
func (l *launcher) resolve(s *Stage, attr *spawn.Attr) error {
	*attr = spawn.Attr{Argv: s.argv, DirFd: -1, Umask: -1, TTY: -1, Pdeathsig: l.o.Pdeathsig, Setsid: l.o.Session,
		NoPidfd: l.o.engine.Waiting == WaitBlocking || l.k >= pidfdStages}
	if l.k == 0 || l.job.pgid == 0 {
		attr.TTY = l.terminal()
	}
	if p := s.resolved(); p != nil {
		attr.Path, attr.Env, attr.DirFd, attr.Umask = p.Path, p.Env, p.DirFd, p.Umask
		attr.Rlimits, attr.SigIgnore, attr.SigDefault, attr.Room, attr.Own = p.Rlimits, p.SigIgnore, p.SigDefault, p.Room, p.Own
		return nil
	}
	if len(s.argv) == 0 {
		return ErrEmpty
	}
	if err := l.confine(attr); err != nil {
		return err
	}
	l.environ()
	attr.Env, attr.DirFd = l.env, l.dirFd()
	var err error
	attr.Path, err = lookup(s.name, l.path, attr.DirFd, l.o.AllowDot)
	return err
}

// confine fills in what the Options say about the rights of a Cmd stage.
func (l *launcher) confine(attr *spawn.Attr) error {
	attr.Chroot, attr.Credential = l.o.Chroot, l.o.Credential
	if l.o.Cgroup == nil {
		return nil
	}
	if l.cgroup == nil {
		var err error
		if l.cgroup, err = redirect.FromOS(l.o.Cgroup); err != nil {
			return err
		}
	}
	fd, err := l.cgroup.Fd()
	attr.Cgroup = fd
	return err
}

// terminal is the descriptor of the terminal that the first process makes its
// group's; negative: none.
func (l *launcher) terminal() int {
	switch f := l.job.front; {
	case f != nil && f.mayHave():
		return f.tty.Fd()
	case l.o.engine.Terminal > 0:
		return l.o.engine.Terminal
	}
	return -1
}

// environ finds out the environment and the PATH of Cmd stages, once.
func (l *launcher) environ() {
	if l.env != nil {
		return
	}
	if l.o.Env == nil {
		l.env = self.EnvironIn(l.o.Dir)
	} else {
		l.env = self.Deduplicate(l.o.Env)
	}
	var ok bool
	if l.path, ok = searchPath(l.env); ok {
		return
	}
	if l.path, ok = searchPath(sys.Environ()); !ok {
		l.path = defaultPath
	}
}

func startError(s *Stage, k int, err error) *Error {
	if errno(err, syscall.ENOENT) {
		err = &missing{err}
	}
	return &Error{Stage: k, Name: s.name, Op: OpStart, Err: err}
}

// missing says that a file to be executed is not there: it is ErrNotFound
// and keeps what the system said.
type missing struct{ err error }

func (m *missing) Error() string   { return ErrNotFound.Error() }
func (m *missing) Unwrap() []error { return []error{ErrNotFound, m.err} }
