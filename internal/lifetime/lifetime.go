// Package lifetime is what an environment of the shell would have as a process of
// its own: signals, its end, and the children that it waits for.
package lifetime

import (
	"context"
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"syscall"

	"gpipe/internal/pipeline"
)

// Lifetime is what a signal to the shell, or the end of its context, puts an end
// to: the main environment with its subshells, or one asynchronous list.
// Every environment belongs to one. It stands for what a process of its own
// would have: the delivery of signals, and the children that it waits for.
//
// A signal that has an action is the affair of one environment only, the one
// whose nesting is sub: for the environments below it, which would be processes
// of their own, it has its default action. The strike that ends these is the
// ringing of their bell; environments that are forked later have the next one.
type Lifetime struct {
	ctx    context.Context // every pipeline is started under it
	sub    int             // nesting of the environment that runs the actions of traps
	outer  *Lifetime       // that it was begun in; nil: none
	deep   bool            // signals go to what its processes have started, too
	mortal atomic.Bool     // something may end it, or its waits: these must be ended then

	attention atomic.Bool // something is to be done between commands
	over      atomic.Bool // no further command is to run

	pending atomic.Uint64 // bit n-1: signal n is to be handled
	caught  atomic.Uint64 // bit n-1: there is an action for it
	ignored atomic.Uint64 // bit n-1: it is ignored

	end   *Bell                // rings when it is over
	news  atomic.Pointer[Bell] // of the environment sub: rings for its actions too
	below atomic.Pointer[Bell] // of those below: rings also when a signal ends them

	mu     sync.Mutex
	jobs   map[*pipeline.Job]struct{} // that are running
	starts int                        // how many are being started
	missed []syscall.Signal           // signals that came meanwhile
	pid    int                        // $! of an asynchronous list
	tail   bool                       // the command that is running has taken the shell's place
	sig    syscall.Signal             // that ended it; 0: the context did
	spent  []*Bell                    // that have rung and may still be looked at

	Acted syscall.Signal // whose action ran last, for the environment that runs them

	piped atomic.Bool // a bell may have a pipe
}

// New begins a lifetime in which the environment with this nesting runs the
// actions of traps.
func New(ctx context.Context, sub int) *Lifetime {
	l := &Lifetime{ctx: ctx, sub: sub}
	l.freshBells()
	return l
}

// NewIn begins one that was begun in l, whose end does not concern it. With deep
// signals go to what its processes have started, too.
func (l *Lifetime) NewIn(sub int, deep bool) *Lifetime {
	n := New(context.Background(), sub)
	n.outer, n.deep = l, deep
	n.mortal.Store(true)
	return n
}

// Tie ends l when ctx is done, until the result is called.
func (l *Lifetime) Tie(ctx context.Context) (untie func() bool) {
	l.ctx = ctx
	return context.AfterFunc(ctx, func() { l.Finish(0) })
}

// Context is what every pipeline is started under.
func (l *Lifetime) Context() context.Context { return l.ctx }

// Level is the nesting of the environment that runs the actions of traps.
func (l *Lifetime) Level() int { return l.sub }

// Deep tells whether signals go to what its processes have started, too.
func (l *Lifetime) Deep() bool { return l.deep }

// Mortal tells whether something may end it, or its waits: these must be ended
// then.
func (l *Lifetime) Mortal() bool { return l.mortal.Load() }

// Expose makes it mortal.
func (l *Lifetime) Expose() { l.mortal.Store(true) }

// Attention tells whether something is to be done between two commands: it is
// over, or signals have come. Heed and Alert change that.
func (l *Lifetime) Attention() bool { return l.attention.Load() }

// Heed notes that what is to be done is being done.
func (l *Lifetime) Heed() { l.attention.Store(false) }

// Alert has the other environments look, too.
func (l *Lifetime) Alert() { l.attention.Store(true) }

// Over tells whether no further command is to run.
func (l *Lifetime) Over() bool { return l.over.Load() }

// Catch notes that a signal has an action, Ignore that it is ignored, Default that
// it is neither.
func (l *Lifetime) Catch(sig syscall.Signal) {
	l.caught.Or(bit(sig))
	l.ignored.And(^bit(sig))
}

// Ignore: see Catch.
func (l *Lifetime) Ignore(sig syscall.Signal) {
	l.ignored.Or(bit(sig))
	l.caught.And(^bit(sig))
}

// Default: see Catch.
func (l *Lifetime) Default(sig syscall.Signal) {
	l.caught.And(^bit(sig))
	l.ignored.And(^bit(sig))
}

// Ignores tells whether a signal is ignored.
func (l *Lifetime) Ignores(sig syscall.Signal) bool { return l.ignored.Load()&bit(sig) != 0 }

// Defaults tells whether a signal is neither caught nor ignored.
func (l *Lifetime) Defaults(sig syscall.Signal) bool {
	return (l.caught.Load()|l.ignored.Load())&bit(sig) == 0
}

func bit(sig syscall.Signal) uint64 { return 1 << (uint(sig) - 1) }

// End rings when it is over.
func (l *Lifetime) End() *Bell { return l.end }

// News rings for the environment that runs the actions: it is over, or one is to
// run.
func (l *Lifetime) News() *Bell { return l.news.Load() }

// Below rings for the environments below that one: also when a signal ends them.
func (l *Lifetime) Below() *Bell { return l.below.Load() }

// Deafen returns a bell that nothing rings, for an environment below.
func (l *Lifetime) Deafen() *Bell {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := NewBell(&l.piped)
	l.spent = append(l.spent, b)
	return b
}

// freshBells is for a lifetime in which nobody waits.
func (l *Lifetime) freshBells() {
	l.end = NewBell(&l.piped)
	l.news.Store(NewBell(&l.piped))
	l.below.Store(NewBell(&l.piped))
}

// IgnoreAll sets the signals that are ignored.
func (l *Lifetime) IgnoreAll(sigs []syscall.Signal) {
	var set uint64
	for _, s := range sigs {
		set |= bit(s)
	}
	l.ignored.Store(set)
}

// Finish lets no further command run, and ends waits in this process. The
// processes that are running are not concerned.
func (l *Lifetime) Finish(sig syscall.Signal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over.Load() {
		return
	}
	l.sig = sig
	l.over.Store(true)
	l.attention.Store(true)
	l.end.Ring()
	l.news.Load().Ring()
	l.below.Load().Ring()
}

// Release gives back the descriptors that end the waits. There must be none.
func (l *Lifetime) Release() {
	if !l.piped.Swap(false) {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, b := range l.spent {
		b.Release()
	}
	l.spent = nil
	l.end.Release()
	l.news.Load().Release()
	l.below.Load().Release()
}

// Starting is called before a pipeline is started. The result is for Add. The
// signal that has ended the lifetime does not concern one of the last, which are
// of an action for EXIT.
func (l *Lifetime) Starting(last bool) (mark int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.starts++
	mark = len(l.missed)
	if l.sig != 0 && !last { // since the last look at it
		l.missed = append(l.missed, l.sig)
	}
	return mark
}

// Add enters a pipeline that was started; nil, if it could not be. The signals
// that came since Starting concern it too.
func (l *Lifetime) Add(j *pipeline.Job, mark int) {
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
func (l *Lifetime) send(j *pipeline.Job, sig syscall.Signal) error {
	if l.deep && Lethal(sig) {
		return signalDeep(j, sig)
	}
	return j.Signal(sig)
}

// Remove forgets a pipeline that has ended.
func (l *Lifetime) Remove(j *pipeline.Job) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.jobs, j)
}

// Replace says whether the command that is running stands in for the shell,
// as after exec: signals are its affair alone.
func (l *Lifetime) Replace(on bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tail = on
}

// Signal sends sig to the shell and to every process it is waiting for. It
// tells whether there was anyone. The shell comes first: what it starts when it
// knows that it has ended gets the signal, and what it has begun is found here.
func (l *Lifetime) Signal(sig syscall.Signal) error {
	l.mu.Lock()
	tail := l.tail && len(l.jobs)+l.starts > 0
	l.mu.Unlock()
	if !tail {
		l.Self(sig, FromGroup)
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

// Lethal tells whether the default action of sig is to end the process.
func Lethal(sig syscall.Signal) bool {
	switch sig {
	case syscall.SIGCHLD, syscall.SIGCONT, syscall.SIGURG, syscall.SIGWINCH,
		syscall.SIGSTOP, syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU:
		return false
	}
	return true
}
