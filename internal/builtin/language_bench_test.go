package builtin

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/redirect"
	"gpipe/internal/sys"
)

// BenchmarkLanguage runs the scripts of bench/scripts that start no program,
// for the profiler: go test -bench Language/case -cpuprofile FILE.
func BenchmarkLanguage(b *testing.B) {
	data := sync.OnceValue(func() string { return makeData(b) })
	scripts, err := filepath.Glob("../../bench/scripts/*.sh")
	if err != nil {
		b.Fatal(err)
	}
	for _, path := range scripts {
		text, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		if strings.Contains(string(text), "/usr/bin/") || strings.Contains(string(text), "head") {
			continue
		}
		b.Run(strings.TrimSuffix(filepath.Base(path), ".sh"), func(b *testing.B) {
			var args []string
			if strings.Contains(string(text), "$1/") {
				args = []string{data()}
			}
			b.ReportAllocs()
			for b.Loop() {
				runBench(b, string(text), args)
			}
		})
	}
}

// makeData makes a file of 200,000 lines and a directory of 10,000 names.
func makeData(b *testing.B) string {
	data := b.TempDir()
	var lines strings.Builder
	for i := range 200000 {
		fmt.Fprintf(&lines, "%d the second word and more\n", i+1)
	}
	os.WriteFile(filepath.Join(data, "lines"), []byte(lines.String()), 0o600)
	os.Mkdir(filepath.Join(data, "many"), 0o700)
	for i := range 10000 {
		os.WriteFile(filepath.Join(data, "many", fmt.Sprintf("name%05d", i)), nil, 0o600)
	}
	return data
}

func runBench(b *testing.B, text string, args []string) {
	null, err := sys.Open(-1, os.DevNull, os.O_RDWR, 0)
	if err != nil {
		b.Fatal(err)
	}
	var files redirect.Table
	f := redirect.NewFile(null)
	files.Set(0, f)
	files.Set(1, f.Ref())
	files.Set(2, redirect.Borrow(2))
	sh, err := interp.New(&interp.Config{Builtins: Table(), Options: option.Defaults, Name: "sh", Args: args, Env: os.Environ(), Files: files, Own: true})
	if err != nil {
		b.Fatal(err)
	}
	if status := sh.End(sh.Run(interp.Source{Text: text})); status != 0 {
		b.Fatal(status)
	}
}
