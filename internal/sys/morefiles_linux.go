//go:build linux && (amd64 || arm64)

package sys

import (
	"sync"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// fileLimit is what became of the limit of this process.
var fileLimit struct {
	own    atomic.Bool // it is this program's, to raise
	once   sync.Once
	raised atomic.Bool
}

// manyFiles tells whether the process has as many descriptors as it can get.
func manyFiles() bool { return fileLimit.raised.Load() }

// moreFiles tells whether err is the lack of descriptors and there are more now;
// had is what manyFiles said before the call that failed.
func moreFiles(err error, had bool) bool {
	if err != unix.EMFILE || had || !fileLimit.own.Load() {
		return false
	}
	fileLimit.once.Do(func() {
		var r unix.Rlimit
		if Getrlimit(unix.RLIMIT_NOFILE, &r) == nil && r.Cur < r.Max-1 {
			r.Cur = r.Max - 1 // by which originalNofile knows
			fileLimit.raised.Store(Setrlimit(unix.RLIMIT_NOFILE, &r) == nil)
		}
	})
	return manyFiles()
}

// OwnFileLimit says that the limit is this program's, to raise.
func OwnFileLimit() { fileLimit.own.Store(true) }
