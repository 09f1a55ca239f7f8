package edit

import (
	"strings"
	"testing"
	"time"
)

var zeroTime time.Time

// marked is a text with the cursor.
func marked(e *Editor) string { return e.Text()[:e.Point()] + "|" + e.Text()[e.Point():] }

func TestEmacs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, keys, want string }{
		{"insert", "abc", "abc|"},
		{"ends", "abc\x01x\x05y", "xabcy|"},
		{"characters", "abc\x02\x02\x06x", "abx|c"},
		{"arrows", "abc\x1b[D\x1b[D\x1b[Cx\x1bOHy\x1b[Fz", "yabxcz|"},
		{"clusters", "漢字e\u0301🇸🇪\x02\x02x", "漢字x|e\u0301🇸🇪"},
		{"backspace in clusters", "漢字🇸🇪\x7fe\u0301\x7fX", "漢字X|"},
		{"a mark typed later", "ae\x02\u0301", "a\u0301|e"},
		{"delete", "abc\x01\x04\x1b[3~", "|c"},
		{"words", "one two-three\x1bb\x1bb\x1bfx", "one twox|-three"},
		{"kill word back", "one two\x1b\x7fx", "one x|"},
		{"kill word", "one two\x01\x1bd", "| two"},
		{"rubout and undo", "echo one two\x17\x1f", "echo one two|"},
		{"two rubouts and yank", "echo one two\x17\x17\x19", "echo one two|"},
		{"kill line and yank twice", "one two\x1bb\x0b\x19\x19", "one twotwo|"},
		{"yank pop", "a\x15b\x15\x19\x1by", "a|"},
		{"kills forward join", "a b c\x01\x1bd\x1bd\x05\x19", " ca b|"},
		{"discard", "one two\x1bb\x15", "|two"},
		{"transpose", "ab\x14", "ba|"},
		{"transpose within", "abc\x02\x02\x14", "ba|c"},
		{"transpose words", "one two\x1bt", "two one|"},
		{"transpose words within", "one two three\x01\x1bf\x1bt", "two one| three"},
		{"case", "one two three\x01\x1bu\x1bl\x1bc", "ONE two Three|"},
		{"number", "\x1b3x", "xxx|"},
		{"number of digits", "\x1b12x\x1b5\x02", "xxxxxxx|xxxxx"},
		{"negative number", "abc\x01\x1b-\x02", "a|bc"},
		{"number kills", "a b c d\x1b2\x17\x19", "a b c d|"},
		{"quoted", "\x16\x01\x16\t", "\x01\t|"},
		{"unbound keys", "a\x1b[99~\x1b[1;9Zb", "ab|"},
		{"mark", "one two\x1bb\x1b \x00\x05\x18\x18x", "one x|two"},
		{"undo typing", "abc\x1f", "|"},
		{"undo twice", "ab\x01\x0b\x1f\x1f", "|"},
		{"overwrite", "abc\x01\x1b[2~xy", "xy|c"},
		{"find", "abcabc\x01\x1dc\x1b\x1db", "a|bcabc"},
		{"horizontal space", "a   b\x02\x02\x1b\\", "a|b"},
		{"revert", "abc\x17x\x1br", "|"},
		{"words of the shell", "a 'b c' d\x1b#", "|"},
		{"lines", "one\x1b\rtwo\x1b[Ax\x1b[By", "onex\ntwoy|"},
		{"ends of lines", "one\x1b\rtwo\x1b[A\x01x\x05y", "xoney|\ntwo"},
		{"kill joins lines", "one\x1b\rtwo\x1b[A\x0b", "one|two"},
		{"paste", "a\x1b[200~x\ty\r\nz\x01\x1b[201~b", "ax\ty\nz\x01b|"},
		{"undo of paste", "a\x1b[200~xyz\x1b[201~\x1f", "a|"},
	} {
		u := newUser(t, 40, 10, Config{})
		u.types(c.keys)
		if got := marked(u.e); got != c.want {
			t.Errorf("%s: %q: got %q, want %q", c.name, c.keys, got, c.want)
		}
		// The same, with each byte read alone.
		u = newUser(t, 7, 5, Config{})
		u.types(strings.Split(bytewise(c.keys), "\xff\xff")...)
		if got := marked(u.e); got != c.want {
			t.Errorf("%s, byte by byte: got %q, want %q", c.name, got, c.want)
		}
	}
}

func bytewise(s string) string {
	var all []string
	for i := range len(s) {
		all = append(all, s[i:i+1])
	}
	return strings.Join(all, "\xff\xff")
}

func TestAccept(t *testing.T) {
	t.Parallel()
	incomplete := func(text string) bool { return strings.HasPrefix(text, "if") && !strings.Contains(text, "fi") }
	u := newUser(t, 40, 10, Config{Incomplete: incomplete})
	u.types("echo a\r", "if true\r", "then\r", "\x1b[A\x03", "if x\rfi\r", "\x1b[200~one\ntwo\n\x1b[201~", "\r")
	want := []string{"echo a", "if x\nfi", "one\ntwo\n"}
	if strings.Join(u.accepted, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", u.accepted, want)
	}
	if u.types("\x04"); !u.ended {
		t.Error("^D does not end")
	}
	screen := "> fi\n$ one\n> two\n>\n$\n$ |"
	if got := u.screen.String(); !strings.HasSuffix(strings.ReplaceAll(got, " \n", "\n"), screen) {
		t.Errorf("the screen:\n%s\nwant at its end:\n%s", got, screen)
	}
}

func TestHistory(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, keys, want string }{
		{"up", "\x1b[A", "git commit -m 'a b'|"},
		{"up to the first", "\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A", "ls|"},
		{"up and down", "new\x1b[A\x1b[A\x1b[B\x1b[B", "new|"},
		{"changed entries stay", "\x1b[Ax\x1b[A\x1b[B", "git commit -m 'a b'x|"},
		{"ends", "\x1b<", "ls|"},
		{"over several lines", "\x1b[A\x1b[A\x1b[A", "git status|"},
		{"in several lines", "\x1b[A\x1b[A\x02\x1b[A", "for| i\ndone"},
		{"prefix", "git\x1b[5~\x1b[5~", "git status|"},
		{"prefix and back", "git\x1b[5~\x1b[5~\x1b[6~\x1b[6~", "git|"},
		{"last argument", "x \x1b.", "x 'a b'|"},
		{"last argument again", "x \x1b.\x1b.", "x done|"},
		{"nth argument", "\x1b2\x1b\x19", "-m|"},
		{"next", "\x1b[A\x1b[A\x1b[A\x0f", "for i\ndone|"},
		{"search", "\x12stat", "git |status"},
		{"search and edit", "\x12stat\x05x", "git statusx|"},
		{"search again", "\x12git\x12", "|git status"},
		{"search other way", "\x12git\x12\x13", "|git commit -m 'a b'"},
		{"search fails", "\x12statx", "git |status"},
		{"search less", "\x12git s\x7f\x7f", "|git commit -m 'a b'"},
		{"search given up", "abc\x12stat\x07", "abc|"},
		{"search for what was sought", "\x12stat\x05\x03\x12\x12", "git |status"},
		{"search accepts", "\x12stat\r", "|"},
	} {
		u := newUser(t, 40, 10, Config{History: historyOf("ls", "git status", "for i\ndone", "git commit -m 'a b'")})
		u.types(strings.Split(bytewise(c.keys), "\xff\xff")...)
		if got := marked(u.e); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestSearchIsShown(t *testing.T) {
	t.Parallel()
	u := newUser(t, 40, 10, Config{History: historyOf("echo needle")})
	u.types("\x12need")
	if got, want := u.screen.String(), "(reverse-i-search)`need': echo |needle"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	u.types("x")
	if got, want := u.screen.String(), "(failed reverse-i-search)`needx': echo |\nneedle"; strings.ReplaceAll(got, "\n", "") != strings.ReplaceAll(want, "\n", "") {
		t.Errorf("got %q, want %q", got, want)
	}
	if u.types("\r"); len(u.accepted) != 1 || u.accepted[0] != "echo needle" {
		t.Errorf("accepted %q", u.accepted)
	}
}

func TestSuggestion(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, keys, want, screen string }{
		{"shown", "git", "git|", "$ git| status --short"},
		{"the newest", "git c", "git c|", "$ git c|ommit"},
		{"taken", "git s\x1b[C", "git status --short|", "$ git status --short|"},
		{"taken by ^E", "git s\x05", "git status --short|", "$ git status --short|"},
		{"a word of it", "git s\x1bf", "git status| ", "$ git status| --short"},
		{"not within", "git\x02", "gi|t", "$ gi|t"},
		{"nothing", "x", "x|", "$ x|"},
		{"again after a deletion", "git x\x7f", "git |", "$ git |status --short"},
		{"not taken by Enter", "git\r", "|", "$ git\n$ |"},
	} {
		u := newUser(t, 40, 10, Config{History: historyOf("git commit", "git status --short")})
		u.types(strings.Split(bytewise(c.keys), "\xff\xff")...)
		if got := u.screen.String(); got != c.screen {
			t.Errorf("%s: the screen is %q, want %q", c.name, got, c.screen)
		}
		if got := marked(u.e); got != strings.TrimSuffix(c.want, " ") {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCompletion(t *testing.T) {
	t.Parallel()
	words := []Candidate{
		{Text: "alpha", Suffix: " "}, {Text: "alpine", Suffix: "/"}, {Text: "be\\ ta", Shown: "be ta", Suffix: " "},
		{Text: "git", Description: "version control"}, {Text: "gzip", Description: "compress"},
	}
	answer := func(r Request) (int, []Candidate) {
		start := strings.LastIndexByte(r.Text[:r.Point], ' ') + 1
		var all []Candidate
		for _, c := range words {
			if strings.HasPrefix(c.Text, r.Text[start:r.Point]) {
				all = append(all, c)
			}
		}
		return start, all
	}
	for _, c := range []struct{ name, keys, want, screen string }{
		{"one", "x be\t", "x be\\ ta |", "$ x be\\ ta |"},
		{"none", "x q\t", "x q|", "$ x q|"},
		{"common", "x al\t", "x alp|", "$ x alp|\nalpha   alpine"},
		{"chosen", "x al\t\t", "x alpha|", "$ x alpha|\nalpha   alpine"},
		{"next", "x al\t\t\t", "x alpine|", "$ x alpine|\nalpha   alpine"},
		{"around", "x al\t\t\t\t", "x alpha|", "$ x alpha|\nalpha   alpine"},
		{"back", "x al\t\x1b[Z", "x alpine|", "$ x alpine|\nalpha   alpine"},
		{"arrow", "x al\t\t\x1b[C", "x alpine|", "$ x alpine|\nalpha   alpine"},
		{"taken", "x al\t\t\t\r", "x alpine/|", "$ x alpine/|"},
		{"typing on", "x al\t\ty", "x alphay|", "$ x alphay|"},
		{"given up", "x al\t\t\x07", "x alp|", "$ x alp|"},
		{"within", "x al y\x02\x02\t", "x alp| y", "$ x alp| y\nalpha   alpine"},
		{"described", "g\t", "g|", "$ g|\ngit   version control\ngzip  compress"},
		{"list", "x al\x1b?", "x al|", "$ x al|\nalpha   alpine"},
		{"insert all", "x al\x1b*", "x alpha alpine |", "$ x alpha alpine |"},
	} {
		u := newUser(t, 30, 10, Config{})
		u.answer = answer
		u.types(strings.Split(bytewise(c.keys), "\xff\xff")...)
		if got := marked(u.e); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		if got := u.screen.String(); got != c.screen {
			t.Errorf("%s: the screen is %q, want %q", c.name, got, c.screen)
		}
	}
}

func TestLateCompletion(t *testing.T) {
	t.Parallel()
	u := newUser(t, 30, 10, Config{})
	u.types("al\t")
	r := u.e.Request()
	u.types("x")
	u.e.Complete(r.Number, 0, []Candidate{{Text: "alpha"}})
	if got := marked(u.e); got != "alx|" {
		t.Errorf("got %q", got)
	}
}

func TestMenuIsCut(t *testing.T) {
	t.Parallel()
	u := newUser(t, 10, 4, Config{})
	u.answer = func(Request) (int, []Candidate) {
		var all []Candidate
		for _, w := range strings.Fields("one two three four five six seven eight nine") {
			all = append(all, Candidate{Text: w})
		}
		return 0, all
	}
	u.types("\t")
	if got, want := u.screen.String(), "$ |\none\ntwo\n1 to 2 ..."; strings.ReplaceAll(got, " \n", "\n") != want {
		t.Errorf("got %q, want %q", got, want)
	}
	u.types("\t\t\t")
	if got, want := u.screen.String(), "$ three|\ntwo\nthree\n2 to 3 ..."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
