package gpipe

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestNamesDiffer: no two names of a package, and no two members of a type, differ
// only in the case of their letters. One pair may: a field and the method without
// parameters that gives its value out.
func TestNamesDiffer(t *testing.T) {
	fset, all := sources(t)
	packages := make(map[string]scopes)
	for _, s := range all {
		if s.test || strings.HasSuffix(s.file.Name.Name, "_test") {
			continue
		}
		if packages[s.pkg] == nil {
			packages[s.pkg] = make(scopes)
		}
		packages[s.pkg].addFile(s.file)
	}
	for _, pkg := range slices.Sorted(maps.Keys(packages)) {
		for owner, names := range packages[pkg] {
			for _, same := range names {
				for _, pair := range same[1:] {
					if a := same[0]; !accessor(a, pair) {
						t.Errorf("%s: %s: %s and %s (%s) differ in case only", fset.Position(pair.at), strings.TrimPrefix(pkg+"."+owner, "."), a.text, pair.text, fset.Position(a.at))
					}
				}
			}
		}
	}
}

// name is a declared name.
type name struct {
	text   string
	at     token.Pos
	field  bool
	getter bool // a method with results and without parameters
}

// accessor tells whether of two names one is a field, the other its accessor.
func accessor(a, b name) bool { return a.field && b.getter || b.field && a.getter }

// scopes has the names of a package by what they are members of, "" for those of
// the package itself, and by their letters in lower case.
type scopes map[string]map[string][]name

func (s scopes) add(owner string, n name) {
	if n.text == "_" || n.text == "init" {
		return
	}
	if s[owner] == nil {
		s[owner] = make(map[string][]name)
	}
	key := strings.ToLower(n.text)
	if !slices.ContainsFunc(s[owner][key], func(o name) bool { return o.text == n.text }) {
		s[owner][key] = append(s[owner][key], n)
	}
}

func (s scopes) addFile(file *ast.File) {
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			owner := ""
			if d.Recv != nil {
				owner = receiver(d.Recv.List[0].Type)
			}
			getter := d.Type.Params.NumFields() == 0 && d.Type.Results.NumFields() > 0
			s.add(owner, name{text: d.Name.Name, at: d.Pos(), getter: getter})
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				s.addSpec(spec)
			}
		}
	}
}

func (s scopes) addSpec(spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		for _, id := range spec.Names {
			s.add("", name{text: id.Name, at: id.Pos()})
		}
	case *ast.TypeSpec:
		s.add("", name{text: spec.Name.Name, at: spec.Pos()})
		st, ok := spec.Type.(*ast.StructType)
		if !ok {
			return
		}
		for _, f := range st.Fields.List {
			for _, id := range f.Names {
				s.add(spec.Name.Name, name{text: id.Name, at: id.Pos(), field: true})
			}
		}
	}
}

// receiver is the name of a method's type.
func receiver(t ast.Expr) string {
	return strings.TrimLeft(strings.SplitN(types.ExprString(t), "[", 2)[0], "*")
}

// TestBuiltinsSeeLittle: a built-in knows some forty names of its environment. What is
// new gets a place in one of the subjects that they are.
func TestBuiltinsSeeLittle(t *testing.T) {
	_, all := sources(t)
	seen := make(map[string]bool)
	for _, s := range all {
		if s.pkg != "internal/builtin" || s.test {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && isShell(sel.X) && sel.Sel.IsExported() {
				seen[sel.Sel.Name] = true
			}
			return true
		})
	}
	if names := slices.Sorted(maps.Keys(seen)); len(names) > 44 {
		t.Errorf("built-ins use %d methods of interp.Shell: %v", len(names), names)
	}
}

// isShell tells whether an expression is the environment of a built-in: sh, or the
// field sh of what runs.
func isShell(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name == "sh"
	case *ast.SelectorExpr:
		return x.Sel.Name == "sh"
	}
	return false
}
