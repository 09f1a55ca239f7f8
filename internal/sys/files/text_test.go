package files

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestReadTextAt: all of a text, and what is no text up to its first NUL.
func TestReadTextAt(t *testing.T) {
	file := filepath.Join(t.TempDir(), "text")
	for _, size := range []int{0, 1, 511, textBlock - 1, textBlock, textBlock + 1, textBlock + 512, textBlock + 513, 5*textBlock + 7} {
		for _, nul := range []int{-1, 0, size / 2, size - 1} {
			if nul >= size {
				continue
			}
			text := bytes.Repeat([]byte("0123456789\n"), size/11+1)[:size]
			want := text
			if nul >= 0 {
				text[nul] = 0
				want = text[:nul+1]
			}
			if err := os.WriteFile(file, text, 0o666); err != nil {
				t.Fatal(err)
			}
			got, err := ReadTextAt(-1, file)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d bytes, a NUL at %d: read %d, want %d: %v", size, nul, len(got), len(want), err)
			}
		}
	}
	if _, err := ReadTextAt(-1, t.TempDir()); err == nil {
		t.Error("a directory was read")
	}
}
