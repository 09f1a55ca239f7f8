package parallel

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gpipe/internal/effort"
)

// count counts text that comes in pieces of so many bytes, and is spilled after every
// so many of these.
func count(t *testing.T, text []byte, piece, every int) string {
	c := NewCounter()
	var spilled []io.Reader
	i := 0
	for p := range slices.Chunk(text, piece) {
		c.Add(p)
		if i++; every > 0 && i%every == 0 {
			var b bytes.Buffer
			if err := c.Spill(&b); err != nil {
				t.Fatal(err)
			}
			spilled = append(spilled, &b)
		}
	}
	c.End()
	var out strings.Builder
	if err := c.Each(spilled, func(line []byte, n int64) bool {
		fmt.Fprintf(&out, "%7d %s\n", n, line)
		return true
	}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestCounter compares with sort | uniq -c.
func TestCounter(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range effort.Of(5, 60, 400) {
		in := text(r, false)
		cmd := exec.Command("sh", "-c", "sort | uniq -c")
		cmd.Stdin = bytes.NewReader(in)
		cmd.Env = append(os.Environ(), "LC_ALL="+[]string{"C", "C.UTF-8"}[r.IntN(2)])
		want, err := cmd.Output()
		if err != nil {
			t.Skip(err)
		}
		for _, every := range []int{0, 1, 3} {
			if diff := cmp.Diff(string(want), count(t, in, 1+r.IntN(20), every)); diff != "" {
				t.Fatalf("%q, %d: %s", in, every, diff)
			}
		}
	}
}

// TestCounterGrows: many lines that differ.
func TestCounterGrows(t *testing.T) {
	var in []byte
	for i := range 20000 {
		in = fmt.Appendf(in, "%d\n%d\n", i, i%7000)
	}
	want := make(map[string]int)
	for line := range strings.Lines(string(in)) {
		want[line]++
	}
	got := count(t, in, 1000, 9)
	if n := strings.Count(got, "\n"); n != len(want) {
		t.Errorf("%d lines, want %d", n, len(want))
	}
	for line, n := range want {
		if !strings.Contains("\n"+got, fmt.Sprintf("\n%7d %s", n, line)) {
			t.Fatalf("%q is not there %d times", line, n)
		}
	}
}

// FuzzCounter: it does not matter how text comes, or what is spilled.
func FuzzCounter(f *testing.F) {
	f.Add([]byte("a\nb\na"), 1, 1)
	f.Fuzz(func(t *testing.T, text []byte, piece, every int) {
		want := make(map[string]int64)
		for line := range bytes.Lines(text) {
			want[string(bytes.TrimSuffix(line, []byte("\n")))]++
		}
		var keys []string
		for k := range want {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		var out strings.Builder
		for _, k := range keys {
			fmt.Fprintf(&out, "%7d %s\n", want[k], k)
		}
		if diff := cmp.Diff(out.String(), count(t, text, min(max(piece, 1), 1000), max(every, 0))); diff != "" {
			t.Fatal(diff)
		}
	})
}
