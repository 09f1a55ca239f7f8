package interp

// Flow says where execution goes after a command has run. The zero Flow is
// the next command; the others travel up as returned values until the
// construct they are meant for takes them.
type Flow uint32

const (
	// Next goes on with the next command.
	Next Flow = iota
	flowBreak
	flowContinue
	flowReturn
	flowExit
	flowAbort    // after an error the rest of the line is dropped
	flowSkip     // the action for DEBUG wants the command left out
	flowBreakOff // someone at the terminal has broken off the command that was typed
)

const (
	flowKindBits = 3
	flowKindMask = 1<<flowKindBits - 1
)

// Break leaves the n innermost loops, n >= 1.
func Break(n int) Flow { return flowBreak | Flow(n)<<flowKindBits }

// Continue starts the next iteration of the n-th enclosing loop, n >= 1.
func Continue(n int) Flow { return flowContinue | Flow(n)<<flowKindBits }

// Return ends the running function or sourced file; the status is the
// Shell's.
func Return() Flow { return flowReturn }

// Exit ends the shell environment; the status is the Shell's.
func Exit() Flow { return flowExit }

func (f Flow) kind() Flow { return f & flowKindMask }
func (f Flow) depth() int { return int(f >> flowKindBits) }

// inLoop is what a loop does with the Flow of its body: whether the loop is
// over, and what it hands on to its own surroundings.
func (f Flow) inLoop() (over bool, up Flow) {
	switch f.kind() {
	case Next:
		return false, Next
	case flowBreak:
		if f.depth() > 1 {
			return true, Break(f.depth() - 1)
		}
		return true, Next
	case flowContinue:
		if f.depth() > 1 {
			return true, Continue(f.depth() - 1)
		}
		return false, Next
	}
	return true, f
}
