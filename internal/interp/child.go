package interp

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/sys"
	"gpipe/internal/sys/self"
)

// OnOption makes gpipe the process of the built-in on. Its value is a descriptor that
// comes to its end when the shell does, and a "+" if that waits for it. The words that
// follow are those of Builtin.Child, the second of which is where the command stands.
const OnOption = "--on"

// lifeline is a pipe that nobody writes to: who reads it sees when the shell is gone.
type lifeline struct {
	once   sync.Once
	read   *redirect.File
	err    error
	parted atomic.Bool // subshells have processes of their own, and maybe such a pipe
}

// get returns the end that is read.
func (l *lifeline) get() (*redirect.File, error) {
	l.once.Do(func() {
		var r int
		if r, _, l.err = sys.Pipe(); l.err == nil { // the other end is closed by the end of the process
			l.read = redirect.NewFile(r)
		}
	})
	return l.read, l.err
}

// end tells the built-ins whose processes have it that the shell ends.
func (l *lifeline) end(sh *Shell) {
	if sh.rt.self != sh.rt.pid || l.read == nil && !l.parted.Load() {
		return
	}
	for _, b := range sh.rt.builtins {
		if b.Leave != nil {
			b.Leave(sh)
		}
	}
}

// child is what a built-in that is a process of gpipe has beside its words.
type child struct {
	name   string
	text   string
	life   *redirect.File
	number int
}

// lend gives it the lifeline.
func (c *child) lend(p *pipeline.Proc) *pipeline.Proc {
	p.Files.Set(c.number, c.life.Ref())
	p.Room = ownThreads
	return p
}

var errNoGpipe = errors.New("the command gpipe is needed, and not found")

// ownFile is the file of gpipe.
func (sh *Shell) ownFile() (string, error) {
	if sh.rt.own {
		if name := self.Program(); name != "" {
			return name, nil
		}
	}
	name, err := sh.Search().File("gpipe")
	if err != nil {
		return "", errNoGpipe
	}
	return name, nil
}

// prepareChild makes a built-in ready that is a process of gpipe. Otherwise it
// returns what is to be done in its place.
func (s *simple) prepareChild(sh *Shell, b *Builtin, args []string) (x external, instead func() Flow) {
	report := func(err error) func() Flow {
		return func() Flow { sh.fail(&Error{Op: b.Name, Err: err}, 126); return Next }
	}
	path, err := sh.ownFile()
	if err != nil {
		return x, report(err)
	}
	life, err := sh.rt.life.get()
	if err != nil {
		return x, report(err)
	}
	if x, err = s.prepare(sh, path, nil, args); err != nil {
		return x, func() Flow { return sh.inChild(sh.stageError(err)) }
	}
	x.path, x.lookup = path, nil
	fed := s.origin.fed
	for _, op := range x.ops {
		fed = fed || op.Fd == 0 && op.Kind != redirect.KindClose
	}
	told, status, ok := b.Child(sh, args, fed)
	if !ok {
		return x, func() Flow { sh.status = status; return Next }
	}
	c := &child{name: b.Name, text: strings.Join(args, " "), life: life, number: sh.unusedFd(10, x.ops)}
	waits := ""
	if sh.life == sh.rt.main {
		waits = "+"
	}
	x.child = c
	x.argv = append([]string{"gpipe", OnOption + "=" + strconv.Itoa(c.number) + waits, told[0], sh.where().String()}, told[1:]...)
	return x, nil
}

// runChild runs such a built-in in the foreground.
func (s *simple) runChild(sh *Shell, b *Builtin, args []string) Flow {
	x, instead := s.prepareChild(sh, b, args)
	if instead != nil {
		return instead()
	}
	return sh.foreground([]pipeline.Stage{x.stage(sh)}, nil, s.origin)
}

// Child runs a built-in that has a Child, without an input of its own.
func (r Runner) Child(b *Builtin, args []string) Flow {
	s := &simple{line: r.sh.line}
	return s.runChild(r.sh, b, args)
}
