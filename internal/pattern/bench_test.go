package pattern

import (
	"strings"
	"testing"
)

func BenchmarkAffix(b *testing.B) {
	const path = "/usr/local/share/doc/gpipe/README.en.md"
	for _, c := range []struct {
		name string
		pat  string
		f    func(p *Pattern) int
	}{
		{"##*/", "*/", func(p *Pattern) int { return p.Prefix(path, true) }},
		{"#*/", "*/", func(p *Pattern) int { return p.Prefix(path, false) }},
		{"%/*", "/*", func(p *Pattern) int { return p.Suffix(path, false) }},
		{"%%.*", ".*", func(p *Pattern) int { return p.Suffix(path, true) }},
		{"%.md", ".md", func(p *Pattern) int { return p.Suffix(path, false) }},
		{"%.[a-z]*", ".[a-z]*", func(p *Pattern) int { return p.Suffix(path, false) }},
		{"find doc", "doc", func(p *Pattern) int { n, _ := p.Find(path, 0); return n }},
	} {
		p := Compile(c.pat, UTF8)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if c.f(p) < 0 {
					b.Fatal("no match")
				}
			}
		})
	}
}

func BenchmarkMatch(b *testing.B) {
	for _, c := range []struct {
		name, pat, s string
		flags        Flags
	}{
		{"exact", "start", "start", 0},
		{"prefix", "--prefix=*", "--prefix=/usr/local", 0},
		{"suffix", "*.c", "internal/interp/compile.c", 0},
		{"contains", "*local*", "/usr/local/bin", 0},
		{"class", "*[!0-9]*", "12345678x", 0},
		{"classUTF8", "*[!0-9]*", "12345678é", UTF8},
		{"long", "*needle*", strings.Repeat("hay ", 10_000) + "needle", 0},
		{"extended", "@(*.c|*.h|*.go)", "internal/compile.go", ExtGlob},
		{"negated", "!(*.c|*.h)", "internal/compile.go", ExtGlob},
	} {
		p := Compile(c.pat, c.flags)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if !p.Match(c.s) {
					b.Fatal("no match")
				}
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	for _, pat := range []string{"*.c", "*[!0-9]*", "@(a|b)*"} {
		b.Run(pat, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Compile(pat, ExtGlob|UTF8)
			}
		})
	}
	b.Run("cached", func(b *testing.B) {
		var c Cache
		b.ReportAllocs()
		for b.Loop() {
			c.Compile("*[!0-9]*", UTF8)
		}
	})
}

// TestNoAllocations holds the usual forms to what they promise.
func TestNoAllocations(t *testing.T) {
	const path = "/usr/local/share/README.en.md"
	for pat, f := range map[string]func(p *Pattern){
		"*/":       func(p *Pattern) { p.Prefix(path, true) },
		".*":       func(p *Pattern) { p.Suffix(path, true) },
		"/*":       func(p *Pattern) { p.Suffix(path, false) },
		"*[.]md":   func(p *Pattern) { p.Match(path) },
		"*local*":  func(p *Pattern) { p.Match(path) },
		"@(/|[a])": func(p *Pattern) { p.Find(path, 0) },
	} {
		p := Compile(pat, ExtGlob|UTF8)
		if n := testing.AllocsPerRun(100, func() { f(p) }); n != 0 {
			t.Errorf("%q: %v allocations", pat, n)
		}
	}
}
