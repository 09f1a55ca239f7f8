package monitor

import (
	"bytes"
	"strconv"

	"gpipe/internal/redirect"
	"gpipe/internal/sys"
	"gpipe/internal/sys/pipes"
)

// share is what brings the events of other processes to a Trace: subshells
// that have processes of their own.
type share struct {
	here  int            // the end that is read
	there *redirect.File // the end that they get
	done  chan struct{}
}

// Share returns the file that a process is to be lent which adds to the trace:
// see JoinTrace. It stays the Trace's.
func (t *Trace) Share() (*redirect.File, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.joined() {
		return t.out.file, nil
	}
	if t.share == nil {
		here, there, err := pipes.Channel()
		if err != nil {
			return nil, err
		}
		t.share = &share{here: here, there: redirect.NewFile(there), done: make(chan struct{})}
		go t.receive(t.share)
	}
	return t.share.there, nil
}

// receive writes whole events that come from other processes, until Close.
func (t *Trace) receive(s *share) {
	defer close(s.done)
	buf := make([]byte, 256<<10) // more than the socket holds
	rest := 0                    // of an event
	for {
		n, err := sys.Read(s.here, buf[rest:])
		if n <= 0 || err != nil {
			return
		}
		n += rest
		whole := bytes.LastIndexByte(buf[:n], '\n') + 1
		t.out.write(buf[:whole])
		if rest = copy(buf, buf[whole:n]); rest == len(buf) {
			return // no event is as long
		}
	}
}

// end writes what the others have written so far, and no more.
func (s *share) end() {
	if s == nil {
		return
	}
	pipes.EndReading(s.here)
	<-s.done
	sys.Close(s.here)
	s.there.Unref()
}

// JoinTrace returns a Trace that adds to that of another process, through what
// Share gives there. pid is this process.
func JoinTrace(out *File, pid int) *Trace {
	return makeTrace(out, pid)
}

// joined tells whether t adds to the trace of another process.
func (t *Trace) joined() bool { return t.pid != 0 }

// scope is what keeps the numbers of this process's pipes and tracks apart from
// those of others.
func (t *Trace) scope(n int) int {
	if t.joined() {
		return t.pid<<20 + n
	}
	return n
}

// trackName is what a track is called.
func (t *Trace) trackName(name string) string {
	if t.joined() {
		return name + " of " + strconv.Itoa(t.pid)
	}
	return name
}
