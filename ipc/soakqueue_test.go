package ipc

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"sync/atomic"
	"testing"
	"time"
)

// messageID is the number of the n-th message of a process.
func messageID(n uint32, index int) uint32 { return n%soakNotes*soakers + uint32(index) }

// message makes the next message of this process, of any length, with a sum.
func (s *soaker) message(buf []byte) []byte {
	n := s.own(next).Load()
	s.settle(n)
	id := messageID(n, s.index)
	p := buf[:12+s.random.IntN(len(buf)-12)]
	binary.NativeEndian.PutUint32(p[4:], id)
	binary.NativeEndian.PutUint32(p[8:], uint32(len(p)))
	for i := 12; i < len(p); i++ {
		p[i] = byte(int(id) + i)
	}
	binary.NativeEndian.PutUint32(p, crc32.ChecksumIEEE(p[4:]))
	return p
}

// settle makes room for the note on message n: what is there is that on one long
// ago. To be killed in the middle of it adds a repetition at most.
func (s *soaker) settle(n uint32) {
	if n < soakNotes || s.own(settled).Load() > n-soakNotes {
		return
	}
	note := noted(s.m, messageID(n, s.index))
	tally(note.Load(), s.own(lost), s.own(repeated))
	s.own(settled).Store(n - soakNotes + 1)
	note.Store(0)
}

// tally counts a message that has come a number of times.
func tally(times uint32, lost, repeated *atomic.Uint32) {
	switch {
	case times == 0:
		lost.Add(1)
	default:
		repeated.Add(times - 1)
	}
}

// sent says that the message is in the queue: if this process is killed before,
// it is going to be sent again.
func (s *soaker) sent() { s.own(next).Add(1) }

// sound returns the number of a message, or an error if it is torn.
func sound(p []byte) (uint32, error) {
	if len(p) < 8 || crc32.ChecksumIEEE(p[4:]) != binary.NativeEndian.Uint32(p) {
		return 0, errors.New("a torn message")
	}
	return binary.NativeEndian.Uint32(p[4:]), nil
}

func soakQueue(s *soaker) error {
	q, err := NewMessageQueue(s.m, soakPart, 16, 2000)
	buf := make([]byte, 2000)
	hand := s.m.Bytes()[s.index*soakArea+soakHand:][:2000]
	s.lastReceived(hand)
	s.step = func() error {
		if s.random.IntN(2) == 0 {
			err := q.TrySend(Message{Type: int64(s.random.IntN(3) + 1), Data: s.message(buf)})
			if err == nil {
				s.sent()
			}
			return ignoreBusy(err)
		}
		sel := []Selector{Any, Type(1), Except(2), UpTo(2)}[s.random.IntN(4)]
		m, err := q.(*sharedQueue).receiveWait(brief{}, sel, hand, false)
		if err != nil {
			return ignoreBusy(err)
		}
		id, err := sound(m.Data)
		noted(s.m, id).Add(1)
		clear(hand[:4])
		return err
	}
	return err
}

// lastReceived notes the message that the process before this one had in its
// hand when it was killed, unless it has done so itself. It may have been out of
// the queue or not yet.
func (s *soaker) lastReceived(hand []byte) {
	n := min(int(binary.NativeEndian.Uint32(hand[8:])), len(hand))
	if id, err := sound(hand[:n]); err == nil {
		noted(s.m, id).CompareAndSwap(0, 1)
	}
	clear(hand[:4])
}

func ignoreBusy(err error) error {
	if errors.Is(err, ErrBusy) {
		return nil
	}
	return err
}

// checkQueue drains the queue and counts: nothing is lost, and repeated is what a
// receiver had in its hand when it was killed, or a sender had sent without noting
// it.
func checkQueue(t *testing.T, m *Memory, kills int) {
	q := must(NewMessageQueue(m, soakPart, 16, 2000))
	for {
		got, err := q.TryReceive(Any)
		if errors.Is(err, ErrBusy) {
			break
		}
		check(t, err)
		noted(m, must(sound(got.Data))).Add(1)
	}
	for i := range soakers {
		s := soaker{m: m, index: i}
		s.lastReceived(m.Bytes()[i*soakArea+soakHand:][:2000])
	}
	account(t, m, 0, kills)
}

// account compares what was sent with what was received.
func account(t *testing.T, m *Memory, mayLose, mayRepeat int) {
	t.Helper()
	var none, again atomic.Uint32
	all := 0
	for i := range soakers {
		own := func(n int) *atomic.Uint32 { return number(m, i*soakArea+4*n) }
		none.Add(own(lost).Load())
		again.Add(own(repeated).Load())
		all += int(own(next).Load())
		for k := own(settled).Load(); k < own(next).Load(); k++ {
			tally(noted(m, messageID(k, i)).Load(), &none, &again)
		}
	}
	t.Logf("%d messages, %d lost, %d repeated", all, none.Load(), again.Load())
	if int(none.Load()) > mayLose || int(again.Load()) > mayRepeat {
		t.Errorf("%d lost, %d repeated, of %d", none.Load(), again.Load(), all)
	}
}

// soakRing: one process writes, one reads, and one waits for a place.
func soakRing(s *soaker) error {
	r, err := NewRing(s.m, soakPart, 4096)
	if err != nil {
		return err
	}
	buf := make([]byte, 3000)
	var w *RingWriter
	var d *RingReader
	first := true
	s.step = func() (err error) {
		switch {
		case w != nil:
			if err := w.Send(bg, s.ringMessage(buf)); err != nil {
				return ignore(err, ErrOwnerDied)
			}
			*s.shared(0)++
			return nil
		case d != nil:
			n, err := d.Receive(bg, buf)
			if err != nil {
				return ignore(err, ErrOwnerDied)
			}
			err = s.follow(buf[:n], first)
			first = false
			return err
		}
		if w, err = r.Writer(); err == nil {
			return nil
		}
		if d, err = r.Reader(); err != nil {
			time.Sleep(time.Millisecond)
		}
		return ignoreBusy(err)
	}
	return nil
}

func ignore(err, what error) error {
	if errors.Is(err, what) {
		time.Sleep(time.Millisecond)
		return nil
	}
	return err
}

// ringMessage is the message after the last one that is known to be sent.
func (s *soaker) ringMessage(buf []byte) []byte {
	p := buf[:12+s.random.IntN(len(buf)-12)]
	binary.NativeEndian.PutUint64(p[4:], *s.shared(0)+1)
	for i := 12; i < len(p); i++ {
		p[i] = byte(i)
	}
	binary.NativeEndian.PutUint32(p, crc32.ChecksumIEEE(p[4:]))
	return p
}

// follow sees that a message is the one after the last, or that one again. The
// first one may be the second after the last, if the reader before has been
// killed when it had got one and not noted that yet.
func (s *soaker) follow(p []byte, first bool) error {
	if _, err := sound(p); err != nil {
		return err
	}
	n := binary.NativeEndian.Uint64(p[4:])
	last := *s.shared(1)
	if n != last && n != last+1 && !(first && n == last+2) {
		return fmt.Errorf("message %d after %d", n, last)
	}
	*s.shared(1) = n
	return nil
}

func soakWork(s *soaker) error {
	q, err := NewWorkQueue(s.m, soakPart, 16, 2000)
	buf := make([]byte, 2000)
	s.step = func() error {
		if s.random.IntN(2) == 0 {
			if w, out, err := q.Len(); err != nil || w+out > 12 {
				return err
			}
			if err := q.Push(bg, s.message(buf)); err != nil {
				return err
			}
			s.sent()
			return nil
		}
		it, err := q.TryTake()
		if err != nil {
			return ignoreBusy(err)
		}
		id, err := sound(it.Data)
		if err != nil {
			return err
		}
		noted(s.m, id).Add(1)
		return it.Done()
	}
	return err
}

// checkWork works what is left and counts: nothing is lost, and repeated is
// what a process had when it was killed, or had pushed without noting it.
func checkWork(t *testing.T, m *Memory, kills int) {
	q := must(NewWorkQueue(m, soakPart, 16, 2000))
	check(t, q.CloseInput(bg))
	for {
		it, err := q.Take(bg)
		if err == io.EOF {
			break
		}
		check(t, err)
		noted(m, must(sound(it.Data))).Add(1)
		check(t, it.Done())
	}
	account(t, m, 0, kills)
}
