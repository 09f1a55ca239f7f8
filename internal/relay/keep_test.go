package relay

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestKept(t *testing.T) {
	const text = "0123456789abcdefghij"
	for _, c := range []struct {
		head, tail int
		want       string
		omitted    int64
	}{
		{0, 0, text, 0},
		{10, 10, text, 0},
		{30, 5, text, 0},
		{5, 5, "01234\n... 10 bytes omitted ...\nfghij", 10},
		{0, 3, "hij", 17},
		{3, 0, "012\n... 17 bytes omitted ...\n", 17},
	} {
		for _, step := range []int{1, 2, 3, 7, 20} { // however it comes
			k := NewKept(c.head, c.tail)
			for rest := text; rest != ""; {
				n := min(step, len(rest))
				if m, err := k.Write([]byte(rest[:n])); m != n || err != nil {
					t.Fatal(m, err)
				}
				rest = rest[n:]
			}
			if got := string(k.Bytes()); got != c.want || k.Omitted() != c.omitted {
				t.Errorf("%d and %d by %d: %q, %d omitted", c.head, c.tail, step, got, k.Omitted())
			}
		}
	}
}

// TestTail: the end of what was written, without the end of the pipe.
func TestTail(t *testing.T) {
	tail, other, err := NewTail(10)
	if err != nil {
		t.Fatal(err)
	}
	w := os.NewFile(uintptr(other), "other")
	defer w.Close()
	tail.Start()
	w.Write(bytes.Repeat([]byte("x"), 1<<20))
	w.WriteString("the end")
	if got := string(tail.Finish()); got != "xxxthe end" {
		t.Errorf("%q", got)
	}
	if _, err := w.WriteString("more"); err == nil || !strings.Contains(err.Error(), "pipe") {
		t.Error(err)
	}
}
