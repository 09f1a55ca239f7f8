package interp

import (
	"syscall"

	"gpipe/internal/chunk"
	"gpipe/internal/parallel"
	"gpipe/internal/redirect"
	"gpipe/internal/relay"
	"gpipe/internal/sys/pipes"
)

// A pool whose items are chunks of its standard input: each job runs the same
// command, with a chunk for its input. It does what one run of the command with all of
// the input would do, as far as that does the same with all of its lines.

// chunksAhead is how many outputs there are for each job that may run: its own, and
// one that waits for that of an earlier job.
const chunksAhead = 2

// chunkReads is how much of standard input is read at once.
const chunkReads = 256 << 10

// poolChunks is the chunks of a pool. What is not said to be guarded by it is the
// affair of who starts the jobs.
type poolChunks struct {
	cutter *chunk.Cutter
	begun  bool // there was one
	ended  bool // there is no more input

	// Guarded by the pool:
	worst   int // the highest status of a job
	least   int // the lowest; negative: there was none
	cutAt   int // the first job that is the end of all, as a signal has ended it; 0: there was none
	cutWith int // its status
}

func newPoolChunks(size, jobs int) *poolChunks {
	return &poolChunks{cutter: chunk.New(size, jobs+1), least: -1}
}

// status is the status of the pool.
func (c *poolChunks) status(row *parallel.Row, wrong bool) int {
	switch {
	case c.cutAt != 0:
		return c.cutWith
	case row != nil && !wrong:
		return row.Rule.Join(max(c.least, 0), c.worst)
	case c.worst == 0 && wrong:
		return 1
	}
	return c.worst
}

// nextChunk returns the next chunk. Where there is no input there is one that is
// empty: the command runs once, as it would on its own.
func (p *runningPool) nextChunk() (item, bool) {
	c := p.chunks
	b := c.cutter.Next()
	for b == nil && !c.ended {
		if b = p.idleLines(); b != nil {
			break
		}
		if !p.readChunk() {
			return item{}, false
		}
		b = c.cutter.Next()
	}
	if b == nil {
		b = c.cutter.Rest()
	}
	if b == nil && c.begun {
		return item{}, false
	}
	it := item{chunk: b, only: !c.begun && c.ended && c.cutter.Empty()}
	c.begun = true
	return it, true
}

// readChunk reads once. It returns false when nothing is to be done with what was
// read.
func (p *runningPool) readChunk() bool {
	c := p.chunks
	if p.input == nil {
		c.ended = true
		return true
	}
	room := c.cutter.Room()
	n, err := redirect.ReadOr(p.input, p.life.End(), room[:min(len(room), chunkReads)])
	switch {
	case err == redirect.ErrWoken:
		return false
	case err != nil:
		p.fail("read: standard input: " + Cause(err))
		return false
	case n == 0:
		c.ended = true
	}
	p.env.tally.Count(int64(n), 0)
	c.cutter.Fill(n)
	return true
}

// feedJob gives a job a pipe with a chunk in it for its standard input. Where the
// pool has none, the job has none.
func (p *runningPool) feedJob(j *poolJob, text []byte) {
	if p.input == nil {
		j.sh.files.Set(0, nil)
		return
	}
	end, other, err := relay.Pipe(true)
	if err != nil {
		p.fail("pipe: standard input of a job: " + Cause(err))
		p.end(syscall.SIGTERM, true)
		return
	}
	if len(text) > pipeSize {
		pipes.SetPipeSize(other, min(len(text), maxPipeSize)) // only a wish
	}
	j.feed = end
	j.sh.files.Set(0, redirect.Own(redirect.NewKin(other)))
	p.work.Go(func() {
		end.Write(text) // who does not read all of it need not
		end.Close()
		p.chunks.cutter.Recycle(text)
	})
}

// The size of a pipe, and that up to which everybody may enlarge it.
const (
	pipeSize    = 64 << 10
	maxPipeSize = 1 << 20
)

// starve has nothing more written to the standard input of the job.
func (j *poolJob) starve() {
	if j.feed != nil {
		j.feed.Close()
	}
}

// chunkEnded notes how the job of a chunk has ended. By a signal, that is the end of
// the output before it, and of all that is behind it, as a signal would end the
// command in the middle of all the input; so is a program that cannot be started,
// which would be said of every chunk, and the failure of one that is split. Then it
// returns true, and has ended the output.
func (p *runningPool) chunkEnded(j *poolJob, status int) bool {
	killed := j.sh.WaitStatus().Signaled()
	c := p.chunks
	p.mu.Lock()
	if p.halted || p.sig != 0 { // it was ended with the pool
		p.mu.Unlock()
		return false
	}
	failed := j.unstarted() || p.split != nil && p.split.row.Rule.IsError(status)
	if !killed {
		c.worst = max(c.worst, status)
		if c.least < 0 || status < c.least {
			c.least = status
		}
	}
	if !killed && !failed {
		p.mu.Unlock()
		return false
	}
	if c.cutAt == 0 || j.number < c.cutAt {
		c.cutAt, c.cutWith = j.number, status
	}
	p.mu.Unlock()
	if killed {
		j.out.Refuse()
	} else {
		j.out.CloseLast()
	}
	p.endBehind(j.number, haltSignal, true)
	return true
}

// unstarted tells whether the command is a program that could not be started.
func (j *poolJob) unstarted() bool {
	if a := j.sh.aside; a == nil || !a.unstarted {
		return false
	}
	cmd, _ := j.sh.Search().Resolve(j.words[0], false)
	return cmd.Kind == KindFile
}
