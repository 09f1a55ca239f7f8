package interp

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"

	"gpipe/internal/sys"
	"gpipe/pipeline"
)

// life is what a signal to the shell, or the end of its context, puts an end
// to: the main environment with its subshells, or one asynchronous list.
// Every environment belongs to one. It stands for what a process of its own
// would have: the delivery of signals, and the children that it waits for.
type life struct {
	ctx    context.Context // every pipeline is started under it
	sub    int             // nesting of the environment that runs the actions of traps
	mortal bool            // something may end it: waits in this process must be ended then

	attention atomic.Bool // something is to be done between commands
	over      atomic.Bool // no further command is to run

	pending atomic.Uint64 // bit n-1: signal n is to be handled
	caught  atomic.Uint64 // bit n-1: there is an action for it
	ignored atomic.Uint64 // bit n-1: it is ignored
	wake    chan struct{} // has an element after an arrival

	mu     sync.Mutex
	jobs   map[*pipeline.Job]struct{} // that are running
	starts int                        // how many are being started
	missed []sigNum                   // signals that came meanwhile
	pid    int                        // $! of an asynchronous list
	tail   bool                       // the command that is running has taken the shell's place
	sig    sigNum                     // that ended it; 0: the context did
	done   chan struct{}              // made on demand; closed when it is over
	pipeR  int                        // made on demand; at its end when it is over
	pipeW  int
}

func newLife(ctx context.Context, sub int) *life {
	return &life{ctx: ctx, sub: sub, wake: make(chan struct{}, 1), pipeR: -1, pipeW: -1}
}

// ignore notes the signals that are ignored.
func (l *life) ignore(sigs []sigNum) {
	var set uint64
	for _, s := range sigs {
		set |= bit(s)
	}
	l.ignored.Store(set)
}

// end lets no further command run, and ends waits in this process. The
// processes that are running are not concerned.
func (l *life) end(sig sigNum) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over.Load() {
		return
	}
	l.sig = sig
	l.over.Store(true)
	l.attention.Store(true)
	if l.done != nil {
		close(l.done)
	}
	l.ring()
}

// ring brings the pipe to its end. l.mu is held.
func (l *life) ring() {
	if l.pipeW >= 0 {
		sys.Close(l.pipeW)
		l.pipeW = -1
	}
}

// release drops what ends the waits. There must be none.
func (l *life) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ring()
	if l.pipeR >= 0 {
		sys.Close(l.pipeR)
		l.pipeR = -1
	}
}

// ended is closed when no further command is to run; nil if that can't be.
func (l *life) ended() <-chan struct{} {
	if !l.mortal {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.done == nil {
		l.done = make(chan struct{})
		if l.over.Load() {
			close(l.done)
		}
	}
	return l.done
}

// WakeFd returns a descriptor that can be read, being at its end, when no
// further command is to run; negative, if that can't be or there are no
// descriptors left. It stays valid as long as commands run.
func (l *life) WakeFd() int {
	if !l.mortal {
		return -1
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.pipeR < 0 {
		var err error
		if l.pipeR, l.pipeW, err = sys.Pipe(); err != nil {
			l.pipeR, l.pipeW = -1, -1
		}
		if l.over.Load() {
			l.ring()
		}
	}
	return l.pipeR
}

// Waker tells built-ins, and whoever else waits in this process, when to give
// up; nil: never. What they return then does not matter.
func (sh *Shell) Waker() sys.Waker {
	if !sh.life.mortal {
		return nil
	}
	return sh.life
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
			j.Signal(sig)
		}
	}
	if l.starts--; l.starts == 0 {
		l.missed = l.missed[:0]
	}
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

// arrive records a signal if it has an action, and tells whether.
func (l *life) arrive(sig sigNum) bool {
	if l.caught.Load()&bit(sig) == 0 {
		return false
	}
	l.pending.Or(bit(sig))
	l.attention.Store(true)
	select {
	case l.wake <- struct{}{}:
	default:
	}
	return true
}

// self is a signal to the shell alone: there is an action for it, or it is
// ignored, or it ends the shell if that is what it does to processes.
func (l *life) self(sig sigNum) {
	if sig > 0 && !l.arrive(sig) && l.ignored.Load()&bit(sig) == 0 && lethal(sig) {
		l.end(sig)
	}
}

// signal sends sig to the shell and to every process it is waiting for. It
// tells whether there was anyone. The shell comes first: what it starts when it
// knows that it has ended gets the signal, and what it has begun is found here.
func (l *life) signal(sig sigNum) error {
	l.mu.Lock()
	tail := l.tail && len(l.jobs)+l.starts > 0
	l.mu.Unlock()
	if !tail {
		l.self(sig)
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
		if e := j.Signal(sig); e == nil && tail || e != nil && !errors.Is(e, os.ErrProcessDone) {
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
