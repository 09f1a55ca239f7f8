// Package job keeps the table of a shell's asynchronous jobs: what $! and
// wait refer to, and the statuses of those that ended.
package job

import (
	"slices"
	"sync"
	"syscall"

	"gpipe/internal/pipeline"
	"gpipe/internal/sys/term"
)

// inProcess is above every process id of the system: numbers from here name
// jobs that run inside this process.
const inProcess = 1 << 22

// remembered is how many ended jobs keep their status for wait, as CHILD_MAX
// does for processes.
const remembered = 1024

// Owner is an environment that starts asynchronous lists.
type Owner struct{ _ byte }

// Job is one asynchronous list.
type Job struct {
	Pid   int    // of the last stage; for a job inside this process a number above every pid
	ID    int    // as in %1
	Text  string // its source
	Owner *Owner // who may wait for it
	Subst bool   // a process substitution, which is not listed

	// Mode is the terminal's, as the job left it when it was stopped. It is
	// the owner's affair.
	Mode *term.Mode

	// NoHangup and ToldStopped are the owner's affair, too: it gets no SIGHUP
	// when the shell is hung up, and its user knows that it is stopped.
	NoHangup, ToldStopped bool

	run   *pipeline.Job
	done  chan struct{}
	code  int
	shown bool // its end was listed; guarded by the table
	turn  int  // which of those that were started, stopped or continued; guarded by the table
}

// Done is closed when the job has ended.
func (j *Job) Done() <-chan struct{} { return j.done }

// Code returns the exit status; it is valid when Done is closed.
func (j *Job) Code() int { return j.code }

// End returns the wait status of the stage that Code is from; it is valid when
// Done is closed.
func (j *Job) End() syscall.WaitStatus {
	stages := j.run.Statuses()
	for i := len(stages) - 1; i > 0; i-- {
		if stages[i].ExitCode() == j.code {
			return stages[i].WaitStatus
		}
	}
	return stages[0].WaitStatus
}

// First returns the process of the first command, or Pid when that has none:
// never 0, which is a process group to kill(2).
func (j *Job) First() int {
	if pid := j.run.Statuses()[0].Pid; pid != 0 {
		return pid
	}
	return j.Pid
}

// Run returns the pipeline.
func (j *Job) Run() *pipeline.Job { return j.run }

// Table is the jobs of one runtime. It is safe for concurrent use.
type Table struct {
	mu    sync.Mutex
	jobs  map[int]*Job
	order []*Job // by start
	ended int    // of order
	kept  []*Job // that were waited for, but not by their pids
	turns int
	next  int
	news  chan struct{} // closed when a job ends, and replaced
}

// NewTable returns an empty table.
func NewTable() *Table {
	return &Table{jobs: make(map[int]*Job), next: inProcess, news: make(chan struct{})}
}

// Add enters a started pipeline. A j without a Pid is given a number for $!.
// When it has ended, done is called.
func (t *Table) Add(j *Job, run *pipeline.Job, done func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if j.Pid == 0 {
		t.next++
		j.Pid = t.next
	}
	j.shown = j.Subst
	j.run, j.done, j.ID = run, make(chan struct{}), t.freeID(j.Owner)
	t.turns++
	j.turn = t.turns
	t.jobs[j.Pid] = j
	t.order = append(t.order, j)
	go t.reap(j, done)
}

// freeID is a number above those of all jobs of owner that run or whose end was
// not listed yet. The numbers ascend in the order of start.
func (t *Table) freeID(owner *Owner) int {
	for i := len(t.order) - 1; i >= 0; i-- {
		if j := t.order[i]; j.Owner == owner && !j.shown {
			return j.ID + 1
		}
	}
	return 1
}

// News returns a channel that is closed when a job ends.
func (t *Table) News() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.news
}

// Touch notes that j was stopped or continued: of those that were, it is the
// latest.
func (t *Table) Touch(j *Job) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.turns++
	j.turn = t.turns
}

// Latest returns the jobs of list, the one first that was started, stopped or
// continued last.
func (t *Table) Latest(list []*Job) []*Job {
	t.mu.Lock()
	defer t.mu.Unlock()
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b *Job) int { return b.turn - a.turn })
	return list
}

// Shown notes that the end of j was listed: it is not listed again.
func (t *Table) Shown(j *Job) {
	t.mu.Lock()
	defer t.mu.Unlock()
	j.shown = true
}

// WasShown tells whether the end of a job was listed.
func (t *Table) WasShown(j *Job) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return j.shown
}

// Listed returns the jobs of owner that run, or whose end was not listed yet,
// in the order of their start.
func (t *Table) Listed(owner *Owner) []*Job {
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []*Job
	for _, j := range t.order {
		if j.Owner == owner && !j.shown {
			list = append(list, j)
		}
	}
	return list
}

// reap waits for the end of j.
func (t *Table) reap(j *Job, done func()) {
	j.run.Wait()
	j.code = j.run.ExitCode()
	done()
	t.mu.Lock()
	t.ended++
	t.trim()
	close(j.done)
	close(t.news)
	t.news = make(chan struct{})
	t.mu.Unlock()
}

// trim forgets the oldest ended jobs beyond the number remembered.
func (t *Table) trim() {
	if t.ended <= 2*remembered {
		return
	}
	kept := t.order[:0]
	for _, j := range t.order {
		if t.ended > remembered && j.hasEnded() {
			t.ended--
			t.unname(j)
			continue
		}
		kept = append(kept, j)
	}
	clear(t.order[len(kept):])
	t.order = kept
}

// Over tells whether j has ended.
func (j *Job) Over() bool { return j.hasEnded() }

func (j *Job) hasEnded() bool {
	select {
	case <-j.done:
		return true
	default:
		return false
	}
}

// Get returns the job with the given pid, or nil.
func (t *Table) Get(pid int) *Job {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.jobs[pid]
}

// Forget drops a job whose status was handed out.
func (t *Table) Forget(j *Job) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.unname(j)
	t.remove(j)
}

// Keep drops a job that was waited for together with all others; Get still
// finds it, until there are many of its kind.
func (t *Table) Keep(j *Job) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.remove(j)
	t.kept = append(t.kept, j)
	if len(t.kept) > 2*remembered {
		for _, old := range t.kept[:remembered] {
			t.unname(old)
		}
		t.kept = append([]*Job(nil), t.kept[remembered:]...)
	}
}

func (t *Table) unname(j *Job) {
	if t.jobs[j.Pid] == j {
		delete(t.jobs, j.Pid)
	}
}

func (t *Table) remove(j *Job) {
	for i, x := range t.order {
		if x == j {
			t.order = append(t.order[:i], t.order[i+1:]...)
			if j.hasEnded() {
				t.ended--
			}
			break
		}
	}
}

// Any tells whether there is a job that has not ended, or was not waited for.
func (t *Table) Any() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.order) > 0
}

// All returns the jobs in the order of their start.
func (t *Table) All() []*Job {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]*Job(nil), t.order...)
}

// InProcess tells whether the job runs inside this process.
func (j *Job) InProcess() bool { return j.Pid > inProcess }
