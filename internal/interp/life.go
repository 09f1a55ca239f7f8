package interp

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"

	"gpipe/pipeline"
)

// life is what a signal to the shell, or the end of its context, puts an end
// to: the main environment with its subshells, or one asynchronous list.
// Every environment belongs to one. It stands for what a process of its own
// would have: the delivery of signals, and the children that it waits for.
//
// A signal that has an action is the affair of one environment only, the one
// whose nesting is sub: for the environments below it, which would be processes
// of their own, it has its default action. The strike that ends these is the
// ringing of their bell; environments that are forked later have the next one.
type life struct {
	ctx    context.Context // every pipeline is started under it
	sub    int             // nesting of the environment that runs the actions of traps
	outer  *life           // that it was begun in; nil: none
	deep   bool            // signals go to what its processes have started, too
	mortal atomic.Bool     // something may end it, or its waits: these must be ended then

	attention atomic.Bool // something is to be done between commands
	over      atomic.Bool // no further command is to run

	pending atomic.Uint64 // bit n-1: signal n is to be handled
	caught  atomic.Uint64 // bit n-1: there is an action for it
	ignored atomic.Uint64 // bit n-1: it is ignored

	end   *bell                // rings when it is over
	news  atomic.Pointer[bell] // of the environment sub: rings for its actions too
	below atomic.Pointer[bell] // of those below: rings also when a signal ends them

	mu     sync.Mutex
	jobs   map[*pipeline.Job]struct{} // that are running
	starts int                        // how many are being started
	missed []sigNum                   // signals that came meanwhile
	pid    int                        // $! of an asynchronous list
	tail   bool                       // the command that is running has taken the shell's place
	sig    sigNum                     // that ended it; 0: the context did
	spent  []*bell                    // that have rung and may still be looked at
	acted  sigNum                     // whose action ran last, for the environment that runs them

	piped atomic.Bool // a bell may have a pipe
}

func newLife(ctx context.Context, sub int) *life {
	l := &life{ctx: ctx, sub: sub}
	l.freshBells()
	return l
}

// freshBells is for a life in which nobody waits.
func (l *life) freshBells() {
	l.end = newBell(&l.piped)
	l.news.Store(newBell(&l.piped))
	l.below.Store(newBell(&l.piped))
}

// ignore notes the signals that are ignored.
func (l *life) ignore(sigs []sigNum) {
	var set uint64
	for _, s := range sigs {
		set |= bit(s)
	}
	l.ignored.Store(set)
}

// finish lets no further command run, and ends waits in this process. The
// processes that are running are not concerned.
func (l *life) finish(sig sigNum) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over.Load() {
		return
	}
	l.sig = sig
	l.over.Store(true)
	l.attention.Store(true)
	l.end.ring()
	l.news.Load().ring()
	l.below.Load().ring()
}

// release gives back the descriptors that end the waits. There must be none.
func (l *life) release() {
	if !l.piped.Swap(false) {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, b := range l.spent {
		b.release()
	}
	l.spent = nil
	l.end.release()
	l.news.Load().release()
	l.below.Load().release()
}

// starting is called before a pipeline is started. The result is for add.
func (l *life) starting() (mark int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.starts++
	mark = len(l.missed)
	if l.sig != 0 { // since the last look at it
		l.missed = append(l.missed, l.sig)
	}
	return mark
}

// add enters a pipeline that was started; nil, if it could not be. The signals
// that came since starting concern it too.
func (l *life) add(j *pipeline.Job, mark int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if j != nil {
		if l.jobs == nil {
			l.jobs = make(map[*pipeline.Job]struct{})
		}
		l.jobs[j] = struct{}{}
		for _, sig := range l.missed[mark:] {
			l.send(j, sig)
		}
	}
	if l.starts--; l.starts == 0 {
		l.missed = l.missed[:0]
	}
}

// send sends sig to the processes of a pipeline.
func (l *life) send(j *pipeline.Job, sig sigNum) error {
	if l.deep && lethal(sig) {
		return signalDeep(j, sig)
	}
	return j.Signal(sig)
}

func (l *life) remove(j *pipeline.Job) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.jobs, j)
}

// replace says whether the command that is running stands in for the shell,
// as after exec: signals are its affair alone.
func (l *life) replace(on bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tail = on
}

// signal sends sig to the shell and to every process it is waiting for. It
// tells whether there was anyone. The shell comes first: what it starts when it
// knows that it has ended gets the signal, and what it has begun is found here.
func (l *life) signal(sig sigNum) error {
	l.mu.Lock()
	tail := l.tail && len(l.jobs)+l.starts > 0
	l.mu.Unlock()
	if !tail {
		l.self(sig, fromGroup)
	}
	l.mu.Lock()
	jobs := make([]*pipeline.Job, 0, len(l.jobs))
	for j := range l.jobs {
		jobs = append(jobs, j)
	}
	var err error
	if l.starts > 0 {
		l.missed = append(l.missed, sig)
	} else if tail {
		err = os.ErrProcessDone
	}
	l.mu.Unlock()
	for _, j := range jobs {
		if e := l.send(j, sig); e == nil && tail || e != nil && !errors.Is(e, os.ErrProcessDone) {
			err = e
		}
	}
	return err
}

// errStopped ends the expansion of words when the life is over.
var errStopped = errors.New("stopped")

// lethal tells whether the default action of sig is to end the process.
func lethal(sig sigNum) bool {
	switch sig {
	case syscall.SIGCHLD, syscall.SIGCONT, syscall.SIGURG, syscall.SIGWINCH,
		syscall.SIGSTOP, syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU:
		return false
	}
	return true
}

// lives is those that are not over, or have processes that run.
type lives struct {
	mu  sync.Mutex
	all []*life
}

func (s *lives) add(l *life) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, l)
}

func (s *lives) remove(l *life) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.Index(s.all, l); i >= 0 {
		s.all = slices.Delete(s.all, i, i+1)
	}
}

// find returns the life of the asynchronous list that $! calls pid, or nil.
func (s *lives) find(pid int) *life {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.all {
		if l.pid == pid {
			return l
		}
	}
	return nil
}

// name notes what $! is for an asynchronous list.
func (s *lives) name(l *life, pid int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l.pid = pid
}

// Signal sends sig to the shell while it is in RunContext, to its
// asynchronous lists, and to the processes that all of them run. What
// processes do by default, the shell does: a signal that has no action and is
// not ignored ends it, and nothing more of it runs. It returns
// os.ErrProcessDone when there is nobody left.
func (sh *Shell) Signal(sig sigNum) error {
	s := &sh.rt.lives
	s.mu.Lock() // a list that is begun meanwhile sees what has come of the signal
	defer s.mu.Unlock()
	err := error(os.ErrProcessDone)
	for _, l := range s.all {
		if e := l.signal(sig); e == nil || !errors.Is(e, os.ErrProcessDone) && err != nil {
			err = e
		}
	}
	return err
}
