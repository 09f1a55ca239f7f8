//go:build linux && (amd64 || arm64)

package files

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// BenchmarkCreateUmask creates files with another umask than the process's.
func BenchmarkCreateUmask(b *testing.B) {
	path := filepath.Join(b.TempDir(), "file")
	for b.Loop() {
		fd, err := Create(-1, path, unix.O_CREAT|unix.O_WRONLY, 0o666, 0)
		if err != nil {
			b.Fatal(err)
		}
		sys.Close(fd)
		os.Remove(path)
	}
}
