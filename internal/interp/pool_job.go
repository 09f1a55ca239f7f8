package interp

import (
	"os"
	"slices"
	"strings"
	"time"

	"gpipe/internal/collate"
	"gpipe/internal/lifetime"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
)

// poolJob is one job of a pool: a subshell that runs the command for an item.
type poolJob struct {
	pool    *runningPool
	number  int // from 1
	words   []string
	sh      *Shell
	life    *lifetime.Lifetime
	forget  func()
	out     *collate.Output
	capture *redirect.Capture
	token   token
	start   time.Time

	feed *os.File // the pipe to its standard input; nil: nothing is written to it

	ended chan struct{} // closed when all has; nil: nobody waits for that

	done bool // the command has ended, if not its output; guarded by the pool
}

// placeholder is what stands for the item in the words of the command.
const placeholder = "{}"

// words is the command for an item.
func (cfg *Pool) words(item string) []string {
	if cfg.Chunk > 0 {
		return cfg.Command
	}
	words := slices.Clone(cfg.Command)
	placed := false
	for i, w := range words {
		if strings.Contains(w, placeholder) {
			words[i] = strings.ReplaceAll(w, placeholder, item)
			placed = true
		}
	}
	if !placed {
		words = append(words, item)
	}
	return words
}

// start starts the job for an item. It returns false when the pool is over.
func (p *runningPool) start(it item, t token) bool {
	out := p.out.Begin()
	if out == nil {
		return false
	}
	sh := p.env.Fork()
	j := &poolJob{pool: p, words: p.cfg.words(it.word), sh: sh, out: out, token: t, start: time.Now()}
	j.life, j.forget = p.env.detachAt(sh, int(sh.sub), true)
	sh.status = 0
	if p.env.tally != nil {
		sh.tally = pipeline.NewTally(p.env.tally)
	}
	j.capture = redirect.CaptureTo(out)
	direct := it.only && p.split != nil
	direct = p.split.newRun(j, direct) || direct
	if sh.files.Get(1) == nil || direct {
		j.capture.File().Unref()
	} else {
		sh.files.Set(1, j.capture.File())
	}
	if p.joined && !direct {
		sh.files.Set(2, j.capture.File().Ref())
	}
	if p.chunks != nil {
		p.feedJob(j, it.chunk)
	}
	if !p.enter(j) {
		sh.End(Next)
		out.Close()
		j.starve()
		j.forget()
		if j.ended != nil {
			close(j.ended)
		}
		return false
	}
	select {
	case p.idle <- j:
	default:
		p.work.Go(func() { p.worker(j) })
	}
	return true
}

// enter has a job be one that runs. It returns false when the pool is over.
func (p *runningPool) enter(j *poolJob) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.life.Over() {
		return false
	}
	if len(p.statuses) < MaxPoolStatuses {
		p.statuses = append(p.statuses, 0)
	}
	p.figures.Running++
	p.figures.Started++
	j.number = p.figures.Started
	p.running[j] = struct{}{}
	return true
}

// worker runs jobs, the first one and those that are there when it has nothing to
// do. The stack of a goroutine that has run one is large enough for the next.
func (p *runningPool) worker(j *poolJob) {
	for ok := true; ok; {
		j.run()
		j, ok = <-p.idle
	}
}

// run runs the command, and waits for the end of its output as a command
// substitution does.
func (j *poolJob) run() {
	p, sh := j.pool, j.sh
	sh.tally.Begin(pipeline.Running)
	j.finish(sh.End(j.command()))
	p.slots.give(j.token)
}

// finish waits for the end of the output of a job whose command has ended.
func (j *poolJob) finish(status int) {
	p := j.pool
	p.commandEnded(j)
	j.capture.Bytes()
	if err := j.capture.Err(); err != nil {
		p.fail("read: output of job: " + Cause(err))
	}
	j.starve()
	if p.chunks == nil || !p.chunkEnded(j, status) {
		j.out.Close()
	}
	p.jobEnded(j, status)
	if j.ended != nil {
		close(j.ended)
	}
	j.forget()
}

// command runs the command as if it were written with these words.
func (j *poolJob) command() Flow {
	for _, w := range j.words {
		if strings.IndexByte(w, 0) >= 0 {
			j.sh.Report(j.pool.cfg.Name + ": " + Quote(w) + ": an item has a NUL in it (-0 has them end items)")
			j.sh.status = 126
			return Next
		}
	}
	if f := j.sh.heed(); f != Next {
		return f
	}
	return (&simple{line: j.sh.line}).dispatch(j.sh, j.words)
}

// commandEnded notes that only output may be to come of a job. When the pool is
// over nobody waits for what others, whom the job has left behind, may write.
func (p *runningPool) commandEnded(j *poolJob) {
	p.mu.Lock()
	j.done = true
	over := p.life.Over()
	p.mu.Unlock()
	if over {
		j.capture.Abandon()
	}
}

// jobEnded notes how a job has ended. Those that ended because the pool did have
// not failed.
func (p *runningPool) jobEnded(j *poolJob, status int) {
	took := time.Since(j.start)
	p.mu.Lock()
	delete(p.running, j)
	if j.number <= MaxPoolStatuses {
		p.statuses[j.number-1] = status
	}
	failed := status != 0 && !p.halted && p.sig == 0
	if failed {
		p.failures++
	}
	halt := failed && p.cfg.Halt
	p.halted = p.halted || halt
	p.figures.Running--
	pipeline.JobEnded(&p.figures, took, status != 0)
	p.mu.Unlock()
	if halt {
		p.end(haltSignal, true)
	}
	if p.log != nil {
		if err := p.log.write(j, status, took); err != nil {
			p.fail("write: " + Quote(p.cfg.Log) + ": " + Cause(err))
		}
	}
	p.note()
}

// note shows the figures to those who look on.
func (p *runningPool) note() {
	if p.env.tally == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.figures
	f.Total = -1
	if p.items != nil {
		f.Total = p.items.count()
	}
	if p.life.Over() {
		f.Total = f.Started
	}
	pipeline.AddJobs(&f, p.outer)
	p.env.tally.SetJobs(f)
}
