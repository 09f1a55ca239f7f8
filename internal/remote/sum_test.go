package remote

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

func TestSum256(t *testing.T) {
	for n := range 300 {
		data := bytes.Repeat([]byte{byte(n)}, n)
		want := sha256.Sum256(data)
		if got := Sum256(data); got != hex.EncodeToString(want[:]) {
			t.Fatalf("%d bytes: %s", n, got)
		}
	}
}

func BenchmarkSum256(b *testing.B) {
	data := make([]byte, 1<<20)
	b.SetBytes(1 << 20)
	for b.Loop() {
		Sum256(data)
	}
}
