package edit

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gpipe/internal/past"
)

// TestOutput is what is written for a key, byte by byte.
func TestOutput(t *testing.T) {
	t.Parallel()
	highlight := func(text string, _ time.Duration) []Span {
		return []Span{{0, min(4, len(text)), "32"}}
	}
	u := newUser(t, 20, 5, Config{Highlight: highlight})
	for _, c := range []struct{ keys, want string }{
		{"e", "\x1b[32me\x1b[m"},
		{"cho", "\x1b[32mcho\x1b[m"},
		{" x", " x"},
		{"\x02", "\b"},
		{"\x7f", "\bx\x1b[K\b"},
		{"\x01", "\x1b[4D"},
		{"\x05", "\x1b[5C"},
		{"\x03", "\r\n"},
	} {
		if c.keys == "\x03" {
			key := Key{Text: c.keys}
			u.e.Key(key)
			if got := string(u.p.Finish()); got != c.want {
				t.Errorf("%q: wrote %q, want %q", c.keys, got, c.want)
			}
			break
		}
		u.d.Feed([]byte(c.keys))
		for key, ok := u.d.Next(); ok; key, ok = u.d.Next() {
			u.e.Key(key)
		}
		f := u.e.Frame()
		out := string(u.p.Paint(f))
		u.screen.write(out)
		u.compare(f)
		if out != c.want {
			t.Errorf("%q: wrote %q, want %q", c.keys, out, c.want)
		}
	}
}

func TestPrompt(t *testing.T) {
	t.Parallel()
	prompt := NewPrompt("\x01\x1b]0;title\a\x02one\n\x01\x1b[1m\x1b[32m\x02two\x01\x1b[0m\x02\x1b[31m>\x1b[m ")
	u := newUser(t, 20, 5, Config{})
	u.prompt = prompt.Between(MarkPrompt, MarkInput)
	u.types("\x03", "x\x03", "y")
	if got, want := u.screen.String(), "$\none\ntwo> x\none\ntwo> y|"; strings.ReplaceAll(got, " \n", "\n") != want {
		t.Errorf("got %q, want %q", got, want)
	}
	a, b, title := "133;A\x1b\\", "133;B\x1b\\", "0;title\a"
	if diff := cmp.Diff([]string{a, title, b, a, title, b}, u.screen.strings); diff != "" {
		t.Errorf("marks (-want +got):\n%s", diff)
	}
	if got := cellsText(u.screen.rows[len(u.screen.rows)-1].cells); got != "{1;32}two{31}>{} y" {
		t.Errorf("styles: %q", got)
	}
}

func TestControlCharactersAreShown(t *testing.T) {
	t.Parallel()
	u := newUser(t, 20, 5, Config{})
	u.types("\x1b[200~a\x1b[31m\t\u202e\xff\u0301\x1b[201~")
	if got, want := u.screen.String(), "$ a^[[31m       \\u20\n2e\\xff\u25cc\u0301|"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestResize(t *testing.T) {
	t.Parallel()
	u := newUser(t, 40, 10, Config{})
	u.types("one\r", strings.Repeat("a", 90))
	for _, width := range []int{100, 40, 17, 200, 11, 50} {
		u.resize(width, 10)
	}
	u.types("Z")
	want := "$ one\n$ " + strings.Repeat("a", 48) + "\n" + strings.Repeat("a", 42) + "Z|"
	if got := u.screen.String(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	u.resize(100, 10)
	u.types("\x01", "b")
	if got, want := u.screen.String(), "$ one\n$ b|"+strings.Repeat("a", 90)+"Z"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestErase: a notice above a half-typed line.
func TestErase(t *testing.T) {
	t.Parallel()
	u := newUser(t, 10, 5, Config{})
	u.types("0123456789")
	u.write(u.p.Erase())
	u.screen.write("[1] Done\r\n")
	u.paint()
	u.types("x")
	if got, want := u.screen.String(), "[1] Done\n$ 01234567\n89x|"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTallText(t *testing.T) {
	t.Parallel()
	u := newUser(t, 10, 4, Config{})
	u.types("\x1b[200~1\n2\n3\n4\n5\n6\x1b[201~")
	if got, want := u.screen.String(), "> 3\n> 4\n> 5\n> 6|"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	u.types("\x1b[A\x1b[A\x1b[A\x1b[A")
	if got, want := u.screen.String(), "> 2|\n> 3\n> 4\n> 5"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPartialLine(t *testing.T) {
	t.Parallel()
	for before, want := range map[string]string{"": "$ |", "abc": "abc%\n$ |", "0123456789": "0123456789\n$ |"} {
		s := newScreen(10, 5)
		s.write(before + PartialLine(10) + "$ ")
		if got := strings.ReplaceAll(s.String(), strings.Repeat(" ", 6), ""); strings.ReplaceAll(got, "   ", "") != want {
			t.Errorf("after %q: %q, want %q", before, got, want)
		}
	}
}

func TestDirectory(t *testing.T) {
	t.Parallel()
	if got, want := Directory("box", "/a b/é"), "\x1b]7;file://box/a%20b/%C3%A9\x1b\\"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// FuzzEditor types keys at a terminal that changes its size. The screen shows
// the frame after each key, or compare fails.
func FuzzEditor(f *testing.F) {
	f.Add("echo \x1b[A\x12ab\x12\x07漢字e\u0301\x17\x19\x1by\t\t\r", uint16(7), uint16(4), false)
	f.Add("\x1b[200~a\nb\n\tc\x1b[201~\x1b[A\x01\x0b\x1f", uint16(1), uint16(1), false)
	f.Add("if a\x1bkjdwcwx\x1b.u", uint16(12), uint16(3), true)
	f.Fuzz(func(t *testing.T, keys string, width, height uint16, vi bool) { fuzzEditor(t, keys, width, height, vi) })
}

func fuzzEditor(t *testing.T, keys string, width, height uint16, vi bool) {
	b := NewBindings()
	if vi {
		_ = b.Set("editing-mode", "vi")
	}
	u := newUser(t, int(width%60)+1, int(height%12)+1, Config{
		Bindings:   b,
		History:    historyOf("ls -l", "for i in 漢字\ndo echo \"$i\"\ndone", "echo 🇸🇪🇳🇴 e\u0301", "\x1b\u0301\xff"),
		Incomplete: func(text string) bool { return strings.HasPrefix(text, "if") },
		Highlight: func(text string, _ time.Duration) []Span {
			return []Span{{1, 3, "31"}, {len(text) / 2, len(text), "1;32"}}
		},
	})
	u.answer = func(r Request) (int, []Candidate) {
		return r.Point, []Candidate{{Text: "字x"}, {Text: "字y", Description: "漢字 e\u0301"}, {Text: "\xff\x01"}}
	}
	u.prompt = NewPrompt("\x1b[1mp\x1b]0;t\a\n漢\x1b[m$ ")
	for i, part := range slices.Collect(cutKeys(keys)) {
		u.types(part)
		if i%7 == 6 {
			u.waits()
		}
		if i%11 == 10 {
			u.resize((int(width)*(i+3))%70+1, (int(height)+i)%12+1)
		}
	}
	u.waits()
	if p := u.e.Point(); p < 0 || p > len(u.e.Text()) {
		t.Fatalf("the cursor is at %d of %d", p, len(u.e.Text()))
	}
}

// cutKeys cuts what is typed into reads of three bytes.
func cutKeys(keys string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for i := 0; i < len(keys); i += 3 {
			if !yield(keys[i:min(i+3, len(keys))]) {
				return
			}
		}
	}
}

// TestRandomKeys is the fuzz target with keys that do something.
func TestRandomKeys(t *testing.T) {
	t.Parallel()
	b := NewBindings()
	for seed := range int64(60) {
		r := rand.New(rand.NewSource(seed))
		vi := seed%3 == 2
		maps := []*Keymap{b.Emacs}
		if vi {
			maps = []*Keymap{b.ViInsert, b.ViCommand, b.ViCommand}
		}
		var keys strings.Builder
		for range 150 {
			m := maps[r.Intn(len(maps))].Keys()
			switch r.Intn(4) {
			case 0:
				keys.WriteString(m[r.Intn(len(m))])
			case 1:
				keys.WriteString([]string{"漢", "e\u0301", "🇸🇪", "👩\u200d👧", "\u202e", "\n", "\t", "\xff"}[r.Intn(8)])
			default:
				keys.WriteByte(" abcdefghijklmnopqrstuvwxyz0123456789;|&$()"[r.Intn(43)])
			}
		}
		ok := t.Run(fmt.Sprint(seed), func(t *testing.T) {
			fuzzEditor(t, keys.String(), uint16(r.Intn(1000)), uint16(r.Intn(1000)), vi)
		})
		if !ok {
			t.Logf("keys: %q", keys.String())
		}
	}
}

// long is a history of ten megabytes.
func long() *past.List {
	l := new(past.List)
	for i := range 250_000 {
		l.Add(fmt.Sprintf("echo %08d some usual words go here %d", i, i%10), time.Time{})
	}
	return l
}

// BenchmarkKey is a key, from what the terminal sends to what it is sent, with
// ten megabytes of history of which nothing fits.
func BenchmarkKey(b *testing.B) {
	e := New(Config{History: long()})
	var p Painter
	var d Decoder
	e.Resize(120, 40)
	n := 0
	for b.Loop() {
		if n%60 == 0 {
			p.Finish()
			e.Start(NewPrompt("\x1b[32muser@host\x1b[m:~/directory$ "), NewPrompt("> "))
		}
		d.Feed([]byte{"echo 0000000"[n%60%12] | byte(n%60/12)})
		k, _ := d.Next()
		e.Key(k)
		p.Paint(e.Frame())
		n++
	}
}

// BenchmarkKeyInLongText types at the end of 500 lines.
func BenchmarkKeyInLongText(b *testing.B) {
	e := New(Config{})
	var p Painter
	e.Start(NewPrompt("$ "), NewPrompt("> "))
	e.Key(Key{strings.Repeat("echo some words that are in a line\n", 500), true})
	for b.Loop() {
		e.Key(Key{Text: "x"})
		p.Paint(e.Frame())
	}
}
