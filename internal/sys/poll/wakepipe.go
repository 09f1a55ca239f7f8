package poll

import "gpipe/internal/sys"

// Wake is a pipe that ends waits: its read end comes to its end when it rings, for
// all who wait for that and for who will. NoWake never rings. Its owner sees to it
// that it is not rung and closed at the same time.
type Wake struct{ r, w int }

// NoWake is no pipe.
var NoWake = Wake{-1, -1}

// NewWake makes the pipe.
func NewWake() (Wake, error) {
	r, w, err := sys.Pipe()
	if err != nil {
		return NoWake, err
	}
	return Wake{r, w}, nil
}

// Fd is the descriptor that can be read, being at its end, when it has rung;
// negative: there is none.
func (w *Wake) Fd() int { return w.r }

// Ring ends the waits. A second time it does nothing.
func (w *Wake) Ring() {
	if w.w >= 0 {
		sys.Close(w.w)
		w.w = -1
	}
}

// Close gives the descriptors back. Nobody waits for them any more.
func (w *Wake) Close() {
	w.Ring()
	if w.r >= 0 {
		sys.Close(w.r)
		w.r = -1
	}
}
