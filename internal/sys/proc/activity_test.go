package proc

import "testing"

func TestSleepingIn(t *testing.T) {
	for function, want := range map[string]Activity{
		"anon_pipe_read": ActivityReadingPipe, "pipe_read": ActivityReadingPipe, "pipe_wait_readable": ActivityReadingPipe,
		"anon_pipe_write": ActivityWritingPipe, "wait_for_space": ActivityWritingPipe, "pipe_wait_writable": ActivityWritingPipe,
		"do_wait": ActivityChild, "hrtimer_nanosleep": ActivityTime, "futex_do_wait": ActivityLock, "locks_lock_inode_wait": ActivityLock,
		"wait_for_partner": ActivityFIFO, "unix_stream_read_generic": ActivitySocket, "inet_csk_accept": ActivitySocket,
		"n_tty_read": ActivityTerminal, "folio_wait_bit_common": ActivityDisk, "poll_schedule_timeout.constprop.0": ActivityWaiting,
	} {
		if got := sleepingIn([]byte(function)); got != want {
			t.Errorf("%s: %d, want %d", function, got, want)
		}
	}
}
