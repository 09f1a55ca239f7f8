package pipeline

import (
	"context"
	"syscall"

	"gpipe/internal/redirect"
	"gpipe/internal/sys/rlimit"
)

// Proc is an external command with everything resolved by the caller. It is
// how a shell, which has its own PATH search, environment, directory, umask
// and fd table, names a child; other programs use Cmd.
type Proc struct {
	Path string   // the file to execute; a relative one is relative to DirFd
	Argv []string // Argv[0] included
	Env  []string // "name=value"; nil: no environment at all

	// DirFd is the directory the child starts in, negative: the process's.
	// It stays the caller's and must stay open until Wait has returned.
	DirFd   int
	Umask   int // negative: the process's
	Rlimits []rlimit.Limit

	// Own says that the process belongs to the caller: see spawn.Attr.
	Own bool

	Room int // how many processes and threads Path needs to run at all, 0: unknown

	// Dispositions in the child, besides SIGPIPE, which is default unless
	// it is in SigIgnore.
	SigIgnore, SigDefault []syscall.Signal

	// Files is the fd table the child gets, before the ends of the pipes are
	// joined and the stage's redirections applied. The stage takes it over
	// and closes it, whether it starts or not.
	Files *redirect.Table

	// Redirect is the context of the stage's redirections. When it has no
	// Done, that of Start's context ends the wait for a FIFO's other end.
	Redirect redirect.Context

	// Interpreter, if not nil, is asked for the program that runs Path when
	// the kernel can't execute that: the file of the program, and the
	// arguments that come before Path and those of Argv after the first. An
	// empty list means that there is none.
	Interpreter func(p *Proc) []string

	// Failed, if not nil, takes the place of a command whose redirections or
	// start fail: the pipeline goes on. It runs like the body of an InProc
	// stage. Err is an *Error with Op OpRedirect or OpStart. Files has the
	// ends of the pipes and every redirection before the one that failed.
	Failed func(ctx context.Context, err error, files *redirect.Table) int
}

// Exec returns the stage that runs p. It can be started once. The options
// Dir, Env, Stdin, Stdout, Stderr and AllowDot do not concern it.
func Exec(p *Proc) Stage {
	if p == nil {
		return Stage{work: &Proc{}, misuse: &ArgumentError{"pipeline.Exec", "p", "is nil"}}
	}
	s := Stage{work: p, argv: p.Argv}
	if len(p.Argv) > 0 {
		s.name = p.Argv[0]
	}
	return s
}

func (p *Proc) table() *redirect.Table { return p.Files }
func (p *Proc) shared() bool           { return false }
func (p *Proc) start(l *launcher, s *Stage, files *redirect.Table) error {
	return l.command(s, files)
}

// InProc returns a stage of the shell that runs f in a goroutine. The stage
// takes files over and closes it after f, whether it starts or not; f gets it
// with the ends of the pipes joined. The result is a shell's exit status,
// where 128+n stands for "killed by signal n". The stage can be started once.
// The options Stdin, Stdout and Stderr do not concern it.
//
// f runs after every stage has started; it is not called when one can't. A
// panic in f is not caught.
func InProc(name string, files *redirect.Table, f func(ctx context.Context, files *redirect.Table) int) Stage {
	s := Stage{work: &inside{files, f}, name: name}
	if f == nil {
		s.misuse = &ArgumentError{"pipeline.InProc", "f", "is nil"}
	}
	return s
}
