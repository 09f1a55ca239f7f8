package relay

import (
	"os"
	"strconv"
	"time"
)

// Kept is a writer that keeps the beginning and the end of what is written to
// it, up to a number of bytes, and counts the rest.
type Kept struct {
	head, tail int // how many bytes of the beginning and of the end; tail < 0: all
	first      []byte
	last       []byte // a ring, once it is full
	at         int    // where the ring begins
	omitted    int64
}

// NewKept keeps so many bytes of the beginning and of the end; all of it when
// both are 0.
func NewKept(head, tail int) *Kept {
	if head == 0 && tail == 0 {
		tail = -1
	}
	return &Kept{head: head, tail: tail}
}

// Write never fails.
func (k *Kept) Write(p []byte) (int, error) {
	n := len(p)
	if k.tail < 0 {
		k.first = append(k.first, p...)
		return n, nil
	}
	if room := k.head - len(k.first); room > 0 {
		room = min(room, len(p))
		k.first, p = append(k.first, p[:room]...), p[room:]
	}
	if over := len(p) - k.tail; over > 0 { // nothing before p is the end any more
		k.omitted += int64(len(k.last) + over)
		k.last, k.at, p = k.last[:0], 0, p[over:]
	}
	if room := k.tail - len(k.last); room > 0 {
		room = min(room, len(p))
		k.last, p = append(k.last, p[:room]...), p[room:]
	}
	k.omitted += int64(len(p))
	for len(p) > 0 {
		m := copy(k.last[k.at:], p)
		k.at, p = (k.at+m)%len(k.last), p[m:]
	}
	return n, nil
}

// Omitted is how many bytes are not kept.
func (k *Kept) Omitted() int64 { return k.omitted }

// Bytes returns what is kept, with a note in the place of what is not, if
// something of the beginning is.
func (k *Kept) Bytes() []byte {
	if k.omitted == 0 && len(k.last) == 0 {
		return k.first
	}
	all := append([]byte(nil), k.first...)
	if k.omitted > 0 && k.head > 0 {
		all = append(all, "\n... "+strconv.FormatInt(k.omitted, 10)+" bytes omitted ...\n"...)
	}
	return append(append(all, k.last[k.at:]...), k.last[:k.at]...)
}

// Tail keeps the last bytes of what children write to a pipe, for an error that
// may come. Nobody waits for the pipe's end.
type Tail struct {
	kept *Kept
	end  *os.File
	over chan struct{}
}

// NewTail makes the pipe. The other end is the children's.
func NewTail(bytes int) (t *Tail, other int, err error) {
	end, other, err := Pipe(false)
	if err != nil {
		return nil, -1, err
	}
	return &Tail{kept: NewKept(0, bytes), end: end, over: make(chan struct{})}, other, nil
}

// Start begins to read. Without it Drop is to be called.
func (t *Tail) Start() { go t.copy() }

// Drop closes the pipe, of which nothing was read.
func (t *Tail) Drop() { t.end.Close() }

func (t *Tail) copy() {
	defer close(t.over)
	defer t.end.Close()
	Drain(t.end, t.kept, func(buf []byte) (bool, error) {
		t.end.SetReadDeadline(time.Time{}) // or nothing can be read
		_, err := CatchUp(t.end, t.kept, buf)
		return true, err
	})
}

// Finish takes what is in the pipe by now, and returns what was kept. Who writes
// on gets SIGPIPE.
func (t *Tail) Finish() []byte {
	t.end.SetReadDeadline(time.Now())
	<-t.over
	return t.kept.Bytes()
}
