// Package gpipe has no code of its own, only the tests of the rules that hold
// between its packages.
package gpipe

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// picture shows the packages in layers. A package may import those of the
// layers below its own, and no other ones: change the picture first, with a
// reason. What follows the dot is commentary.
const picture = `
 L5c         cmd/gpipe         popen         shell    remote    · the command, popen(3) for Go, the shell to embed, other hosts
                 |              |             |
 L5b             |           pipeline         |                 · what of internal/pipeline other programs have
 L5a             |           redirect         |                 · what of internal/redirect they have
                 \______________|_____________/
 L4                     internal/builtin                        · one file for each built-in, one table
                        internal/interactive                    · prompts and lines of someone at a terminal
                               |
 L3                     internal/interp                         · syntax tree to closures; Shell and Runtime
                    /           |          \
 L2c                    internal/explain    |                   · plans, as text and graphs
 L2b                    internal/plan       |                   · what a program is before it runs
 L2b                    internal/carrier                        · ways to other hosts: ssh, launchers
 L2a    internal/expand         |       internal/job            · words to fields; job table, terminal
               |                |       internal/stdio          · streams of a shell that is embedded
               |        internal/portable   |                   · what in a script POSIX does not have
               |                |   internal/remote             · commands on other hosts: the protocol, both sides
               |                |   internal/edit               · the line editor: keys in, frames out
               |                |   internal/monitor            · what pipelines do: figures, progress, traces
               |                |   internal/lifetime          · signals, end and children of what would be a process
               |                |   internal/collate            · outputs of many jobs, one after the other
 L1b    internal/arith          |       internal/pipeline       · numbers; stages, kernel pipes, statuses
               |         internal/layout    |                   · commands printed as bash prints them
               |                |           |
 L1a    internal/vars   internal/parse  internal/redirect      · variables; syntax trees of scripts; descriptor tables as data
        internal/pattern        |           |                   · patterns
        internal/ere            |           |                   · regular expressions
        internal/completion     |           |                   · specifications of completions, and lines taken apart for them
        internal/past           |           |                   · commands given before, their file, words like !!
        internal/prompt         |           |                   · escapes in prompts
        internal/option         |           |                   · options of set and shopt
        internal/state          |           |                   · tables, actions, a directory: what a fork copies
                        internal/json       |                   · JSON, written
                                       ipc                      · memory that processes share, and what is in it
               \________________|___________/
 L0a                    internal/relay                          · copies between a pipe and a Go reader or writer
                        internal/jobserver                      · tokens of GNU make
                        internal/chunk  internal/parallel       · text cut at the ends of lines; commands that parts of it can have
 L0                internal/snapshot  internal/columns             · values as bytes, for another process; text made visible
 S3                internal/sys/spawn                            · processes are started. All below are the only ones that make system calls
 S2                internal/sys/proc  internal/sys/shm           · children are waited for; memory is shared
                   internal/sys/sysv  internal/sys/locks         · objects of System V; locks of files
 S1                internal/sys/signals  internal/sys/self       · signals; this process
                   internal/sys/rlimit   internal/sys/term       · limits; terminals
 S0d               internal/sys/procfs   internal/sys/poll       · what the system tells of processes; waits
 S0c               internal/sys/files                            · files and directories
 S0b               internal/sys/pipes    internal/sys/thread     · pipes; what is a thread's own
                   internal/sys/rt0                              · the entry hook, without a flag of the linker
 S0a               internal/sys                                  · descriptors, errors, the entry hook
                   internal/chars  internal/sys/elf              · characters, and sets of them; tiny programs
                   internal/strftime                           · times as text, time zones
                   internal/stack                              · the stack of the main goroutine
`

// above has what stands outside the picture: nothing imports it, and it may
// import anything.
var above = []string{"bench", "examples", "internal/api", "internal/columns/generate", "internal/differential", "internal/dist", "internal/effort", "internal/faults", "internal/picture", "internal/refuse", "internal/rename", "internal/soak", "internal/system", "testscripts"}

// modules are what gpipe may depend on, and which package may: "" is any one,
// "test" none. Tests may import all of it, and what stands outside all but that
// for tests.
var modules = map[string]string{
	"golang.org/x/sys/unix":                      "internal/sys",
	"mvdan.cc/sh/v3/syntax":                      "",
	"mvdan.cc/sh/v3/":                            "test", // as an oracle
	"github.com/google/go-cmp/cmp":               "test",
	"github.com/rogpeppe/go-internal/testscript": "test",
	"github.com/rogpeppe/go-internal/txtar":      "test",
}

// banned are the packages of the standard library that no package but the named
// one, and those below it, may import: the system is reached through internal/sys
// only, and the others cost start-up time or cgo.
var banned = map[string]string{
	"C":             "none",
	"log":           "none",
	"net":           "none",
	"os/exec":       "internal/sys",
	"os/signal":     "internal/sys",
	"os/user":       "none",
	"plugin":        "none",
	"regexp":        "none",
	"regexp/syntax": "none",
}

// source is one Go file that is not a test, or is one.
type source struct {
	pkg  string // directory, "." for the root
	path string
	test bool
	file *ast.File
}

func (s source) outside() bool {
	return slices.ContainsFunc(above, func(dir string) bool {
		return s.pkg == dir || strings.HasPrefix(s.pkg, dir+"/")
	})
}

// module is every Go file of the module.
type module struct {
	fset *token.FileSet
	all  []source
}

// sources parses the module, once for all tests.
func sources(t *testing.T) (*token.FileSet, []source) {
	t.Helper()
	m, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	return m.fset, m.all
}

var parsed = sync.OnceValues(parseModule)

func parseModule() (module, error) {
	fset := token.NewFileSet()
	var all []source
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(name) != ".go":
			return nil
		}
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		slashed := filepath.ToSlash(name)
		all = append(all, source{path.Dir(slashed), slashed, strings.HasSuffix(name, "_test.go"), file})
		return nil
	})
	return module{fset, all}, err
}

// layers reads the picture: for each package the number of its layer's line,
// counted from the top. A line without a label belongs to the layer above it.
func layers() map[string]int {
	level := make(map[string]int)
	floor := 0
	for n, line := range strings.Split(picture, "\n") {
		line, _, _ = strings.Cut(line, "·")
		for _, word := range strings.Fields(line) {
			switch {
			case strings.HasPrefix(word, "L") || strings.HasPrefix(word, "S"):
				floor = n
			case strings.Trim(word, `/\_|`) != "":
				level[word] = floor
			}
		}
	}
	return level
}

// modulePath is the path of this module, which nothing else says by hand but imports.
func modulePath(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(data), "\n")
	return strings.TrimPrefix(first, "module ")
}

func imports(file *ast.File) []string {
	var paths []string
	for _, spec := range file.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err == nil {
			paths = append(paths, p)
		}
	}
	return paths
}

func TestImportsPointDown(t *testing.T) {
	level := layers()
	_, all := sources(t)
	for _, s := range all {
		if s.test || s.outside() {
			continue
		}
		from, drawn := level[s.pkg]
		if !drawn {
			t.Errorf("%s: package %s is not in the picture", s.path, s.pkg)
			continue
		}
		for _, p := range imports(s.file) {
			pkg, ours := strings.CutPrefix(p, modulePath(t)+"/")
			if !ours {
				continue
			}
			if to, drawn := level[pkg]; !drawn || to <= from {
				t.Errorf("%s: %s imports %s, which is not below it", s.path, s.pkg, pkg)
			}
		}
	}
}

func TestModules(t *testing.T) {
	_, all := sources(t)
	for _, s := range all {
		for _, p := range imports(s.file) {
			if first, _, _ := strings.Cut(p, "/"); !strings.Contains(first, ".") || strings.HasPrefix(p, modulePath(t)+"/") {
				continue
			}
			if !mayImport(s, p) {
				t.Errorf("%s: %s may not import %s", s.path, s.pkg, p)
			}
		}
	}
}

// mayImport tells whether a file may import a package of another module. An
// entry of modules that ends in a slash is for all packages below it.
func mayImport(s source, p string) bool {
	from, known := modules[p]
	for entry, f := range modules {
		if !known && strings.HasSuffix(entry, "/") && strings.HasPrefix(p, entry) {
			from, known = f, true
		}
	}
	return known && (from == "" || from == s.pkg || from == "internal/sys" && inSys(s.pkg) || s.test || from != "test" && s.outside())
}

func TestBannedPackages(t *testing.T) {
	_, all := sources(t)
	for _, s := range all {
		if s.test || s.outside() {
			continue
		}
		for _, p := range imports(s.file) {
			if only, isBanned := banned[p]; isBanned && only != s.pkg && !(only == "internal/sys" && inSys(s.pkg)) {
				t.Errorf("%s: %s may not import %s", s.path, s.pkg, p)
			}
		}
	}
}

func TestGoModDependencies(t *testing.T) {
	data, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	allowed := []string{
		"github.com/google/go-cmp",
		"github.com/rogpeppe/go-internal",
		"golang.org/x/sys",
		"golang.org/x/tools", // of go-internal
		"mvdan.cc/sh/v3",
	}
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(strings.TrimPrefix(line, "require "))
		if len(fields) >= 2 && strings.HasPrefix(fields[1], "v") && !slices.Contains(allowed, fields[0]) {
			t.Errorf("go.mod: %s is not an allowed dependency", fields[0])
		}
	}
}
