package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/doc"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
)

// windows writes the declarations of a public package for Windows.
func (m *module) windows(name string) ([]byte, error) {
	s, err := m.load(implementation(name))
	if err != nil {
		return nil, err
	}
	w := &stub{source: s, m: m, hidden: faces[name], imports: map[string]string{"errors": "errors"}}
	if err := errors.Join(w.values(s.doc.Consts), w.values(s.doc.Vars)); err != nil {
		return nil, err
	}
	for _, t := range s.doc.Types {
		if err := w.typ(t); err != nil {
			return nil, err
		}
	}
	w.funcs(s.doc.Funcs)
	return m.finish(name, "", w.out.String(), w.imports)
}

// stub is a package in the making whose functions do nothing.
type stub struct {
	*source
	m       *module
	hidden  []string
	out     strings.Builder
	imports map[string]string
}

// print prints a piece of syntax of the package from.
func (w *stub) print(from *source, node any) string {
	for local, p := range from.imports {
		if name, ok := strings.CutPrefix(p, w.m.path+"/internal/"); ok && faces[name] != nil {
			p = path.Join(w.m.path, name)
		}
		if !strings.HasPrefix(p, w.m.path+"/internal/") {
			w.imports[local] = p
		}
	}
	return from.text(node)
}

// missing tells whether there is something in a declaration that Windows lacks.
func missing(text string) bool { return strings.Contains(text, "syscall.Credential") }

func (w *stub) values(list []*doc.Value) error {
	for _, v := range list {
		var lines string
		for _, spec := range v.Decl.Specs {
			line, err := w.value(spec.(*ast.ValueSpec), v.Decl.Tok.String() == "var")
			if err != nil {
				return err
			}
			lines += line
		}
		if lines != "" {
			w.out.WriteString(v.Decl.Tok.String() + " (\n" + lines + ")\n\n")
		}
	}
	return nil
}

// value is a line of a declaration. Constants that are not exported may be needed for
// those that are, if they are but counted.
func (w *stub) value(spec *ast.ValueSpec, variable bool) (string, error) {
	var line string
	for i, id := range spec.Names {
		switch {
		case slices.Contains(w.hidden, id.Name), !id.IsExported():
			line += "_"
		case variable:
			return id.Name + " error = errors.New(\"" + w.doc.Name + ": " + id.Name + "\")\n", nil
		default:
			line += id.Name
		}
		if i < len(spec.Names)-1 {
			line += ", "
		}
	}
	if variable {
		return "", nil
	}
	if spec.Type != nil {
		line += " " + w.print(w.source, spec.Type)
	}
	for i, x := range spec.Values {
		text := w.print(w.source, x)
		if w.inner(x) {
			value, err := w.m.constant(strings.TrimPrefix(w.doc.ImportPath, w.m.path+"/"), spec.Names[i].Name)
			if err != nil {
				return "", err
			}
			text = value
		}
		line += [...]string{" = ", ", "}[min(i, 1)] + text
	}
	return line + "\n", nil
}

// inner tells whether there is something in an expression that other packages, or
// Windows, do not have.
func (w *stub) inner(x ast.Node) bool {
	found := false
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			found = found || strings.HasPrefix(w.source.imports[w.text(n.X)], w.m.path+"/internal/")
			return false
		case *ast.Ident:
			found = found || !n.IsExported() && types.Universe.Lookup(n.Name) == nil
		}
		return true
	})
	return found
}

// constant returns the value of a constant.
func (m *module) constant(dir, name string) (string, error) {
	pkg := m.compiled[dir]
	if pkg == nil {
		var err error
		if pkg, err = m.compile(dir); err != nil {
			return "", err
		}
		m.compiled[dir] = pkg
	}
	c, ok := pkg.Scope().Lookup(name).(*types.Const)
	if !ok {
		return "", fmt.Errorf("package %s: %s is no constant", dir, name)
	}
	return c.Val().ExactString(), nil
}

// compile has the compiler say what a package has.
func (m *module) compile(dir string) (*types.Package, error) {
	cmd := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}", "./"+dir)
	cmd.Dir = m.root
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	compiled := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		p, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		compiled[p] = file
	}
	from := importer.ForCompiler(token.NewFileSet(), "gc", func(p string) (io.ReadCloser, error) { return os.Open(compiled[p]) })
	return from.Import(path.Join(m.path, dir))
}

func (w *stub) typ(t *doc.Type) error {
	if slices.Contains(w.hidden, t.Name) || !ast.IsExported(t.Name) {
		return nil
	}
	from, of, err := w.m.meaning(w.source, t)
	if err != nil {
		return err
	}
	spec := *of.Decl.Specs[0].(*ast.TypeSpec)
	spec.Name, spec.Doc, spec.Comment = ast.NewIdent(t.Name), nil, nil
	if st, ok := spec.Type.(*ast.StructType); ok {
		spec.Type = w.fields(from, st)
	}
	w.out.WriteString("type " + strings.ReplaceAll(w.print(from, &spec), "\n\n", "\n") + "\n\n")
	if f, ok := spec.Type.(*ast.FuncType); ok {
		w.opaque(f)
	}
	if err := errors.Join(w.values(t.Consts), w.values(t.Vars)); err != nil {
		return err
	}
	w.funcs(t.Funcs)
	for _, m := range of.Methods {
		w.method(from, t.Name, of, m)
	}
	return nil
}

// opaque declares the types that are not exported which a function type has.
func (w *stub) opaque(f *ast.FuncType) {
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && !id.IsExported() && types.Universe.Lookup(id.Name) == nil {
			w.out.WriteString("type " + id.Name + " struct{ _ byte }\n\n")
		}
		return true
	})
}

// fields are those fields of a struct that are exported, and there.
func (w *stub) fields(from *source, st *ast.StructType) *ast.StructType {
	list := &ast.FieldList{}
	for _, f := range st.Fields.List {
		if !missing(from.text(f.Type)) {
			list.List = append(list.List, &ast.Field{Names: f.Names, Type: f.Type})
		}
	}
	if len(list.List) == 0 { // two values are two
		list.List = []*ast.Field{{Names: []*ast.Ident{ast.NewIdent("_")}, Type: ast.NewIdent("byte")}}
	}
	return &ast.StructType{Fields: list}
}

func (w *stub) funcs(list []*doc.Func) {
	for _, f := range list {
		if !slices.Contains(w.hidden, f.Name) {
			w.function(w.source, f.Decl, "", nil)
		}
	}
}

func (w *stub) method(from *source, name string, of *doc.Type, m *doc.Func) {
	recv, x := name, "x"
	if names := m.Decl.Recv.List[0].Names; len(names) > 0 {
		x = names[0].Name
	}
	if strings.HasPrefix(m.Recv, "*") {
		recv = "*" + recv
	}
	st, _ := of.Decl.Specs[0].(*ast.TypeSpec).Type.(*ast.StructType)
	w.function(from, m.Decl, "("+x+" "+recv+") ", st)
}

// function writes a function, or a method with its receiver, of a type that may be a
// struct.
func (w *stub) function(from *source, d *ast.FuncDecl, recv string, st *ast.StructType) {
	text := w.print(from, d.Type)
	if missing(text) {
		return
	}
	var results []ast.Expr
	if d.Type.Results != nil {
		for _, r := range d.Type.Results.List {
			for range max(len(r.Names), 1) {
				results = append(results, r.Type)
			}
		}
	}
	w.out.WriteString("func " + recv + d.Name.Name + strings.TrimPrefix(text, "func") + " {\n" + w.body(from, d, results, st) + "}\n\n")
}
