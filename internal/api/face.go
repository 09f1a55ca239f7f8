package main

import (
	"go/ast"
	"go/doc"
	"go/token"
	"slices"
	"strings"
)

// face writes the face of a package: its names stand for those of the implementation.
func (m *module) face(name string) ([]byte, error) {
	s, err := m.load(implementation(name))
	if err != nil {
		return nil, err
	}
	f := &face{m: m, source: s, hidden: faces[name]}
	f.values(s.doc.Consts)
	f.values(s.doc.Vars)
	for _, t := range s.doc.Types {
		if slices.Contains(f.hidden, t.Name) {
			continue
		}
		if err := f.typ(t); err != nil {
			return nil, err
		}
		f.values(t.Consts)
		f.values(t.Vars)
		f.funcs(t.Funcs)
	}
	f.funcs(s.doc.Funcs)
	imports := map[string]string{"engine": m.path + "/" + implementation(name)}
	for local, p := range s.imports {
		if other, ok := strings.CutPrefix(p, m.path+"/internal/"); ok && faces[other] != nil {
			p = m.path + "/" + other
		}
		imports[local] = p
	}
	return m.finish(name, "//go:build !windows\n\n", f.out.String(), imports)
}

// face is a face in the making.
type face struct {
	m *module
	*source
	hidden []string
	out    strings.Builder
}

// values writes constants as they are declared, and variables, each as that of the
// implementation.
func (f *face) values(list []*doc.Value) {
	for _, v := range list {
		names := slices.DeleteFunc(slices.Clone(v.Names), func(n string) bool { return !ast.IsExported(n) || slices.Contains(f.hidden, n) })
		if len(names) == 0 {
			continue
		}
		f.comment(v.Doc)
		if v.Decl.Tok == token.CONST {
			decl := *v.Decl
			decl.Doc = nil
			f.out.WriteString(f.text(&decl) + "\n\n")
			continue
		}
		f.out.WriteString("var (\n")
		for i, spec := range v.Decl.Specs {
			spec := spec.(*ast.ValueSpec)
			if i > 0 && spec.Doc != nil {
				f.out.WriteString("\n")
			}
			f.variables(spec)
		}
		f.out.WriteString(")\n\n")
	}
}

func (f *face) variables(spec *ast.ValueSpec) {
	for _, id := range spec.Names {
		if id.IsExported() && !slices.Contains(f.hidden, id.Name) {
			f.comment(spec.Doc.Text())
			f.out.WriteString(id.Name + " error = engine." + id.Name + "\n")
		}
	}
}

// typ writes a type. Documentation shows of an alias only the comment: so that has the
// declaration and the methods.
func (f *face) typ(t *doc.Type) error {
	s, of, err := f.m.meaning(f.source, t)
	if err != nil {
		return err
	}
	f.comment(t.Doc)
	var shown []string
	spec := of.Decl.Specs[0].(*ast.TypeSpec)
	if declares(spec.Type) {
		shown = append(shown, "type "+s.text(spec))
	}
	for _, m := range of.Methods {
		shown = append(shown, commented(m.Doc)+s.text(signature(m.Decl)))
	}
	if len(shown) > 0 {
		f.out.WriteString("//\n")
	}
	for i, text := range shown {
		if i > 0 {
			f.out.WriteString("//\n")
		}
		for line := range strings.Lines(text) {
			f.out.WriteString(strings.TrimRight("//\t"+line, " \t\n") + "\n")
		}
	}
	f.out.WriteString("type " + t.Name + " = engine." + t.Name + "\n\n")
	return nil
}

// declares tells whether there is more to a type than its methods.
func declares(x ast.Expr) bool {
	s, ok := x.(*ast.StructType)
	return !ok || len(s.Fields.List) > 0
}

func (f *face) funcs(list []*doc.Func) {
	for _, fn := range list {
		if slices.Contains(f.hidden, fn.Name) {
			continue
		}
		f.comment(fn.Doc)
		call := "engine." + fn.Name + "(" + arguments(fn.Decl) + ")"
		if fn.Decl.Type.Results != nil {
			call = "return " + call
		}
		f.out.WriteString(f.text(signature(fn.Decl)) + " { " + call + " }\n\n")
	}
}

// signature is a function without its body and its documentation.
func signature(d *ast.FuncDecl) *ast.FuncDecl {
	c := *d
	c.Body, c.Doc = nil, nil
	return &c
}

// arguments are what passes the parameters of a function on.
func arguments(d *ast.FuncDecl) string {
	var list []string
	for _, p := range d.Type.Params.List {
		for _, id := range p.Names {
			name := id.Name
			if _, more := p.Type.(*ast.Ellipsis); more {
				name += "..."
			}
			list = append(list, name)
		}
	}
	return strings.Join(list, ", ")
}

func (f *face) comment(text string) { f.out.WriteString(commented(text)) }

// commented is a text as a comment.
func commented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimRight("// "+line, " \n") + "\n")
	}
	return b.String()
}
