package ipc

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"
)

// TestRing sends messages of all lengths.
func TestRing(t *testing.T) {
	checkLeaks(t)
	for _, size := range []int{64, 1024, 4096, 1 << 16} {
		m := must(New(RingSize(size)))
		r := must(NewRing(m, 0, size))
		w, d := must(r.Writer()), must(r.Reader())
		_, err := r.Writer()
		wantErr(t, err, ErrBusy)
		_, err = r.Reader()
		wantErr(t, err, ErrBusy)
		wantErr(t, m.Close(), ErrBusy)
		wantErr(t, w.Send(bg, make([]byte, r.Max()+1)), ErrTooBig)
		over, cancel := context.WithCancel(bg)
		cancel()
		wantErr(t, w.Send(over, nil), context.Canceled)
		_, err = d.Receive(over, nil)
		wantErr(t, err, context.Canceled)
		random := rand.New(rand.NewPCG(3, uint64(size)))
		done := make(chan error)
		const n = 2000
		go func() {
			for i := range n {
				p := bytes.Repeat([]byte{byte(i)}, i*31%(r.Max()+1))
				if err := w.Send(bg, p); err != nil {
					done <- err
					return
				}
			}
			done <- w.Close()
		}()
		buf := make([]byte, r.Max())
		for i := range n {
			if random.IntN(100) == 0 && i*31%(r.Max()+1) > 0 {
				_, err := d.Receive(bg, buf[:0])
				wantErr(t, err, ErrTooBig)
			}
			k := must(d.Receive(bg, buf))
			if !bytes.Equal(buf[:k], bytes.Repeat([]byte{byte(i)}, i*31%(r.Max()+1))) {
				t.Fatalf("ring of %d, message %d: %d bytes", size, i, k)
			}
		}
		check(t, <-done)
		if _, err := d.Receive(bg, buf); err != io.EOF {
			t.Error(err)
		}
		wantErr(t, w.Send(bg, nil), fs.ErrClosed)
		wantErr(t, w.Close(), fs.ErrClosed)
		check(t, d.Close())
		_, err = d.Receive(bg, buf)
		wantErr(t, err, fs.ErrClosed)
		check(t, m.Close())
	}
	for _, size := range []int{0, 63, 65, 100, 1<<30 + 64} {
		m := must(New(64))
		_, err := NewRing(m, 0, size)
		wantErr(t, err, syscall.EINVAL)
		check(t, m.Close())
	}
}

func TestRingEnds(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	m := newMemory(t, "die", RingSize(1024))
	r := must(NewRing(m, 0, 1024))
	d := must(r.Reader())
	buf := make([]byte, 100)
	c := die(t, "writer")
	c.expect("done <nil>")
	if n := must(d.Receive(bg, buf)); string(buf[:n]) != "last words" {
		t.Errorf("%q", buf[:n])
	}
	got := make(chan error)
	go func() {
		_, err := d.Receive(bg, buf)
		got <- err
	}()
	eventually(func() bool { return m.region.waiting.Load() > 0 })
	c.kill()
	wantErr(t, <-got, ErrOwnerDied)
	// Another one takes its place.
	w := must(r.Writer())
	check(t, w.Send(bg, []byte("more")))
	if n := must(d.Receive(bg, buf)); string(buf[:n]) != "more" {
		t.Errorf("%q", buf[:n])
	}
	ctx, cancel := context.WithTimeout(bg, 5*time.Millisecond)
	defer cancel()
	_, err := d.Receive(ctx, buf)
	wantErr(t, err, context.DeadlineExceeded)
	check(t, d.Close())
	for err = nil; err == nil; {
		err = w.Send(bg, buf)
	}
	wantErr(t, err, io.ErrClosedPipe)
	c = die(t, "reader")
	c.expect("done <nil>")
	c.kill()
	wantErr(t, w.Send(bg, make([]byte, 100)), ErrOwnerDied)
	check(t, w.Close())
}
