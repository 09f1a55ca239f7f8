package edit

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// decoded reads the parts one after the other, and then lets time pass.
func decoded(parts ...string) []string {
	var d Decoder
	var all []string
	add := func(k Key) {
		if k.Paste {
			k.Text = "paste " + k.Text
		}
		all = append(all, k.Text)
	}
	for _, p := range parts {
		d.Feed([]byte(p))
		for {
			k, ok := d.Next()
			if !ok {
				break
			}
			add(k)
		}
	}
	if k, ok := d.Flush(); ok {
		add(k)
	}
	return all
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"aé漢\x01", "a é 漢 \x01"},
		{"\x1b[A\x1bOA\x1b[1;5C\x1b[200", "\x1b[A \x1bOA \x1b[1;5C \x1b[200"},
		{"\x1b", "\x1b"},
		{"\x1bf\x1bé", "\x1bf \x1bé"},
		{"\x1b\x1b[Ax", "\x1b\x1b[A x"},
		{"\x1b\x1bx", "\x1b\x1bx"},
		{"\x1b[[A\x1b[[Bx", "\x1b[[A \x1b[[B x"},
		{"\x1b[1\x01x", "\x1b[1 \x01 x"},
		{"\xff\xe2\x80x\xe2\x80", "\xff \xe2 \x80 x \xe2\x80"},
		{"a\x1b[200~x\x1by\r\x1b[201~b", "a paste_x\x1by\r b"},
		{"\x1b[200~\x1b[201~b", "b"},
		{"\x1b[200~a\x1b[201", "paste_a paste_\x1b[201"},
	} {
		want := strings.Split(c.want, " ")
		for i := range want {
			want[i] = strings.ReplaceAll(want[i], "paste_", "paste ")
		}
		if diff := cmp.Diff(want, decoded(c.in)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.in, diff)
		}
		var bytes []string
		for i := range len(c.in) {
			bytes = append(bytes, c.in[i:i+1])
		}
		// Pasted text comes in more parts then.
		one, other := strings.Join(decoded(c.in), ""), strings.Join(decoded(bytes...), "")
		if one, other = strings.ReplaceAll(one, "paste ", ""), strings.ReplaceAll(other, "paste ", ""); one != other {
			t.Errorf("%q: byte by byte %q, want %q", c.in, other, one)
		}
	}
}

// FuzzDecode: no byte is lost but those around what is pasted, however they
// come.
func FuzzDecode(f *testing.F) {
	f.Add("a\x1b[A\x1b[200~x\x1b[201~\xe2\x80", 3)
	f.Fuzz(func(t *testing.T, s string, at int) {
		at = min(max(at, 0), len(s))
		whole := strings.ReplaceAll(strings.Join(decoded(s), ""), "paste ", "")
		parts := strings.ReplaceAll(strings.Join(decoded(s[:at], s[at:]), ""), "paste ", "")
		if s := strings.ReplaceAll(s, "paste ", ""); whole != parts && !strings.Contains(s, "paste") {
			t.Errorf("%q at %d: %q and %q", s, at, whole, parts)
		}
	})
}
