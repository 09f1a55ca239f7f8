package self

import (
	"runtime"
	"sync/atomic"

	"gpipe/internal/sys"
)

// raised tells that UseProcessors was called.
var raised atomic.Bool

// UseProcessors lets Go code run on all processors. A program with the entry
// hook begins with one, which is all that most scripts ever need; it is called
// before several things are done at the same time. In any other program it does
// nothing.
func UseProcessors() {
	if sys.Entered() && !raised.Load() && raised.CompareAndSwap(false, true) {
		runtime.GOMAXPROCS(runtime.NumCPU())
	}
}

// UseProcessorsLater calls UseProcessors when memory is collected for the first
// time: a program that gets so far has work to do, and the collector can do its
// part beside it.
func UseProcessorsLater() {
	if sys.Entered() {
		runtime.SetFinalizer(&mark{}, func(*mark) { UseProcessors() })
	}
}

// mark is an object that is gone after the first collection. It has a pointer,
// since the ones that have none are kept together with others.
type mark struct{ _ *mark }
