package pipeline

import (
	"time"

	"gpipe/internal/sys/proc"
)

// Usage is what was found out about a stage while it was observed. No byte
// passes through this process for it: the kernel's counters are read.
type Usage struct {
	// Read and Written count the bytes that the process, and the children it
	// has waited for, read and wrote by any means: pipes, files, also those
	// its start took. Of a stage in this process they are what it read and
	// wrote through its Stdio; of a part of a shell, what that counts. Negative: not
	// known.
	Read, Written int64

	// Final says that the counts were taken at the end. The system allows
	// that to root only; else those of a process are those of the last Sample,
	// and may be less than all. A Func may read and write by other means than
	// its Stdio: its counts are never final.
	Final bool

	// Memory is the most that the program had when it was last looked at, in bytes;
	// 0: not known. What Rusage has is at least what this process had at the start.
	Memory int64

	// Spliced says that it was found moving bytes by splice(2) or its kind, which the
	// system does not count: Read and Written are less than what went by.
	Spliced bool

	// Where the time went, as far as it was sampled: the process was running
	// (or could have), waiting for its input pipe, for room in its output
	// pipe, or for anything else.
	Running, Input, Output, Other time.Duration

	Samples int      // how many there were of these
	State   Activity // at the last of them

	Jobs *Jobs // of a stage that runs a command many times; nil of others
}

// Sampled is the time that the samples account for.
func (u *Usage) Sampled() time.Duration { return u.Running + u.Input + u.Output + u.Other }

// Activity is what a stage was found doing.
type Activity uint8

// The activities.
const (
	Unknown Activity = iota // not known, as of Func stages
	Running
	WaitingForInput
	BlockedOnOutput
	WaitingOtherwise

	// What else a stage may wait for, where that is known: Usage.Other has it.
	WaitingForChild
	WaitingForDisk
	WaitingForSocket
	WaitingForTerminal
	WaitingForFIFO // to be opened at its other end
	WaitingForLock // or another thread
	WaitingForTime
)

// String names the activity: "running", "waiting for input", "blocked on
// output", "waiting" or, where it is known for what, "waiting: child", "disk",
// "socket", "terminal", "fifo", "lock" or "time", or "-" for Unknown.
func (a Activity) String() string {
	names := [...]string{"-", "running", "waiting for input", "blocked on output", "waiting", "waiting: child", "waiting: disk",
		"waiting: socket", "waiting: terminal", "waiting: fifo", "waiting: lock", "waiting: time"}
	if int(a) < len(names) {
		return names[a]
	}
	return "-"
}

// count notes counters, which never go back.
func (u *Usage) count(read, written int64, ok bool) {
	if ok {
		u.Read, u.Written = max(u.Read, read), max(u.Written, written)
	}
}

// spend notes how the time since the last sample was spent.
func (u *Usage) spend(doing Activity, passed time.Duration) {
	u.State = doing
	switch doing {
	case Running:
		u.Running += passed
	case WaitingForInput:
		u.Input += passed
	case BlockedOnOutput:
		u.Output += passed
	case Unknown:
		return
	default:
		u.Other += passed
	}
	u.Samples++
}

// found is what a process was found doing.
func found(a proc.Activity) Activity {
	return [...]Activity{
		proc.ActivityUnknown: Unknown, proc.ActivityRunning: Running,
		proc.ActivityReadingPipe: WaitingForInput, proc.ActivityWritingPipe: BlockedOnOutput,
		proc.ActivityWaiting: WaitingOtherwise, proc.ActivityChild: WaitingForChild,
		proc.ActivityDisk: WaitingForDisk, proc.ActivitySocket: WaitingForSocket,
		proc.ActivityTerminal: WaitingForTerminal, proc.ActivityFIFO: WaitingForFIFO,
		proc.ActivityLock: WaitingForLock, proc.ActivityTime: WaitingForTime,
	}[a]
}
