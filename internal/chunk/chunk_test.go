package chunk

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// cut cuts text that comes in pieces of so many bytes.
func cut(text string, size, piece int) []string {
	c := New(size, 2)
	var all []string
	take := func(next func() []byte) {
		for b := next(); b != nil; b = next() {
			all = append(all, string(b))
			for i := range b { // it is the caller's
				b[i] = '#'
			}
			c.Recycle(b)
		}
	}
	for len(text) > 0 {
		n := copy(c.Room(), text[:min(piece, len(text))])
		c.Fill(n)
		text = text[n:]
		take(c.Next)
	}
	take(c.Rest)
	return all
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		text string
		size int
		want []string
	}{
		{"", 4, nil},
		{"a\n", 1, []string{"a\n"}},
		{"a\nb\nc\n", 1, []string{"a\n", "b\n", "c\n"}},
		{"a\nb\nc\n", 4, []string{"a\nb\n", "c\n"}},
		{"a\nb\nc\n", 5, []string{"a\nb\n", "c\n"}},
		{"a\nb\nc\n", 6, []string{"a\nb\nc\n"}},
		{"a\nb\nc", 4, []string{"a\nb\n", "c"}},
		{"long line\nb\n", 4, []string{"long line\n", "b\n"}},
		{"b\nlong line\nb\nc\n", 4, []string{"b\n", "long line\n", "b\nc\n"}},
		{"long line", 4, []string{"long line"}},
		{"abc\n", 4, []string{"abc\n"}},
		{"abcd\nx", 4, []string{"abcd\n", "x"}},
		{"\n\n\n", 2, []string{"\n\n", "\n"}},
		{"\x00\n\r\n", 2, []string{"\x00\n", "\r\n"}},
	} {
		for _, piece := range []int{1, 3, 100} {
			if diff := cmp.Diff(c.want, cut(c.text, c.size, piece)); diff != "" {
				t.Errorf("%q, %d, in pieces of %d: %s", c.text, c.size, piece, diff)
			}
		}
	}
}

func TestLines(t *testing.T) {
	c := New(100, 0)
	put := func(s string) { c.Fill(copy(c.Room(), s)) }
	if got := c.Lines(); got != nil {
		t.Errorf("%q of nothing", got)
	}
	put("a\nb\nc")
	if got := string(c.Lines()); got != "a\nb\n" {
		t.Errorf("%q", got)
	}
	if got := c.Lines(); got != nil {
		t.Errorf("%q of an unfinished line", got)
	}
	put("d\n")
	if got := string(c.Lines()); got != "cd\n" {
		t.Errorf("%q", got)
	}
	if got := c.Rest(); got != nil {
		t.Errorf("%q at the end", got)
	}
}

// FuzzCut: the chunks are the text, every cut is at the end of a line, no chunk could
// have one line more, and it does not matter how the text comes.
func FuzzCut(f *testing.F) {
	f.Add("a\nb\n\nc", 3, 2, uint8(0))
	f.Add("a long line\nb", 4, 5, uint8(1))
	f.Add("a line\n", 70<<10, 9<<10, uint8(16))
	f.Fuzz(func(t *testing.T, text string, size, piece int, twice uint8) {
		text = strings.Repeat(text, 1<<(twice%17))
		if len(text) > 1<<20 {
			t.Skip()
		}
		size, piece = min(max(size, 1), 1<<20), min(max(piece, 1), 1<<20)
		chunks := cut(text, size, piece)
		if got := strings.Join(chunks, ""); got != text {
			t.Fatalf("joined: %d bytes of %d", len(got), len(text))
		}
		for i, c := range chunks {
			last := i == len(chunks)-1
			if c == "" || !last && !strings.HasSuffix(c, "\n") {
				t.Fatalf("chunk %d: %q", i, c)
			}
			if n := strings.IndexByte(c, '\n'); len(c) > size && n >= 0 && n != len(c)-1 {
				t.Fatalf("chunk %d: %d bytes, of several lines", i, len(c))
			}
			if !last {
				next := chunks[i+1]
				if n := strings.IndexByte(next, '\n'); n >= 0 && len(c)+n+1 <= size {
					t.Fatalf("chunk %d: %d bytes, and %d would fit", i, len(c), n+1)
				}
			}
		}
		if diff := cmp.Diff(chunks, cut(text, size, len(text)+1)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func BenchmarkCut(b *testing.B) {
	text := bytes.Repeat([]byte("a line of some length, as they are\n"), 64<<20/35)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		c := New(1<<20, 4)
		for in := text; len(in) > 0; {
			n := copy(c.Room(), in[:min(len(in), 64<<10)])
			c.Fill(n)
			in = in[n:]
			for chunk := c.Next(); chunk != nil; chunk = c.Next() {
				c.Recycle(chunk)
			}
		}
	}
}
