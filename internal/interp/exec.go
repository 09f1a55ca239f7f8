package interp

import (
	"errors"
	"slices"
	"syscall"

	"gpipe/internal/option"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/spawn"
)

// KeepRedirections makes the redirections of the running built-in permanent,
// as exec does.
func (sh *Shell) KeepRedirections() { sh.keep = true }

// showFiles makes the process's descriptors 0 to 2 what the shell has made its
// own for good, so that other processes see it, and nothing that was closed
// stays open.
func (sh *Shell) showFiles() {
	if sh.root != sh {
		return
	}
	for fd := range sh.rt.standard {
		f, lent := sh.files.Get(fd), sh.rt.standard[fd]
		if f == lent && f != nil {
			continue
		}
		if lent != nil {
			if redirect.Shared(lent) && redirect.Detach(lent) != nil {
				continue // it is used under another number
			}
			sh.rt.standard[fd] = nil
		}
		if f == nil {
			sys.Vacate(fd)
		} else {
			redirect.CopyTo(f, fd) // for show: the shell does not use it
		}
	}
}

// Exec replaces the shell by a command. The main environment of a shell that
// owns its process is replaced in place and keeps its pid; a subshell, or an
// embedded shell, runs the command as a child and ends with its status.
// argv0, if not empty, is what the command sees as its own name. It returns
// only then, or when the command cannot be executed.
func (r Runner) Exec(args []string, argv0 string, env []string) Flow {
	sh := r.sh
	if sh.opts&option.Restricted != 0 {
		sh.keep = false
		sh.fail(&Error{Op: "exec", Operand: args[0], Err: errRestricted}, 1)
		return Next
	}
	path, err := sh.Search().File(args[0])
	if sh.opts&option.Asked != 0 {
		if status, handled := sh.rt.ask(sh, Command{Kind: KindFile, Path: path}, args); handled {
			sh.answered(status)
			return Exit()
		}
	}
	if err != nil {
		return sh.execFailed(args[0], err)
	}
	x := external{path: path, argv: slices.Clone(args), env: env} // as in bash, it does not find its file in _
	if argv0 != "" {
		x.argv[0] = argv0
	}
	if sh.sub == 0 && sh.rt.own && sh.rt.inside.Load() == 0 {
		if err = sh.execInPlace(&x); !errors.Is(err, syscall.ENOEXEC) {
			return sh.execFailed(args[0], err)
		}
	}
	sh.dropCoprocs()
	stage := x.stage(sh)
	sh.Traps().Clear(0) // the shell is gone
	if int(sh.sub) == sh.life.Level() {
		sh.life.Replace(true)
		defer sh.life.Replace(false)
	}
	if f := sh.foreground([]pipeline.Stage{stage}, nil, origin{}); f != Next {
		return f
	}
	return Exit()
}

// execInPlace gives the process the fds, directory and umask of the Shell
// and executes the command, whose redirections have been made. It returns only
// on failure; the process is then as good as over, since its fds were moved.
func (sh *Shell) execInPlace(x *external) error {
	real, err := sh.files.Path(x.path)
	if err != nil {
		return err
	}
	if err := files.Executable(sh.dir.Fd(), real); err != nil {
		return err
	}
	sh.dropCoprocs()
	files, err := sh.files.Map(nil)
	if err != nil {
		return err
	}
	if end := sh.rt.watch.End; end != nil {
		end()
	}
	err = spawn.Exec(&spawn.Attr{
		Path: x.path, Argv: x.argv, Env: x.env,
		Files: files, Steps: redirect.Plan(nil, files),
		DirFd: sh.dir.Fd(), Umask: int(sh.umask), TTY: -1,
		Rlimits: sh.state.rlimits(), SigIgnore: sh.ignored,
	})
	if !errors.Is(err, syscall.ENOEXEC) {
		return err
	}
	// By now the process has the fds, directory and umask of the program.
	with := sh.interpreter(&pipeline.Proc{DirFd: -1, Path: x.path})
	if len(with) == 0 {
		return err
	}
	argv := append(append(with[1:], x.path), x.argv[1:]...)
	return spawn.Exec(&spawn.Attr{Path: with[0], Argv: argv, Env: x.env, DirFd: -1, Umask: -1, TTY: -1, SigIgnore: sh.ignored})
}

// execFailed ends the shell: exec is a special built-in, and there is
// nothing to go on with.
func (sh *Shell) execFailed(name string, err error) Flow {
	var nf *NotFoundError
	status, why := startStatus(err), Cause(err)
	if errors.As(err, &nf) && nf.Err == nil || errors.Is(err, syscall.ENOENT) {
		status, why = 127, "not found"
	}
	sh.Report("exec: " + Quote(name) + ": " + why)
	if sh.Shopts()&option.ExecFail != 0 {
		sh.keep, sh.status = false, status
		return Next
	}
	return sh.fatal(status)
}

// Environ returns the environment of children.
func (sh *Shell) Environ() []string { return sh.st.Vars.Environ() }
