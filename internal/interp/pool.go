package interp

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"gpipe/internal/collate"
	"gpipe/internal/lifetime"
	"gpipe/internal/option"
	"gpipe/internal/parallel"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/sys/files"
)

// Pool says what Runner.Pool runs: a command once for each item, several at a time.
type Pool struct {
	// Name is that of the built-in.
	Name string
	// Command is the command and its arguments. {} in them stands for the item;
	// where it is nowhere, the item is the last argument.
	Command []string
	// Items are the items if Given is set; else standard input has them, each
	// ended by Delim.
	Items []string
	Given bool
	Delim byte
	// Chunk, if it is not 0, has chunks of standard input, which are about so large,
	// for items: each is the standard input of its job: see par.go.
	Chunk int
	// Split, if it is not nil, is the row by which a program runs for chunks of what
	// would be its input: see split.go.
	Split *parallel.Row
	// Jobs is how many run at a time.
	Jobs int
	// Unordered has the outputs come as the jobs end, and not in their order.
	Unordered bool
	// Halt ends the pool when a job fails.
	Halt bool
	// Log is a file that gets a line for each job; "": none.
	Log string
	// Text is the pool as it is written, for those who look on.
	Text string
}

// The bounds of a pool.
const (
	MaxPoolJobs     = 1000     // at a time
	MaxPoolStatuses = 1024     // jobs whose statuses are in PIPESTATUS
	maxPoolFailures = 101      // failed jobs that the status counts
	poolMemory      = 8 << 20  // bytes of output that are kept in memory
	poolAhead       = 16 << 10 // outputs that wait for that of an earlier job
)

// runningPool is a Pool that is run. Its jobs are subshells, each with a lifetime of its own
// as an asynchronous list has one, and so is what starts them: ending the pool is
// ending these lives.
type runningPool struct {
	cfg    *Pool
	env    *Shell             // what the jobs are forked of
	life   *lifetime.Lifetime // of env: when it is over no job is started
	forget func()
	over   chan struct{} // closed when all is over

	input  *redirect.File // nil: closed
	output *redirect.File // nil: closed
	joined bool           // standard error goes where the output does
	out    *collate.Collator
	cut    *lifetime.Bell // ends the writing of output
	cutFds atomic.Bool
	items  *poolItems
	chunks *poolChunks // in place of items; nil: there are none
	split  *splitPool  // what becomes of the outputs of a program that is split, or nil
	log    *poolLog    // nil: there is none
	slots  *slots
	work   sync.WaitGroup // those that run jobs, and the reader of items
	idle   chan *poolJob  // of the former

	mu       sync.Mutex
	running  map[*poolJob]struct{}
	statuses []int // of the first jobs
	figures  pipeline.Jobs
	outer    pipeline.Jobs // of other pools of the same stage
	failures int
	halted   bool        // a job has failed, and that ended the pool
	sig      sigNum      // it was ended by a signal
	wrong    bool        // something that is no job has failed
	upTo     int         // the jobs that are left alone when others are ended are those up to it
	killer   *time.Timer // ends what a signal does not
}

// Pool runs a pool and waits for it. Its status is the number of the jobs that
// have failed, 101 at most; 128+n if signal n has ended it.
func (r Runner) Pool(cfg *Pool) (int, Flow) {
	sh := r.sh
	p, err := sh.newPool(cfg)
	if err != nil {
		sh.Report(cfg.Name + ": " + Message(err))
		return 1, Next
	}
	defer p.release()
	o := sh.rt.launch
	pipeline.Engine(&o).Waiting = pipeline.WaitBackground
	var report func(*pipeline.Job)
	if sh.tally == nil && sh.watched() {
		p.env.tally = pipeline.NewTally(nil)
		report = sh.watch(&o)
	}
	if before := p.env.tally.Jobs(); before != nil {
		p.outer = *before
	}
	stage := pipeline.Tallied(pipeline.InProc(cfg.Name, nil, p.run), p.env.tally).Written(cfg.Text)
	sh.rt.enterPool(p)
	run, err := pipeline.New(stage).StartWith(context.Background(), &o)
	next := Next
	if err == nil {
		next = p.await(sh, run.Done())
		// A signal that has ended a job may have been meant for the pool, too.
		sh.sync(slices.ContainsFunc(p.statuses, func(code int) bool { return code > 128 }))
	}
	sh.rt.leavePool(p)
	if report != nil {
		report(run)
	}
	if err != nil {
		sh.Report(cfg.Name + ": " + Message(err))
		return 1, Next
	}
	return p.result(sh, next)
}

// newPool makes what a pool needs to run.
func (sh *Shell) newPool(cfg *Pool) (*runningPool, error) {
	p := &runningPool{cfg: cfg, running: make(map[*poolJob]struct{}), idle: make(chan *poolJob), over: make(chan struct{}), upTo: math.MaxInt}
	p.cut = lifetime.NewBell(&p.cutFds)
	p.env = sh.Fork()
	p.life, p.forget = sh.detachAt(p.env, int(p.env.sub), true)
	p.out = collate.New(p.outputs())
	if cfg.Split != nil {
		p.split = &splitPool{row: cfg.Split}
	}
	var err error
	if cfg.Log != "" {
		p.log, err = sh.openPoolLog(cfg.Log)
	}
	if err == nil {
		err = p.env.preparePool(p)
	}
	if err != nil {
		p.release()
		return nil, err
	}
	return p, nil
}

// preparePool gives the environment of a pool what its jobs have in common: the
// standard input is /dev/null, and what the shell does meanwhile to its working
// directory and umask is not theirs.
func (sh *Shell) preparePool(p *runningPool) error {
	p.input, p.output = refer(sh.files.Get(0)), refer(sh.files.Get(1))
	p.joined = p.output != nil && sh.files.Get(2) == p.output
	if err := sh.noInput(); err != nil {
		return err
	}
	if sh.rt.own {
		if err := sh.pin(); err != nil {
			return &Error{Op: "open", Operand: ".", Err: err}
		}
	}
	sh.hashed() // one table for all jobs
	p.slots = newSlots(p.cfg.Jobs, sh.jobserver())
	if p.cfg.Split != nil {
		sh.setOption(option.Parallel, false) // it is split already
	}
	sh.setOption(option.Stats, false) // the pool has the figures, and not each job
	return nil
}

// outputs says how the outputs of jobs are put together.
func (p *runningPool) outputs() collate.Config {
	c := collate.Config{Emit: p.emit, Ordered: !p.cfg.Unordered, Memory: poolMemory, Ahead: poolAhead, File: p.spool}
	if p.cfg.Chunk > 0 {
		c.Whole, c.Ahead = true, chunksAhead*p.cfg.Jobs
		c.Memory = max(c.Memory, c.Ahead*p.cfg.Chunk)
	}
	return c
}

// item is what a job is for.
type item struct {
	word  string
	chunk []byte // of a pool that has chunks
	only  bool   // there are no others
}

// nextItem returns the next item; false at the end, or when the pool is over.
func (p *runningPool) nextItem() (item, bool) {
	if p.chunks != nil {
		return p.nextChunk()
	}
	word, ok := p.items.next(p.life.End().Done())
	return item{word: word}, ok
}

func refer(f *redirect.File) *redirect.File {
	if f != nil {
		f.Ref()
	}
	return f
}

// release gives back all that the pool has. Nothing of it runs.
func (p *runningPool) release() {
	p.mu.Lock()
	if p.killer != nil {
		p.killer.Stop()
	}
	p.mu.Unlock()
	p.split.release()
	for _, f := range [...]*redirect.File{p.input, p.output} {
		if f != nil {
			f.Unref()
		}
	}
	if p.log != nil {
		p.log.file.Unref()
	}
	if p.slots != nil {
		p.slots.close()
	}
	p.out.Free()
	p.cut.Release()
	p.forget()
	p.env.End(Next)
}

// run is the stage that a pool is: it starts the jobs, and ends with the last.
func (p *runningPool) run(context.Context, *redirect.Table) int {
	defer close(p.over)
	p.env.tally.Begin(pipeline.Running)
	if cfg := p.cfg; cfg.Chunk > 0 {
		p.chunks = newPoolChunks(cfg.Chunk, cfg.Jobs)
	} else {
		p.items = p.newItems()
	}
	p.note()
	for {
		was := p.env.tally.Begin(pipeline.WaitingForInput)
		item, ok := p.nextItem()
		last := p.split != nil && ok && p.figures.Started == 0 && !item.only && !p.works()
		item.only = item.only || last
		p.env.tally.Begin(was)
		if !ok || p.life.Over() {
			break
		}
		p.env.tally.Begin(pipeline.WaitingForChild)
		t, ok := p.slots.take(p.life.End().Done())
		p.env.tally.Begin(was)
		if !ok {
			break
		}
		if p.split != nil {
			p.mergeFull()
		}
		if !p.start(item, t) {
			p.slots.give(t)
			break
		}
		if last {
			break
		}
	}
	p.env.tally.Begin(pipeline.WaitingForChild)
	close(p.idle)
	p.work.Wait()
	if p.split != nil {
		p.join()
	}
	p.note()
	return p.status()
}

// status is the status of a pool that has ended.
func (p *runningPool) status() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.sig != 0:
		return 128 + int(p.sig)
	case p.chunks != nil:
		return p.chunks.status(p.cfg.Split, p.wrong)
	case p.failures > 0:
		return min(p.failures, maxPoolFailures)
	case p.wrong:
		return 1
	}
	return 0
}

// result is what a pool that has ended makes of the shell.
func (p *runningPool) result(sh *Shell, next Flow) (int, Flow) {
	sh.newEpoch()
	if len(p.statuses) > 0 {
		sh.pipe, sh.piped, sh.pooled = p.statuses, true, true
	}
	if sh.gone() || !sh.acts() && sh.below.Rung() {
		next = sh.attend()
		return sh.status, next
	}
	if next != Next { // that of the action that has left it
		return sh.status, next
	}
	if err := p.out.Flush(); err != nil && err != redirect.ErrWoken && err != collate.ErrStopped {
		sh.out.err = err
		if p.split != nil {
			return max(p.status(), p.split.row.WriteError), Next
		}
	}
	return p.status(), Next
}

// fail reports that something that is no job has failed.
func (p *runningPool) fail(msg string) {
	p.env.tellAt(p.env.where(), &p.env.files, p.cfg.Name+": "+msg)
	p.mu.Lock()
	p.wrong = true
	p.mu.Unlock()
}

// emit writes output of jobs. When nobody reads it any more the jobs get what
// they would get if they wrote it themselves.
func (p *runningPool) emit(b []byte) error {
	if p.split.takes(b) {
		return nil
	}
	if p.output == nil {
		return syscall.EBADF
	}
	n, err := redirect.WriteOr(p.output, p.cut, b)
	p.env.tally.Count(0, int64(n))
	if err != nil {
		p.mu.Lock()
		p.halted = true // it is not the jobs that fail
		p.mu.Unlock()
	}
	switch {
	case err == nil || err == redirect.ErrWoken:
	case errors.Is(err, syscall.EPIPE):
		p.end(syscall.SIGPIPE, true)
	default:
		p.end(syscall.SIGTERM, true)
	}
	return err
}

// spool makes the file for output that memory does not take.
func (p *runningPool) spool() (int, error) { return p.env.unnamedFile() }

// unnamedFile makes a file without a name where temporary files are.
func (sh *Shell) unnamedFile() (fd int, err error) {
	dir, _ := sh.st.Vars.Get(sh.Slot("TMPDIR"))
	if dir == "" {
		dir = "/tmp"
	}
	return files.Unlinked(sh.dir.Fd(), dir)
}
