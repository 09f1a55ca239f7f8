package builtin

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// format runs the core of printf without a shell.
func format(args ...string) (string, int) {
	p := printer{args: args[1:], utf8: true}
	p.run(args[0])
	return string(p.buf), min(len(p.faults), 1)
}

func TestPrintfFormats(t *testing.T) {
	tests := []struct {
		args   []string
		want   string
		status int
	}{
		{[]string{"%2$s %1$s\n", "a", "b"}, "b a\n", 0},
		{[]string{"%2$s %1$s\n", "a", "b", "c", "d"}, "b a\nd c\n", 0},
		{[]string{"%1$s %1$5s|", "a", "b"}, "a     a|b     b|", 0},
		{[]string{"%3$s %1$s\n", "a", "b", "c"}, "c a\n", 0},
		{[]string{"%1$*2$d|", "7", "4"}, "   7|", 0},
		{[]string{"%1$.*2$f|", "7", "1"}, "7.0|", 0},
		{[]string{"%2$s"}, "", 0},
		{[]string{"%*s", "-9223372036854775808", "x"}, "", 1},
		{[]string{"%.*s|", "-9223372036854775808", "x"}, "x|", 0},
		{[]string{"%0$s", "a"}, "", 1},
		{[]string{"%*d|", "99999999999", "1"}, "", 1},
		{[]string{"%99999999999d|", "1"}, "", 1},
		{[]string{"%.99999999999f|", "1"}, "", 1},
		{[]string{"%5000d|", "1"}, strings.Repeat(" ", 4999) + "1|", 0},
		{[]string{"%.2000f|", "0.5"}, "0.5" + strings.Repeat("0", 1999) + "|", 0},
		{[]string{"%.2000e|", "0.5"}, "5." + strings.Repeat("0", 2000) + "e-01|", 0},
		{[]string{"%.60f", "0.1"}, "0.100000000000000005551115123125782702118158340454101562500000", 0},
		{[]string{"%a %a %a", "4.9e-324", "1e308", "0"}, "0x0.0000000000001p-1022 0x1.1ccf385ebc8ap+1023 0x0p+0", 0},
		{[]string{"%.0a %.3a %#.0a %.20a", "1.5", "1.999999", "1", "1.5"}, "0x2p+0 0x2.000p+0 0x1.p+0 0x1.80000000000000000000p+0", 0},
		{[]string{"%A|%20a|%020a|%-12a|%+a", "1.6875", "1", "1", "1", "1"},
			"0X1.BP+0|              0x1p+0|0x000000000000001p+0|0x1p+0      |+0x1p+0", 0},
		{[]string{"%#g|%#.3g|%#x|%#o", "1", "100", "0", "0"}, "1.00000|100.|0|0", 0},
		{[]string{"%g|%g|%g", "100000", "1e6", "0.00001"}, "100000|1e+06|1e-05", 0},
		{[]string{"%5f|%-5f|%05f|% f|%F", "inf", "-inf", "inf", "nan", "-nan"}, "  inf|-inf |  inf| nan|-NAN", 0},
		{[]string{"%f", "1e400"}, "inf", 1},
		{[]string{"%.3q|%.3Q|%6q|", "a b", "a bc", "a b"}, `a\ |a\ b|  a\ b|`, 0},
		{[]string{"%q", "a\x01\n'\\é\xff"}, `$'a\001\n\'\\é\377'`, 0},
		{[]string{`\u00e9\U1F600\u`}, "é😀\\u", 0},
		{[]string{"%b", `\u41\x42\0103\104\c!`, "x"}, "ABCD", 0},
		{[]string{"%d%d", "1"}, "10", 0},
		{[]string{"%hd %ld %lld %jd %zd %td %Lf", "1", "2", "3", "4", "5", "6", "7"}, "1 2 3 4 5 6 7.000000", 0},
		{[]string{"%'d", "1000"}, "1000", 0},
		{[]string{"%", "1"}, "", 1},
		{[]string{"a%y", "1"}, "a", 1},
	}
	for _, tt := range tests {
		got, status := format(tt.args...)
		if diff := cmp.Diff(tt.want, got); diff != "" || status != tt.status {
			t.Errorf("printf %q: status %d, want %d (-want +got)\n%s", tt.args, status, tt.status, diff)
		}
	}
}

func TestPrintfCLocale(t *testing.T) {
	p := printer{args: []string{"'é", "é"}}
	p.run("%d %q")
	if got, want := string(p.buf), `195 $'\303\251'`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Every conversion with many operands: what dash and bash agree on.
func TestPrintfAgrees(t *testing.T) {
	var snippets []string
	flags := []string{"", "-", "+", " ", "#", "0", "-0", "+0", "# "}
	sizes := []string{"", "1", "8", ".", ".0", ".3", "8.3", "12.5"}
	operands := map[string][]string{
		"diouxX":  {"0", "1", "-1", "42", "-42", "010", "0x1F", "9223372036854775807", "-9223372036854775808", "x", "3x", "", "'a", `"`, " 7", "+5", "08", "0x", "-", "--1", "1.5"},
		"feEgGF":  {"0", "-0", "1", "-1.5", "2.5", "3.14159", "1e10", "1e-10", "123456789", "0.0001", "1e100", "x", "1.5x", "", "'a", "0x10", ".5", "5.", "1e", "inf", "-inf", "nan", "infinity", "999999.5"},
		"scb":     {"", "a", "abc", "abcdefghijklmno", "a b", `a\tb`, `\0101`, `x\n`},
		"%ykqw!$": {"a", "1"},
	}
	for verbs, words := range operands {
		for _, verb := range verbs {
			for _, flag := range flags {
				for _, size := range sizes {
					for _, word := range words {
						f := "<%" + flag + size + string(verb) + ">"
						snippets = append(snippets, "printf "+quoteArgs([]string{f, word}))
					}
				}
			}
		}
	}
	agree(t, snippets, true, func(s string) bool {
		// The C library forgets the zeros that # asks for when rounding
		// adds a digit.
		return strings.Contains(s, "#") && strings.Contains(s, "999999.5")
	})
}

func TestPrintfEscapesAgree(t *testing.T) {
	var snippets []string
	for c := 1; c < 128; c++ {
		esc := `\` + string(rune(c))
		for _, s := range []string{"<" + esc + ">", "<" + esc + "1>", "<" + esc + "777>", esc} {
			snippets = append(snippets,
				"printf "+quoteArgs([]string{s}), "printf "+quoteArgs([]string{"%b.", s}))
		}
	}
	agree(t, snippets, true, nil)
}

func TestPrintfScripts(t *testing.T) {
	noV := map[string]string{"dash": "no -v"}
	runSnippets(t, []snippet{
		{"printf", "2", nil},
		{"printf -- '%s-' a b", "a-b-0", nil},
		{"printf -x", "2", nil},
		{"printf -- -x", "-x0", nil},
		{"printf '%s\\n'", "\n0", nil},
		{"printf once a b", "once0", nil},
		{"printf '%d %s|' 1 a 2", "1 a|2 |0", nil},
		{"printf '%d' 99999999999999999999", "92233720368547758071", map[string]string{"bash": "only warns"}},
		{"printf '%b' 'a\\cb' c; printf d", "ad0", nil},
		{"printf '%5b|' 'a\\cb'", "    a0", nil},
		{"printf '%d\\n' \"'é\"", "233\n0", map[string]string{"dash": "knows bytes only"}},
		{"printf 'a%5'", "a1", map[string]string{"dash": "status 2"}},
		{"printf -v x '%s-%d' a 5; echo \"$x\"", "a-5\n0", noV},
		{"printf -v 'x[3]' a; echo \"${x[3]}\"", "a\n0", noV},
		{"printf -v 1x a", "2", nil},
		{"printf -v", "2", nil},
		{"printf -v x", "2", nil},
		{"readonly r; printf -v r a; echo $?", "1\n0", noV},
		{"touch ran; printf -v 'x[$(rm ran)]' a; ls ran", "ran\n0", map[string]string{"bash": "runs the command"}},
	})
}

func FuzzPrintf(f *testing.F) {
	for _, s := range []string{"%d|%s", "%-5.3f", "%*d", "%1$s%2$*1$d", `\0101\x41%b`, "%#x%%", "%q", "%5", "%a"} {
		f.Add(s, "12", "abc")
	}
	f.Fuzz(func(t *testing.T, format, a, b string) {
		p := printer{args: []string{a, b, a}, utf8: len(a)%2 == 0}
		if strings.ContainsAny(format+a+b, "0123456789") {
			// Keep fields small: their size is up to the caller.
			digits := strings.NewReplacer("0", "", "1", "", "5", "", "6", "", "7", "", "8", "", "9", "")
			format, p.args[0], p.args[1], p.args[2] = digits.Replace(format), digits.Replace(a), digits.Replace(b), digits.Replace(a)
			if strings.Contains(format, "222") || strings.Contains(strings.Join(p.args, " "), "222") {
				return
			}
		}
		p.run(format)
		if len(p.faults) == 0 && !strings.ContainsAny(format, "%\\") && string(p.buf) != format {
			t.Errorf("plain text %q became %q", format, p.buf)
		}
	})
}

func BenchmarkPrintf(b *testing.B) {
	for _, format := range []string{"%s\n", "%d %s\n", "%5d|%-10s|%x\n", "%.3f\n", "plain text\n", "%b\n"} {
		b.Run(strings.TrimSpace(format), func(b *testing.B) {
			b.ReportAllocs()
			args := []string{"42", "17", "99"}
			var buf []byte
			for b.Loop() {
				p := printer{buf: buf[:0], args: args}
				p.run(format)
				buf = p.buf
			}
		})
	}
}
