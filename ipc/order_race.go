//go:build !windows && race

package ipc

import "sync/atomic"

// order tells the race detector what it can't see: that what happens in shared
// memory is in order.
type order struct{ n atomic.Uint32 }

// before is called by one who is going to let others go on.
func (o *order) before() { o.n.Add(1) }

// after is called by one whom others have let go on.
func (o *order) after() { o.n.Load() }
