package ere

import (
	"strings"
	"testing"
)

func BenchmarkMatch(b *testing.B) {
	long := strings.Repeat("some words and more, ", 5000)
	for _, c := range []struct{ name, re, s string }{
		{"literal", "warning", "file.c:12: warning: unused"},
		{"digits", "^[0-9]+$", "1234567890"},
		{"assignment", "^([a-z]+)=([0-9]+)$", "name=1234"},
		{"assignmentNot", "^([a-z]+)=([0-9]+)$", "name+1234"},
		{"alternatives", "error|warning", "file.c:12: warning: unused"},
		{"extension", `([^/]+)\.(c|h|go)$`, "/usr/src/linux/main.c"},
		{"any", "(.*)=(.*)", "key=some value"},
		{"trim", "^[[:space:]]*(.*[^[:space:]])[[:space:]]*=[[:space:]]*(.*)$", "key = some value"},
		{"utf8", "^([[:alpha:]]+) ([[:alpha:]]+)$", "größe straße"},
		{"utf8Ways", "(.*)ß(.*)", "größe straße"},
		{"word", `\<foo\>`, "a food foo"},
		{"longNone", "[0-9]+", long},
		{"longWays", "(.*),(.*)", long},
		{"longLeftmost", "[a-z ,]*x", long},
		{"reference", `^(.*)-\1$`, "abc-abc"},
	} {
		b.Run(c.name, func(b *testing.B) {
			re := mustCompile(b, c.re, UTF8)
			var buf [20]int
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := re.Match(c.s, buf[:0]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	for _, re := range []string{"warning", "^[0-9]+$", "^([a-z]+)=([0-9]+)$", "(.*)=(.*)", "^.{2000}$", `[[:alpha:]]+\b`} {
		b.Run(re, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				mustCompile(b, re, UTF8)
			}
		})
	}
}
