package proc

import "bytes"

// Activity is what a process is doing at a moment.
type Activity uint8

// The activities.
const (
	ActivityUnknown     Activity = iota
	ActivityRunning              // or ready to run
	ActivityReadingPipe          // an empty one
	ActivityWritingPipe          // a full one
	ActivityWaiting              // for something else
	ActivityChild                // waiting for one to end
	ActivityDisk
	ActivitySocket
	ActivityTerminal
	ActivityFIFO // to be opened by another one
	ActivityLock // or another thread
	ActivityTime
)

// sleepers are parts of the names of the kernel's functions in which processes sleep,
// and what these are for.
func sleepers() []struct {
	part string
	is   Activity
} {
	return []struct {
		part string
		is   Activity
	}{
		{"wait_for_space", ActivityWritingPipe}, {"pipe_wait_writable", ActivityWritingPipe}, {"pipe_wait_readable", ActivityReadingPipe},
		{"pipe_write", ActivityWritingPipe}, {"pipe_read", ActivityReadingPipe},
		{"wait_for_partner", ActivityFIFO},
		{"futex", ActivityLock}, // before what it is a part of, futex_do_wait
		{"do_wait", ActivityChild}, {"kernel_wait", ActivityChild},
		{"locks_lock", ActivityLock}, {"flock", ActivityLock}, {"posix_lock", ActivityLock}, {"semtimedop", ActivityLock},
		{"nanosleep", ActivityTime},
		{"tty", ActivityTerminal},
		{"unix_", ActivitySocket}, {"inet", ActivitySocket}, {"tcp_", ActivitySocket}, {"sock_", ActivitySocket}, {"sk_", ActivitySocket}, {"skb_", ActivitySocket},
		{"folio_", ActivityDisk}, {"io_schedule", ActivityDisk}, {"page", ActivityDisk}, {"wait_on_buffer", ActivityDisk},
		{"balance_dirty", ActivityDisk}, {"submit_bio", ActivityDisk}, {"jbd2", ActivityDisk}, {"blk_", ActivityDisk}, {"rq_qos", ActivityDisk},
	}
}

// sleepingIn is what a process does that sleeps in a function of the kernel.
func sleepingIn(function []byte) Activity {
	for _, s := range sleepers() {
		if bytes.Contains(function, []byte(s.part)) {
			return s.is
		}
	}
	return ActivityWaiting
}
