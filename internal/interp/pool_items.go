package interp

import (
	"bytes"
	"sync/atomic"
	"syscall"

	"gpipe/internal/redirect"
)

// The reading of items: how much at once, and how many reads ahead of the jobs.
const (
	itemsChunk = 64 << 10
	itemsAhead = 8
)

// poolItems is the items of a pool. They are read ahead, so that it is known how
// many there are when these are not too many.
type poolItems struct {
	now     []string
	batches chan []string // closed at the end; nil: there are only those in now
	read    atomic.Int64  // how many are known
	all     atomic.Bool   // there are no others
}

// newItems begins to read the items.
func (p *runningPool) newItems() *poolItems {
	i := &poolItems{}
	if p.cfg.Given {
		i.now = p.cfg.Items
		i.read.Store(int64(len(i.now)))
		i.all.Store(true)
		return i
	}
	i.batches = make(chan []string, itemsAhead)
	p.work.Go(func() {
		defer close(i.batches)
		if err := p.readItems(i); err != nil {
			p.fail("read: standard input: " + Cause(err))
		}
		i.all.Store(true)
		if p.input != nil {
			p.input.Unref() // who writes on finds nobody reading
			p.input = nil
		}
	})
	return i
}

// next returns the next item; false at the end, or when stop is closed.
func (i *poolItems) next(stop <-chan struct{}) (string, bool) {
	for len(i.now) == 0 {
		if i.batches == nil {
			return "", false
		}
		var ok bool
		select {
		case i.now, ok = <-i.batches:
			if !ok {
				return "", false
			}
		case <-stop:
			return "", false
		}
	}
	item := i.now[0]
	i.now = i.now[1:]
	return item, true
}

// count is how many items there are, -1 if that is not known.
func (i *poolItems) count() int {
	if !i.all.Load() {
		return -1
	}
	return int(i.read.Load())
}

// readItems reads standard input to its end, or until the pool is over.
func (p *runningPool) readItems(i *poolItems) error {
	if p.input == nil {
		return syscall.EBADF
	}
	var rest []byte // of an item
	buf := make([]byte, itemsChunk)
	for {
		n, err := redirect.ReadOr(p.input, p.life.End(), buf)
		if err == redirect.ErrWoken {
			return nil
		}
		if err != nil {
			return err
		}
		p.env.tally.Count(int64(n), 0)
		if n == 0 {
			if len(rest) > 0 {
				i.send([]string{string(rest)}, p.life.End().Done())
			}
			return nil
		}
		var batch []string
		batch, rest = cutItems(buf[:n], rest, p.cfg.Delim)
		if len(batch) > 0 && !i.send(batch, p.life.End().Done()) {
			return nil
		}
	}
}

// cutItems cuts text, which rest comes before, at the delimiters.
func cutItems(text, rest []byte, delim byte) (items []string, left []byte) {
	for {
		k := bytes.IndexByte(text, delim)
		if k < 0 {
			return items, append(rest, text...)
		}
		items = append(items, string(append(rest, text[:k]...)))
		rest, text = rest[:0], text[k+1:]
	}
}

// send hands a batch on; false, when stop is closed.
func (i *poolItems) send(batch []string, stop <-chan struct{}) bool {
	i.read.Add(int64(len(batch)))
	select {
	case i.batches <- batch:
		return true
	case <-stop:
		return false
	}
}
