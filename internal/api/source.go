package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build"
	"go/doc"
	"go/format"
	"go/parser"
	"go/printer"
	"go/token"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// source is a package as it is on Linux, with its documentation.
type source struct {
	fset    *token.FileSet
	doc     *doc.Package
	imports map[string]string // local name to path
}

// load reads the package in dir, relative to the root. Of a public one that is without
// the files that Windows has, too.
func (m *module) load(dir string) (*source, error) {
	if s := m.read[dir]; s != nil {
		return s, nil
	}
	linux, windows := contextOf("linux"), contextOf("windows")
	full := filepath.Join(m.root, dir)
	s := &source{fset: token.NewFileSet(), imports: make(map[string]string)}
	var files []*ast.File
	names, err := filepath.Glob(filepath.Join(full, "*.go"))
	if err != nil {
		return nil, err
	}
	public := slices.Contains(public, dir)
	for _, name := range names {
		base := filepath.Base(name)
		here, err := linux.MatchFile(full, base)
		if err != nil {
			return nil, err
		}
		there, err := windows.MatchFile(full, base)
		if err != nil {
			return nil, err
		}
		if !here || strings.HasSuffix(base, "_test.go") || public && there {
			continue
		}
		file, err := parser.ParseFile(s.fset, name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		s.note(file)
		files = append(files, file)
	}
	s.doc, err = doc.NewFromFiles(s.fset, files, path.Join(m.path, dir), doc.Mode(doc.PreserveAST))
	m.read[dir] = s
	return s, err
}

// contextOf is how packages are read for a system.
func contextOf(system string) *build.Context {
	c := build.Default
	c.GOOS, c.GOARCH, c.CgoEnabled = system, "amd64", false
	return &c
}

// note notes what a file imports.
func (s *source) note(file *ast.File) {
	for _, spec := range file.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(p)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		s.imports[name] = p
	}
}

// text prints a piece of syntax.
func (s *source) text(node any) string {
	var b bytes.Buffer
	if err := (&printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 8}).Fprint(&b, s.fset, node); err != nil {
		panic(err) // it was parsed
	}
	return b.String()
}

// named returns the documentation of a type, or nil.
func (s *source) named(name string) *doc.Type {
	for _, t := range s.doc.Types {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// meaning returns what an alias stands for: the type, and the package that it is in.
func (m *module) meaning(s *source, t *doc.Type) (*source, *doc.Type, error) {
	spec := t.Decl.Specs[0].(*ast.TypeSpec)
	sel, ok := spec.Type.(*ast.SelectorExpr)
	if !ok || !spec.Assign.IsValid() {
		return s, t, nil
	}
	dir, ours := strings.CutPrefix(s.imports[s.text(sel.X)], m.path+"/")
	if !ours || slices.Contains(public, dir) {
		return s, t, nil
	}
	from, err := m.load(dir)
	if err != nil {
		return nil, nil, err
	}
	of := from.named(sel.Sel.Name)
	if of == nil {
		return nil, nil, fmt.Errorf("package %s: no type %s", dir, sel.Sel.Name)
	}
	return m.meaning(from, of)
}

// finish formats a file of package name with the imports that its text uses.
func (m *module) finish(name, header, body string, imports map[string]string) ([]byte, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+body, parser.ParseComments)
	if err != nil {
		return nil, fmt.Errorf("package %s: %w", name, err)
	}
	used := make(map[string]string)
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && imports[id.Name] != "" {
				used[imports[id.Name]] = id.Name
			}
		}
		return true
	})
	var b strings.Builder
	b.WriteString(generated + header + "package " + name + "\n\n")
	b.WriteString("import (\n")
	for _, ours := range []bool{false, true} {
		for _, p := range slices.Sorted(maps.Keys(used)) {
			local := used[p] + " "
			if used[p] == path.Base(p) {
				local = ""
			}
			if strings.HasPrefix(p, m.path+"/") == ours {
				fmt.Fprintf(&b, "%s%q\n", local, p)
			}
		}
		b.WriteString("\n")
	}
	b.WriteString(")\n\n" + body)
	return format.Source([]byte(b.String()))
}
