package poll

import "context"

// Alarm is a Waker that ends waits when a context is done.
type Alarm struct {
	wake Wake
	stop func() bool
	rung chan struct{}
}

// NewAlarm returns the Alarm of ctx, which is to be closed.
func NewAlarm(ctx context.Context) (*Alarm, error) {
	wake, err := NewWake()
	if err != nil {
		return nil, err
	}
	a := &Alarm{wake: wake, rung: make(chan struct{})}
	a.stop = context.AfterFunc(ctx, func() {
		a.wake.Ring()
		close(a.rung)
	})
	return a, nil
}

// WakeFd is for those who wait.
func (a *Alarm) WakeFd() int { return a.wake.Fd() }

// Close gives the descriptors back. Nobody waits for them any more.
func (a *Alarm) Close() {
	if !a.stop() {
		<-a.rung // it rings, or is going to
	}
	a.wake.Close()
}
