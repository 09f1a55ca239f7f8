// Package job keeps the table of a shell's asynchronous jobs: what $! and
// wait refer to, and the statuses of those that ended.
package job

import (
	"sync"

	"gpipe/pipeline"
)

// inProcess is above every process id of the system: numbers from here name
// jobs that run inside this process.
const inProcess = 1 << 22

// remembered is how many ended jobs keep their status for wait, as CHILD_MAX
// does for processes.
const remembered = 1024

// Job is one asynchronous list.
type Job struct {
	Pid  int // of the last stage; for a job inside this process a number above every pid
	run  *pipeline.Job
	done chan struct{}
	code int
}

// Done is closed when the job has ended.
func (j *Job) Done() <-chan struct{} { return j.done }

// Code returns the exit status; it is valid when Done is closed.
func (j *Job) Code() int { return j.code }

// Run returns the pipeline.
func (j *Job) Run() *pipeline.Job { return j.run }

// Table is the jobs of one runtime. It is safe for concurrent use.
type Table struct {
	mu    sync.Mutex
	jobs  map[int]*Job
	order []*Job // by start
	ended int
	next  int
}

// NewTable returns an empty table.
func NewTable() *Table { return &Table{jobs: make(map[int]*Job), next: inProcess} }

// Add enters a started pipeline and returns its number for $!. When it has
// ended, done is called.
func (t *Table) Add(run *pipeline.Job, pid int, done func()) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if pid == 0 {
		t.next++
		pid = t.next
	}
	j := &Job{Pid: pid, run: run, done: make(chan struct{})}
	t.jobs[pid] = j
	t.order = append(t.order, j)
	go t.reap(j, done)
	return pid
}

// reap waits for the end of j.
func (t *Table) reap(j *Job, done func()) {
	j.run.Wait()
	stages := j.run.Statuses()
	j.code = stages[len(stages)-1].ExitCode()
	done()
	t.mu.Lock()
	t.ended++
	t.trim()
	t.mu.Unlock()
	close(j.done)
}

// trim forgets the oldest ended jobs beyond the number remembered.
func (t *Table) trim() {
	if t.ended <= 2*remembered {
		return
	}
	kept := t.order[:0]
	for _, j := range t.order {
		if t.ended > remembered && j.over() {
			t.ended--
			if t.jobs[j.Pid] == j {
				delete(t.jobs, j.Pid)
			}
			continue
		}
		kept = append(kept, j)
	}
	clear(t.order[len(kept):])
	t.order = kept
}

func (j *Job) over() bool {
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
	if t.jobs[j.Pid] == j {
		delete(t.jobs, j.Pid)
	}
	for i, x := range t.order {
		if x == j {
			t.order = append(t.order[:i], t.order[i+1:]...)
			if j.over() {
				t.ended--
			}
			break
		}
	}
}

// All returns the jobs in the order of their start.
func (t *Table) All() []*Job {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]*Job(nil), t.order...)
}

// InProcess tells whether the job runs inside this process.
func (j *Job) InProcess() bool { return j.Pid > inProcess }
