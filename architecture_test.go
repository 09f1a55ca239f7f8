package gpipe

import (
	"go/ast"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestArchitecture: the names in docs/architecture.md are those of the code.
func TestArchitecture(t *testing.T) {
	text, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	declared := make(map[string]bool)
	_, all := sources(t)
	for _, s := range all {
		for _, d := range s.file.Decls {
			declare(declared, s.file.Name.Name, d)
		}
	}
	for _, m := range regexp.MustCompile("`([a-z]+)[.](\\w+(?:[.]\\w+)?)`").FindAllStringSubmatch(string(text), -1) {
		if name := m[1] + "." + m[2]; !strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, ".md") && !declared[name] {
			t.Errorf("there is no %s", name)
		}
	}
	for _, m := range regexp.MustCompile("`(?:internal/\\w+/)?(\\w+[.]go)`").FindAllStringSubmatch(string(text), -1) {
		if !slices.ContainsFunc(all, func(s source) bool { return path.Base(s.path) == m[1] }) {
			t.Errorf("there is no %s", m[1])
		}
	}
}

// declare notes what a declaration declares at the level of the package.
func declare(names map[string]bool, pkg string, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		name := d.Name.Name
		if d.Recv != nil {
			typ := d.Recv.List[0].Type
			if star, ok := typ.(*ast.StarExpr); ok {
				typ = star.X
			}
			if id, ok := typ.(*ast.Ident); ok {
				name = id.Name + "." + name
			}
		}
		names[pkg+"."+name] = true
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				names[pkg+"."+spec.Name.Name] = true
			case *ast.ValueSpec:
				for _, id := range spec.Names {
					names[pkg+"."+id.Name] = true
				}
			}
		}
	}
}
