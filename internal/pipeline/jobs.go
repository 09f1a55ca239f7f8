package pipeline

import (
	"syscall"
	"time"

	"gpipe/internal/sys/proc"
)

// Jobs is what is known of the jobs of a stage in this process that runs a
// command many times.
type Jobs struct {
	Total   int // how many there are; negative: not known yet
	Started int
	Running int
	Done    int // that have ended
	Failed  int // of these

	// How long those took that have ended.
	Least, Most, Sum time.Duration

	// What the programs that they ran took: processor time, and the most
	// memory that one of them had.
	User, System time.Duration
	Memory       int64 // bytes; 0: not known
	MemoryBound  bool  // no program had more, but less cannot be told
}

// JobEnded notes the end of a job.
func JobEnded(j *Jobs, took time.Duration, failed bool) {
	if j.Done == 0 || took < j.Least {
		j.Least = took
	}
	j.Most = max(j.Most, took)
	j.Sum += took
	j.Done++
	if failed {
		j.Failed++
	}
}

// AddJobs adds the jobs of another pool of the same stage.
func AddJobs(j *Jobs, more Jobs) {
	if j.Done == 0 || more.Done > 0 && more.Least < j.Least {
		j.Least = more.Least
	}
	j.Most, j.Sum = max(j.Most, more.Most), j.Sum+more.Sum
	j.Started, j.Running, j.Done, j.Failed = j.Started+more.Started, j.Running+more.Running, j.Done+more.Done, j.Failed+more.Failed
	if j.Total >= 0 && more.Total >= 0 {
		j.Total += more.Total
	} else {
		j.Total = -1
	}
}

// SetJobs notes the jobs of the stage.
func (t *Tally) SetJobs(j Jobs) {
	if t != nil {
		t.jobs.Store(&j)
	}
}

// Jobs returns what SetJobs has noted, with what the programs took of which the
// Tally, or one of a part of the stage, was told by Waited; nil: there are none.
func (t *Tally) Jobs() *Jobs {
	if t == nil {
		return nil
	}
	noted := t.jobs.Load()
	if noted == nil {
		return nil
	}
	j := *noted
	j.User, j.System = time.Duration(t.user.Load()), time.Duration(t.system.Load())
	j.Memory, j.MemoryBound = t.memory.Load(), t.memoryBound.Load()
	return &j
}

// spent counts what a program took.
func (t *Tally) spent(ru *syscall.Rusage, u *Usage) {
	if ru == nil {
		return
	}
	memory, exact := proc.PeakMemory(ru)
	if !exact && u != nil && u.Memory > 0 {
		memory, exact = u.Memory, true
	}
	for ; t != nil; t = t.outer {
		t.user.Add(ru.Utime.Nano())
		t.system.Add(ru.Stime.Nano())
		for {
			old := t.memory.Load()
			if memory <= old || t.memory.CompareAndSwap(old, memory) {
				break
			}
		}
		if !exact {
			t.memoryBound.Store(true)
		}
	}
}
