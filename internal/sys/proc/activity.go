package proc

// Activity is what a process is doing at a moment.
type Activity uint8

// The activities. A process that waits for one of its children, or for the
// time to pass, is ActivityWaiting.
const (
	ActivityUnknown     Activity = iota
	ActivityRunning              // or ready to run, or at its disk
	ActivityReadingPipe          // an empty one
	ActivityWritingPipe          // a full one
	ActivityWaiting              // for something else
)
