package past

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func listOf(entries ...string) *List {
	l := new(List)
	for i, s := range entries {
		l.Add(s, time.Unix(int64(1000+i), 0))
	}
	return l
}

func TestSuggest(t *testing.T) {
	l := listOf("git status", "git commit -m x", "ls", "git", "gi")
	for _, c := range []struct {
		prefix string
		before int
		want   int
	}{
		{"g", 5, 4}, {"gi", 5, 3}, {"git", 5, 1}, {"git c", 5, 1}, {"git commit", 5, 1}, {"git s", 5, 0},
		{"git commit -m x", 5, -1}, {"git", 1, 0}, {"", 5, -1}, {"x", 5, -1}, {"git status and more", 5, -1},
	} {
		if got := l.Suggest(c.prefix, c.before); got != c.want {
			t.Errorf("%q before %d: %d, want %d", c.prefix, c.before, got, c.want)
		}
	}
}

func TestSearch(t *testing.T) {
	l := listOf("abab", "x", "ab", "ba\nab")
	type place struct{ entry, offset int }
	for _, c := range []struct {
		needle string
		i, at  int
		back   place
		fore   place
	}{
		{"ab", 4, 0, place{3, 3}, place{-1, 0}},
		{"ab", 3, 3, place{2, 0}, place{3, 3}},
		{"ab", 3, 0, place{2, 0}, place{3, 3}},
		{"ab", 2, 0, place{0, 2}, place{2, 0}},
		{"ab", 0, 2, place{0, 0}, place{0, 2}},
		{"ab", 0, 0, place{-1, 0}, place{0, 0}},
		{"bx", 4, 0, place{-1, 0}, place{-1, 0}},
		{"", 4, 0, place{-1, 0}, place{-1, 0}},
		{"\x00x", 4, 0, place{-1, 0}, place{-1, 0}},
	} {
		e, o := l.Backward(c.needle, c.i, c.at)
		if (place{e, o}) != c.back {
			t.Errorf("%q back from %d,%d: %d,%d, want %v", c.needle, c.i, c.at, e, o, c.back)
		}
		e, o = l.Forward(c.needle, c.i, c.at)
		if (place{e, o}) != c.fore {
			t.Errorf("%q on from %d,%d: %d,%d, want %v", c.needle, c.i, c.at, e, o, c.fore)
		}
	}
}

func TestRemove(t *testing.T) {
	l := listOf("one", "two", "three", "four")
	l.Limit(3)
	l.Remove(1, 2)
	l.Replace(0, "2")
	l.Add("a\x00b", time.Time{})
	var got []string
	for i := range l.Len() {
		got = append(got, fmt.Sprintf("%d %s %v", l.First()+i, l.Entry(i), !l.Time(i).IsZero()))
	}
	if want := "[2 2 true 3 four true 4 ab false]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
	if got := l.Suggest("2", 3); got != -1 {
		t.Errorf("2 is suggested: %d", got)
	}
	if got, at := l.Backward("o", 3, 0); got != 1 || at != 1 {
		t.Errorf("o is in %d at %d", got, at)
	}
}

func TestNumbers(t *testing.T) {
	l := listOf("a", "b", "c", "d")
	l.Limit(3)
	l.Remove(1, 2)
	if i, ok := l.Index(3); !ok || l.Entry(i) != "d" {
		t.Errorf("number 3: %d, %v of %v", i, ok, entries(l))
	}
	if i, ok := l.Index(-1); !ok || i != 1 {
		t.Errorf("number -1: %d, %v", i, ok)
	}
	if _, ok := l.Index(1); ok {
		t.Error("number 1 was removed")
	}
	if l.Find("b", l.Len()) != 0 || l.Find("a", l.Len()) >= 0 {
		t.Errorf("b is found at %d, a at %d", l.Find("b", l.Len()), l.Find("a", l.Len()))
	}
}

func TestPack(t *testing.T) {
	l := listOf("a", "", "b\nc", "d")
	l.Limit(3)
	other := NewList(l.First())
	other.Unpack(l.Pack())
	if got, want := fmt.Sprint(other.First(), entries(other)), fmt.Sprint(l.First(), entries(l)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestFork: what either side does is its own.
func TestFork(t *testing.T) {
	l := listOf("a", "b", "c")
	l.SetFresh(1)
	c := l.Fork()
	c.Add("mine", time.Time{})
	l.Add("other", time.Time{})
	if l.Fresh() != 2 || c.Fresh() != 2 {
		t.Errorf("fresh: %d, %d", l.Fresh(), c.Fresh())
	}
	c.Replace(1, "longer")
	l.Remove(1, 2)
	c.Limit(2)
	if got := fmt.Sprint(entries(l), entries(c)); got != "[1000 a 1002 c 0 other] [1002 c 0 mine]" {
		t.Errorf("copies: %s", got)
	}
	if i, _ := c.Backward("longer", c.Len(), 0); i >= 0 {
		t.Error("what a limit has removed is found")
	}
}

// FuzzSearch compares with a plain search.
func FuzzSearch(f *testing.F) {
	f.Add("ab\x00abab\x00b", "ab", 2, 1)
	f.Add("\n\n\x00\n", "\n", 1, 0)
	f.Fuzz(func(t *testing.T, entries, needle string, i, at int) {
		l := listOf(strings.Split(entries, "\x00")...)
		i = min(max(i, 0), l.Len())
		at = max(at, 0)
		if i < l.Len() {
			at = min(at, len(l.Entry(i)))
		}
		wantEntry, wantAt := -1, 0
		for k := min(i, l.Len()-1); k >= 0 && wantEntry < 0 && needle != ""; k-- {
			text := l.Entry(k)
			if k == i {
				text = text[:min(len(text), at+len(needle)-1)]
			}
			if o := strings.LastIndex(text, needle); o >= 0 {
				wantEntry, wantAt = k, o
			}
		}
		if e, o := l.Backward(needle, i, at); e != wantEntry || o != wantAt {
			t.Errorf("%q in %q back from %d,%d: %d,%d, want %d,%d", needle, entries, i, at, e, o, wantEntry, wantAt)
		}
	})
}

// big has ten megabytes of entries of 40 characters.
func big() *List {
	l := new(List)
	for i := range 250_000 {
		l.Add(fmt.Sprintf("echo %08d some usual words go here %d", i, i%10), time.Time{})
	}
	return l
}

func BenchmarkSuggestNothing(b *testing.B) {
	l := big()
	for b.Loop() {
		l.Suggest("echo 0000000x", l.Len())
	}
}

func BenchmarkBackwardNothing(b *testing.B) {
	l := big()
	for b.Loop() {
		l.Backward("usual wordy", l.Len(), 0)
	}
}
