package gpipe

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// system are the packages of which others than those of internal/sys may use only the
// types, the constants and the error values, and the functions named here.
var system = map[string]map[string][]string{
	"syscall": nil,
	"os": {
		"NewFile": {"internal/relay", "ipc", "popen"},
		"Args":    {"cmd/gpipe"},
		"Exit":    {"cmd/gpipe"},
	},
}

// variables are the package-level variables there may be, apart from error
// sentinels: tables that nothing changes, and what is one for the process
// because the kernel or the Go runtime has it so.
var variables = map[string]string{
	"internal/builtin.usualIFS":       "table",
	"internal/columns.properties":     "table",
	"internal/interp.dynamics":        "table",
	"internal/expand.defaultSplitter": "table",
	"internal/vars.wellKnown":         "table",
	"internal/sys/poll.NoWake":        "table",
	"internal/remote.roundConstants":  "table",
	"internal/pipeline.stdNames":      "table",
	"internal/pipeline.lent":          "which of the program's jobs may have its terminal: a process has one",

	"internal/sys/signals.handlerBehind":     "read by a signal handler",
	"internal/sys/signals.endedBySender":     "read by a signal handler",
	"internal/sys/signals.arrivedSignals":    "written by a signal handler",
	"internal/sys/thread.receiving":          "what the process's threads have blocked",
	"internal/sys/thread.mainThreadReceives": "what the process's main thread has blocked",
	"internal/sys/signals.signalCode":        "written by a signal handler",
	"internal/sys.injected":                  "only with the tag faults: the fault a test asked for",
	"internal/sys/spawn.forks":               "one lock for the process: a fork must not run while Go forks",
	"internal/sys/rlimit.startNofile":        "the limit the process was started with",
	"internal/sys/proc.waiting":              "counts the process's threads",
	"internal/sys/shm.keepers":               "the kernel's lists of what this process has: they belong to threads",
	"internal/sys/locks.lifeFile":            "the file that says that this process lives: there is one",
	"internal/sys/shm.noWaitv":               "what the kernel can do does not change",
	"internal/sys/files.temporary":           "counts names of files that the process makes",
	"internal/sys.atStart":                   "written by the entry hook, before there is a Go runtime",
	"internal/sys.runtimeVariables":          "table, for the entry hook",
	"internal/sys.ours":                      "table, for the entry hook",
	"internal/sys.blank":                     "an empty C string, for the entry hook",
	"internal/sys.noG":                       "what the entry hook has in place of a goroutine",
	"internal/sys.unmapped":                  "which addresses the runtime of this process has",
	"internal/sys.noMemory":                  "a text, for a function without Go",
	"internal/sys/poll.polling":              "whether the runtime of this process has its poller",
	"internal/sys/self.raised":               "how many processors the runtime of this process has",
	"internal/sys/proc.orphans":              "the children of the process",
	"internal/sys/signals.childrenNeeded":    "the children of the process",
	"internal/sys/spawn.found":               "what the kernel can do does not change",
	"internal/sys.fileLimit":                 "what became of the limit of this process",
	"internal/sys/proc.processes":            "one reading of the system's processes for all who ask at the same time",
	"internal/sys/locks.lockWaiters":         "counts the threads of the process that wait for locks of files",
}

func TestSystemCallsAreInSys(t *testing.T) {
	fset, all := sources(t)
	for _, name := range []string{"os", "syscall"} {
		harmless := doNothing(t, name)
		for _, s := range all {
			if s.test || s.outside() || inSys(s.pkg) {
				continue
			}
			for _, sel := range selections(s.file, name) {
				if !harmless(sel.Sel.Name) && !slices.Contains(system[name][sel.Sel.Name], s.pkg) {
					t.Errorf("%s: %s.%s: only internal/sys may use it",
						fset.Position(sel.Pos()), name, sel.Sel.Name)
				}
			}
		}
	}
}

// inSys tells whether a package is one of those that make system calls.
func inSys(pkg string) bool { return pkg == "internal/sys" || strings.HasPrefix(pkg, "internal/sys/") }

// selections returns the uses of names of an imported package.
func selections(file *ast.File, pkg string) []*ast.SelectorExpr {
	local := ""
	for _, spec := range file.Imports {
		if spec.Path.Value == strconv.Quote(pkg) {
			local = path.Base(pkg)
			if spec.Name != nil {
				local = spec.Name.Name
			}
		}
	}
	var found []*ast.SelectorExpr
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && local != "" {
			if id, ok := sel.X.(*ast.Ident); ok && id.Name == local {
				found = append(found, sel)
			}
		}
		return true
	})
	return found
}

// doNothing reads a package of the standard library and returns whether a name of
// it is a type, a constant or an error: something that does nothing. A name the
// package has on other systems only is a constant if it is written like one.
func doNothing(t *testing.T, pkg string) func(name string) bool {
	found, err := build.Import(pkg, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	acts := make(map[string]bool)
	for _, name := range found.GoFiles {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(found.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			note(acts, decl)
		}
	}
	return func(name string) bool {
		does, known := acts[name]
		return known && !does || !known && strings.ToUpper(name) == name
	}
}

// note notes what a declaration declares, and whether that may do something.
func note(acts map[string]bool, decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			acts[d.Name.Name] = true
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				acts[spec.Name.Name] = false
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					acts[name.Name] = d.Tok == token.VAR && !strings.HasPrefix(name.Name, "Err")
				}
			}
		}
	}
}

func TestNoHiddenState(t *testing.T) {
	fset, all := sources(t)
	unused := make(map[string]bool)
	for name := range variables {
		unused[name] = true
	}
	for _, s := range all {
		if s.test || s.outside() {
			continue
		}
		for _, decl := range s.file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: func init: pass things in instead", fset.Position(f.Pos()))
			}
			for _, name := range packageVariables(decl) {
				key := fmt.Sprintf("%s.%s", s.pkg, name.Name)
				delete(unused, key)
				if _, allowed := variables[key]; !allowed {
					t.Errorf("%s: package-level variable %s: pass it in, or give the reason in rules_test.go",
						fset.Position(name.Pos()), name.Name)
				}
			}
		}
	}
	for name := range unused {
		t.Errorf("rules_test.go allows %s, which there is not", name)
	}
}

// packageVariables returns the variables of a declaration but for blank ones
// and error sentinels.
func packageVariables(decl ast.Decl) []*ast.Ident {
	gen, ok := decl.(*ast.GenDecl)
	if !ok || gen.Tok != token.VAR {
		return nil
	}
	var names []*ast.Ident
	for _, spec := range gen.Specs {
		value := spec.(*ast.ValueSpec)
		for i, name := range value.Names {
			if name.Name == "_" || i < len(value.Values) && isSentinel(name.Name, value.Values[i]) {
				continue
			}
			names = append(names, name)
		}
	}
	return names
}

// isSentinel tells whether a variable is an error to compare with: named err
// or Err, and made by errors.New, as the address of a value, or that of another
// package.
func isSentinel(name string, x ast.Expr) bool {
	if !strings.HasPrefix(name, "err") && !strings.HasPrefix(name, "Err") {
		return false
	}
	switch x := x.(type) {
	case *ast.CallExpr:
		return types.ExprString(x.Fun) == "errors.New"
	case *ast.SelectorExpr:
		return x.Sel.Name == name
	case *ast.UnaryExpr:
		_, literal := x.X.(*ast.CompositeLit)
		return x.Op == token.AND && literal
	}
	return false
}

// TestUnsafeIsExplained: where memory is used as something else than what it is
// declared as, a comment says why that can't go wrong.
func TestUnsafeIsExplained(t *testing.T) {
	fset, all := sources(t)
	for _, s := range all {
		if s.test {
			continue
		}
		for _, decl := range s.file.Decls {
			for _, sel := range selections(s.file, "unsafe") {
				within := decl.Pos() <= sel.Pos() && sel.Pos() < decl.End()
				sizes := sel.Sel.Name == "Sizeof" || sel.Sel.Name == "Offsetof"
				if within && !sizes && !hasComment(s.file, decl, "SAFETY: ") {
					t.Errorf("%s: unsafe.%s without a comment that says why it is safe", fset.Position(sel.Pos()), sel.Sel.Name)
				}
			}
		}
	}
}

// hasComment tells whether a declaration has a comment with the text in it.
func hasComment(file *ast.File, decl ast.Decl, text string) bool {
	from := decl.Pos()
	if fn, ok := decl.(*ast.FuncDecl); ok && fn.Doc != nil {
		from = fn.Doc.Pos()
	}
	return slices.ContainsFunc(file.Comments, func(c *ast.CommentGroup) bool {
		return from <= c.Pos() && c.End() <= decl.End() && strings.Contains(c.Text(), text)
	})
}
