package interp

import (
	"bytes"
	"slices"
	"strconv"
	"syscall"
	"time"

	"gpipe/internal/parallel"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/sys/poll"
)

// splitPool is what becomes of the outputs of a program that is split.
type splitPool struct {
	row  *parallel.Row
	runs []sortedRun  // in the order of the input
	sum  bytes.Buffer // numbers that are to be added
}

// sortedRun is a file that has a part, sorted.
type sortedRun struct {
	file  *redirect.File
	level int           // how often it was merged
	ended chan struct{} // closed when all of it is there
}

// maxRuns is how many files are merged at once.
const maxRuns = 64

// firstRunFd is the first descriptor that a merge has them under.
const firstRunFd = 10

// takes keeps what is to be added.
func (s *splitPool) takes(b []byte) bool {
	if s == nil || s.row.Class != parallel.Sum {
		return false
	}
	s.sum.Write(b)
	return true
}

// works tells whether the program does not fail without any input: what is wrong with
// its arguments is to be said once, and not by every run.
func (p *runningPool) works() bool {
	sh := p.env.Fork()
	c := sh.openContext()
	undo, err := sh.files.Apply([]redirect.Op{redirect.In(0, "/dev/null"), redirect.Out(1, "/dev/null"), redirect.Dup(2, 1)}, &c)
	if err != nil {
		sh.End(Next)
		return true
	}
	undo.Commit()
	sh.status = 0
	return !p.split.row.Rule.IsError(sh.End((&simple{line: sh.line}).dispatch(sh, p.cfg.Command)))
}

// newRun gives a job a file for its output that is to be merged. It tells whether it
// has one.
func (s *splitPool) newRun(j *poolJob, only bool) bool {
	if s == nil || s.row.Class != parallel.Merge || only {
		return false
	}
	r := s.addRun(j.pool, 0)
	if r == nil {
		return false
	}
	j.sh.files.Set(1, r.file.Ref())
	j.ended = r.ended
	return true
}

// addRun makes a file for one more run; nil: there is none.
func (s *splitPool) addRun(p *runningPool, level int) *sortedRun {
	fd, err := p.spool()
	if err != nil {
		p.fail("open: temporary file: " + Cause(err))
		p.end(syscall.SIGTERM, true)
		return nil
	}
	s.runs = append(s.runs, sortedRun{redirect.NewFile(fd), level, make(chan struct{})})
	return &s.runs[len(s.runs)-1]
}

func (s *splitPool) release() {
	if s != nil {
		dropRuns(s.runs)
		s.runs = nil
	}
}

func dropRuns(runs []sortedRun) {
	for i := range runs {
		runs[i].file.Unref()
	}
}

// mergeFull merges the last runs, where there are as many that have been merged equally
// often as are merged at once.
func (p *runningPool) mergeFull() {
	s := p.split
	for n := len(s.runs); n >= maxRuns && s.runs[n-maxRuns].level == s.runs[n-1].level; n = len(s.runs) {
		if !p.mergeLast(maxRuns, s.runs[n-1].level+1) {
			return
		}
	}
}

// mergeLast makes one of the last n runs, when they are there.
func (p *runningPool) mergeLast(n, level int) bool {
	s := p.split
	from := len(s.runs) - n
	parts := slices.Clone(s.runs[from:])
	defer dropRuns(parts)
	for i := range parts {
		<-parts[i].ended
	}
	s.runs = s.runs[:from]
	out := s.addRun(p, level)
	if out == nil {
		return false
	}
	close(out.ended)
	p.merge(parts, out.file.Ref())
	return !p.life.Over()
}

// join makes the output of the whole, when all jobs have ended.
func (p *runningPool) join() {
	s := p.split
	if p.life.Over() {
		return
	}
	switch s.row.Class {
	case parallel.Merge:
		for len(s.runs) > maxRuns {
			if !p.mergeLast(min(maxRuns, len(s.runs)-maxRuns+1), 0) {
				return
			}
		}
		if len(s.runs) > 0 {
			p.merge(s.runs, refer(p.output))
		}
	case parallel.Sum:
		p.add()
	}
}

// add writes the sum of the numbers.
func (p *runningPool) add() {
	s := p.split
	if err := p.out.Flush(); err != nil || s.sum.Len() == 0 {
		return
	}
	sum, err := parallel.Add(s.sum.Bytes())
	if err != nil {
		p.fail("add: " + err.Error())
		return
	}
	s.row = &parallel.Row{Rule: s.row.Rule, WriteError: s.row.WriteError} // from here on it writes
	last := p.out.Begin()
	last.Write(sum)
	last.Close()
}

// merge runs the program with -m for files that are sorted. out, which it takes over,
// gets what it writes; nil: it is closed.
func (p *runningPool) merge(runs []sortedRun, out *redirect.File) {
	sh := p.env.Fork()
	sh.files.Set(1, out)
	j := &poolJob{pool: p, sh: sh, start: time.Now(), out: p.out.Begin()}
	if j.out == nil {
		sh.End(Next)
		return
	}
	j.capture = redirect.CaptureTo(j.out)
	j.capture.File().Unref() // it writes to out
	j.life, j.forget = p.env.detachAt(sh, int(sh.sub), true)
	if p.env.tally != nil {
		sh.tally = pipeline.NewTally(p.env.tally)
	}
	j.words = append([]string{p.cfg.Command[0], "-m", "--batch-size=" + strconv.Itoa(maxRuns+1)}, p.cfg.Command[1:]...)
	for i := range runs {
		fd := firstRunFd + i
		sh.files.Set(fd, runs[i].file.Ref())
		j.words = append(j.words, "/dev/fd/"+strconv.Itoa(fd))
	}
	if !p.enter(j) {
		sh.End(Next)
		j.out.Close()
		j.forget()
		return
	}
	sh.status = 0
	j.finish(sh.End(j.command()))
}

// idle is how long input is waited for before what has come is a chunk: where each
// part is as good as another nobody is to wait for one that is full.
const idle = 100 * time.Millisecond

// idleLines returns the lines that have come, if no others do.
func (p *runningPool) idleLines() []byte {
	c := p.chunks
	if p.split == nil || p.split.row.Class != parallel.Cat || p.input == nil || c.cutter.Empty() {
		return nil
	}
	fd, err := p.input.Fd()
	if err != nil {
		return nil
	}
	if ready, err := poll.WaitReadableWake(fd, p.life.End(), idle); ready || err != nil {
		return nil
	}
	return c.cutter.Lines()
}
