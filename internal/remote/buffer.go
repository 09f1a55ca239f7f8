package remote

import "sync"

// buffers is memory for frames that is used again.
type buffers struct {
	mu   sync.Mutex
	free [][]byte
}

const (
	bufferSize = headerSize + maxData
	smallest   = 4 << 10               // below it memory is cheap
	mostFree   = 2*window/maxData + 16 // what a moment may need
)

// get returns memory of n bytes.
func (b *buffers) get(n int) []byte {
	if n < smallest || n > bufferSize {
		return make([]byte, n)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	last := len(b.free) - 1
	if last < 0 {
		return make([]byte, n, bufferSize)
	}
	m := b.free[last]
	b.free = b.free[:last]
	return m[:n]
}

// put takes memory back that nobody uses any more.
func (b *buffers) put(m []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if cap(m) == bufferSize && len(b.free) < mostFree {
		b.free = append(b.free, m)
	}
}
