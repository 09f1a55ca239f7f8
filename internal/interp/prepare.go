package interp

import (
	"errors"
	"slices"
	"strings"

	"gpipe/internal/option"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/vars"
)

// external is an external command that is ready to run: looked up, its
// redirections and environment expanded, and nothing of it done. It becomes a
// stage, or takes the shell's place.
type external struct {
	path   string
	lookup error // why there is no path
	argv   []string
	env    []string
	ops    []redirect.Op
	child  *child // nil: it is no built-in
}

// prepare makes an external command ready. path and lookup are what the search
// for args[0] gave. Redirections come before assignments (XCU 2.9.1.1).
func (s *simple) prepare(sh *Shell, path string, lookup error, args []string) (external, error) {
	x := external{path: path, lookup: lookup}
	var err error
	if x.ops, err = sh.ops(s.redirs, nil); err != nil {
		return x, err
	}
	if x.env, err = s.environ(sh); err != nil {
		return x, err
	}
	if s.assignsPath() {
		x.path, x.lookup = sh.searchEnv(args[0], x.env)
	}
	x.argv, x.env = slices.Clone(args), sh.named(x.env, x.path)
	return x, nil
}

// prepareWords is prepare for a command whose words can be expanded now, before
// it is known what they name. It returns false if that is no external command, or
// something fails: the command is to be run then, and says what.
func (s *simple) prepareWords(sh *Shell) (external, bool) {
	if sh.opts&option.Asked != 0 {
		return external{}, false
	}
	base, line := len(sh.stack), sh.line
	defer func() { sh.stack = sh.stack[:base]; sh.line = line }()
	sh.line = s.line
	stack, err := s.words.append(sh, sh.stack)
	if err != nil || len(stack) == base {
		return external{}, false
	}
	sh.stack = stack
	args := stack[base:]
	cmd, lookup := sh.Search().Resolve(args[0], false)
	switch {
	case sh.opts&option.XTrace != 0:
		return external{}, false
	case cmd.Kind == KindBuiltin && cmd.Builtin.Child != nil:
		x, f := s.prepareChild(sh, cmd.Builtin, args)
		return x, f == nil
	case cmd.Kind != KindFile, lookup != nil && sh.handler(lookup) != nil:
		return external{}, false
	}
	x, err := s.prepare(sh, cmd.Path, lookup, args)
	return x, err == nil
}

// stage is the stage that runs the command as a child. The redirections come
// first, also those of a command that is not there: its message goes where they
// say.
func (x *external) stage(sh *Shell) pipeline.Stage {
	p := sh.proc(x.path, x.argv, x.env)
	if x.lookup != nil {
		return pipeline.InProc(x.argv[0], p.Files, sh.notFound(x.lookup, x.ops))
	}
	if c := sh.coprocs(); c != nil {
		x.ops = c.closing(sh, x.ops)
	}
	if x.child != nil {
		return x.run(x.child.lend(p)).Named(x.child.name).Written(x.child.text)
	}
	return x.run(p)
}

// alone is stage where the caller says why the command could not be started.
func (x *external) alone(sh *Shell) pipeline.Stage {
	p := sh.proc(x.path, x.argv, x.env)
	p.Failed = nil
	return x.run(p)
}

func (x *external) run(p *pipeline.Proc) pipeline.Stage {
	if len(x.ops) == 0 {
		return pipeline.Exec(p)
	}
	return pipeline.Exec(p).With(x.ops...)
}

// become executes the command in place of the shell.
func (x *external) become(sh *Shell) Flow {
	undo, err := sh.apply(x.ops)
	if err != nil {
		sh.redirectError(err, false)
		return Exit()
	}
	undo.Commit()
	if f := sh.heed(); f != Next {
		return f
	}
	err = sh.execInPlace(x)
	p := sh.proc(x.path, x.argv, x.env)
	sh.status = sh.failedStart(sh.life.Context(), sh.where(), x.argv[0], p, err, &sh.files)
	p.Files.Close()
	return Exit()
}

// opensFifo tells whether a redirection opens a FIFO, which waits for its other
// end: that is for a process to do that can be killed.
func (x *external) opensFifo(sh *Shell) bool { return slices.ContainsFunc(x.ops, sh.isFifo) }

// runFile runs an external command in the foreground. err, if not nil, says
// why it was not found.
func (s *simple) runFile(sh *Shell, path string, err error, args []string) Flow {
	x, xerr := s.prepare(sh, path, err, args)
	if xerr != nil {
		return sh.inChild(sh.stageError(xerr))
	}
	if sh.opts&option.Parallel != 0 {
		return sh.foreground([]pipeline.Stage{sh.splitAlone(s, &x)}, nil, s.origin)
	}
	return sh.foreground([]pipeline.Stage{x.stage(sh)}, nil, s.origin)
}

// stageError reports an expansion that failed while a stage was prepared.
func (sh *Shell) stageError(err error) Flow {
	var re *redirect.Error
	if errors.As(err, &re) {
		return sh.redirectError(err, false)
	}
	return sh.expansionError(err)
}

// named is an environment with the name of the program in _, outside of POSIX mode,
// as bash has it. An empty one stays so.
func (sh *Shell) named(env []string, path string) []string {
	if len(env) == 0 || sh.posix() {
		return env
	}
	own := make([]string, 0, len(env)+1)
	for _, e := range env {
		if !strings.HasPrefix(e, "_=") {
			own = append(own, e)
		}
	}
	return append(own, "_="+path)
}

// assignsPath tells whether one of the assignments is to PATH: the command is
// looked for there then (XCU 2.9.1.4).
func (s *simple) assignsPath() bool {
	return slices.ContainsFunc(s.assigns, func(a assign) bool { return a.slot == vars.PATH })
}

// searchEnv looks a command up by the PATH of its environment.
func (sh *Shell) searchEnv(name string, env []string) (string, error) {
	if strings.Contains(name, "/") {
		return name, sh.mayNot(name)
	}
	for _, entry := range env {
		if path, ok := strings.CutPrefix(entry, "PATH="); ok {
			return sh.Search().In(name, path)
		}
	}
	return "", &NotFoundError{Name: name}
}

// environ is the environment of a command with its assignments.
func (s *simple) environ(sh *Shell) ([]string, error) {
	if len(s.assigns) == 0 {
		return sh.st.Vars.Environ(), nil
	}
	// An assignment sees the ones before it: x=1 y=$x cmd.
	v := sh.st.Vars
	v.Push(vars.Temporary)
	defer v.Pop()
	if err := sh.assignAll(s.assigns, nil); err != nil {
		return nil, err
	}
	return v.Environ(), nil
}
