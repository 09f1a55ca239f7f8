package interp

import (
	"cmp"
	"slices"
	"sync"
	"syscall"
	"time"

	"gpipe/internal/lifetime"
	"gpipe/internal/pipeline"
)

// haltSignal is what ends the other jobs when one has failed.
const haltSignal = syscall.SIGTERM

// pools are those that run in this process. A signal that ends the process ends
// their jobs before: they would go on without it.
type pools struct {
	mu  sync.Mutex
	all []*runningPool

	// handling is held while a signal is handled. A pool that it has ended is not
	// over before the shell knows of the signal.
	handling sync.Mutex
}

// enterPool has signals end the pool.
func (rt *Runtime) enterPool(p *runningPool) {
	rt.pools.mu.Lock()
	rt.pools.all = append(rt.pools.all, p)
	rt.pools.mu.Unlock()
	if rt.own {
		rt.awaitFatal()
	}
}

func (rt *Runtime) leavePool(p *runningPool) {
	rt.pools.mu.Lock()
	i := slices.Index(rt.pools.all, p)
	rt.pools.all = slices.Delete(rt.pools.all, i, i+1)
	rt.pools.mu.Unlock()
	rt.pools.handling.Lock()
	defer rt.pools.handling.Unlock()
	if rt.own {
		rt.signals.actions.Add(-1)
	}
}

func (s *pools) list() []*runningPool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.all)
}

// signal ends all pools as by sig. Their processes have got it already if
// it was sent to the group.
func (s *pools) signal(sig sigNum, from lifetime.Sender) {
	for _, p := range s.list() {
		p.signal(sig, from != lifetime.FromGroup)
	}
}

// wait waits until the pools, which have been ended, are over.
func (s *pools) wait() {
	for _, p := range s.list() {
		<-p.over
	}
}

// signal ends the pool as by sig, which is sent to its processes if they have not
// got it. Output that would have to wait is given up.
func (p *runningPool) signal(sig sigNum, send bool) {
	p.mu.Lock()
	if p.sig == 0 {
		p.sig = sig
	}
	p.mu.Unlock()
	p.cut.Ring()
	p.end(sig, send)
}

// end starts no more jobs, and ends those that run as by sig. With send their
// processes get it. What has not ended after the grace is killed.
func (p *runningPool) end(sig sigNum, send bool) { p.endBehind(0, sig, send) }

// endBehind is end that leaves alone the jobs up to number.
func (p *runningPool) endBehind(number int, sig sigNum, send bool) {
	p.life.Finish(sig)
	p.mu.Lock()
	p.upTo = min(p.upTo, number)
	if p.killer == nil {
		grace := p.env.rt.launch.Grace
		if grace == 0 {
			grace = pipeline.DefaultGrace
		}
		p.killer = time.AfterFunc(max(grace, 0), func() { p.each(func(j *poolJob) { j.signal(syscall.SIGKILL) }) })
	}
	p.mu.Unlock()
	p.each(func(j *poolJob) {
		if send {
			j.signal(sig)
		} else {
			j.life.Self(sig, lifetime.FromGroup)
		}
	})
}

// each calls f for each job that is running and is to be ended.
func (p *runningPool) each(f func(*poolJob)) {
	p.mu.Lock()
	var jobs []*poolJob
	for j := range p.running {
		if j.number <= p.upTo {
			continue
		}
		jobs = append(jobs, j)
		if j.done {
			j.capture.Abandon()
		}
	}
	p.mu.Unlock()
	for _, j := range jobs {
		f(j)
	}
}

// signal sends sig to the job, to its asynchronous lists, and to the processes of
// all of them and what these have started.
func (j *poolJob) signal(sig sigNum) {
	for _, l := range append(j.pool.env.rt.lives.Within(j.life), j.life) {
		if l != j.life && l.Ignores(sig) { // as an asynchronous list ignores the keys
			l.Signal(syscall.SIGTERM)
		} else {
			l.Signal(sig)
		}
	}
}

// await waits for the end of the pool. Signals with an action let that run
// meanwhile; what ends the shell, or the part of it that sh is, ends the pool.
func (p *runningPool) await(sh *Shell, done <-chan struct{}) Flow {
	next, ended := Next, false
	for {
		var woken <-chan struct{}
		if !ended && sh.life.Mortal() {
			woken = sh.bell().Done()
		}
		select {
		case <-done:
			return next
		case <-woken:
		}
		ended = true
		switch {
		case sh.gone():
			p.signal(cmp.Or(sh.life.Signalled(), syscall.SIGTERM), true)
		case !sh.acts():
			p.signal(cmp.Or(sh.below.By(), syscall.SIGTERM), true)
		case p.life.Over(): // the action runs behind it
		default:
			if next = sh.attend(); next != Next {
				p.end(syscall.SIGTERM, true)
			} else {
				ended = false
			}
		}
	}
}
