package pipeline

// EngineOptions are those Options that are for what else is in this module: see
// Engine. Other programs have their zero value.
type EngineOptions struct {
	// Waiting says who collects the statuses. With an Observer, which is told of
	// exact times, and with GroupForeground it is WaitBackground whatever it says.
	Waiting Waiting

	// StagesOnly is for a program that is a shell: in the caller's group
	// signals to the Job, and the end of the context, reach the stages, and
	// not what these have started.
	StagesOnly bool

	// Terminal, if positive, is a descriptor of the terminal whose
	// foreground group the stages' group becomes as they start. Nobody takes
	// it back: see GroupForeground.
	Terminal int
}

// Engine returns the EngineOptions that are a part of o.
func Engine(o *Options) *EngineOptions { return &o.engine }

// Waiting says who waits for the processes of a Job.
type Waiting uint8

// The ways of waiting. In all of them only children of the Job are waited
// for, each by its own pid.
const (
	// WaitBackground reaps every process when it ends, whether or not Wait
	// is called. It costs a goroutine for each process, but no thread.
	WaitBackground Waiting = iota

	// WaitCaller reaps the processes in Wait, one after the other, without
	// a goroutine: the caller promises to call it. Status.End is when Wait
	// came to the process.
	WaitCaller

	// WaitBlocking is WaitCaller without process descriptors: Wait blocks
	// its thread.
	WaitBlocking
)
