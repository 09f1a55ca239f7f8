// Rename gives the module in the current directory another path: in go.mod, in
// imports, in what the documents and the tests say, and in the profile by which the
// compiler optimizes.
//
//	go run ./internal/rename host/owner/name
//
// make module PATH=host/owner/name does that.
package main

import (
	"bytes"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: rename host/owner/name")
		os.Exit(2)
	}
	if err := rename(".", os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "rename:", err)
		os.Exit(1)
	}
}

// wellFormed are the paths that go get takes: a host with a dot, and elements.
var wellFormed = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$`)

func rename(root, to string) error {
	if !wellFormed.MatchString(to) {
		return fmt.Errorf("%q is no path of a module, such as github.com/owner/gpipe", to)
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return err
	}
	found := regexp.MustCompile(`(?m)^module (\S+)$`).FindSubmatch(mod)
	if found == nil {
		return fmt.Errorf("%s: no module line", filepath.Join(root, "go.mod"))
	}
	r, err := newRenamer(root, string(found[1]), to)
	if err != nil {
		return err
	}
	return filepath.WalkDir(root, r.visit)
}

// renamer replaces one path by another.
type renamer struct {
	root     string
	from, to string
	packages *regexp.Regexp // the path before one of the directories
}

func newRenamer(root, from, to string) (*renamer, error) {
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, err
	}
	var dirs []string
	for _, e := range entries {
		if e.IsDir() && !skipped(e.Name()) {
			dirs = append(dirs, regexp.QuoteMeta(e.Name()))
		}
	}
	// What stands before it is no part of another path.
	x, err := regexp.Compile(`(^|[^\w/.@-])` + regexp.QuoteMeta(from) + `/(` + strings.Join(dirs, "|") + `|")`)
	return &renamer{root, from, to, x}, err
}

// skipped are directories with nothing of the module's own.
func skipped(dir string) bool {
	return dir == ".git" || dir == "bin" || dir == "dist" || dir == "vendor"
}

func (r *renamer) visit(path string, d fs.DirEntry, err error) error {
	switch {
	case err != nil:
		return err
	case d.IsDir() && filepath.Dir(path) == filepath.Clean(r.root) && skipped(d.Name()):
		return filepath.SkipDir
	case !d.Type().IsRegular():
		return nil
	}
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text, err := r.file(filepath.Base(path), old)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if bytes.Equal(old, text) {
		return nil
	}
	info, err := d.Info()
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, info.Mode().Perm())
}

// file is the new text of a file.
func (r *renamer) file(name string, text []byte) ([]byte, error) {
	if filepath.Ext(name) == ".pgo" {
		return r.profile(text)
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return text, nil
	}
	renamed := r.packages.ReplaceAll(text, []byte("${1}"+r.to+"/${2}"))
	switch {
	case name == "go.mod" && bytes.Contains(text, []byte("module "+r.from+"\n")):
		return bytes.Replace(renamed, []byte("module "+r.from+"\n"), []byte("module "+r.to+"\n"), 1), nil
	case filepath.Ext(name) == ".md": // how to depend on it
		renamed = bytes.ReplaceAll(renamed, []byte(r.from+"@v"), []byte(r.to+"@v"))
		renamed = bytes.ReplaceAll(renamed, []byte("-replace "+r.from+"="), []byte("-replace "+r.to+"="))
	case filepath.Ext(name) == ".go" && !bytes.Equal(renamed, text):
		return format.Source(renamed) // imports are in their order
	}
	return renamed, nil
}
