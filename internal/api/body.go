package main

import (
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// body is what a function does.
func (w *stub) body(from *source, d *ast.FuncDecl, results []ast.Expr, st *ast.StructType) string {
	if len(results) == 0 {
		return ""
	}
	if special := special(d, st); special != "" {
		return special
	}
	var before string
	var values []string
	for i, r := range results {
		typ := w.print(from, r)
		pair, iterates := strings.CutPrefix(typ, "iter.Seq2[")
		pair = strings.TrimSuffix(pair, "]")
		switch first, fails := strings.CutSuffix(pair, ", error"); {
		case iterates && fails:
			before = "var none " + first + "\n"
			values = append(values, "func(yield func("+pair+") bool) { yield(none, errors.ErrUnsupported) }")
		case iterates:
			values = append(values, "func(func("+pair+") bool) {}")
		case typ == "error":
			values = append(values, "errors.ErrUnsupported")
		case strings.HasPrefix(typ, "*") && len(results) == 1:
			values = append(values, "new("+typ[1:]+")") // its fields may be set
		default:
			value := w.zero(from, r)
			if value == "" {
				value = "zero" + strconv.Itoa(i)
				before += "var " + value + " " + typ + "\n"
			}
			values = append(values, value)
		}
	}
	return before + "return " + strings.Join(values, ", ") + "\n"
}

// zero is the zero value of a type, "" if that has to be declared.
func (w *stub) zero(from *source, x ast.Expr) string {
	switch x := x.(type) {
	case *ast.StarExpr, *ast.FuncType, *ast.ChanType, *ast.InterfaceType:
		return "nil"
	case *ast.ArrayType:
		if x.Len == nil {
			return "nil"
		}
	case *ast.StructType:
		return "{}"
	case *ast.Ident:
		return w.zeroOf(from, x)
	case *ast.SelectorExpr:
		switch p := from.imports[from.text(x.X)]; p {
		case "io":
			return "nil"
		case w.m.path + "/pipeline":
			return from.text(x) + "{}"
		}
	}
	return ""
}

// zeroOf is zero for a type without a package.
func (w *stub) zeroOf(from *source, id *ast.Ident) string {
	if t := from.named(id.Name); t != nil {
		value := w.zero(from, t.Decl.Specs[0].(*ast.TypeSpec).Type)
		if value == "{}" {
			return id.Name + value
		}
		return value
	}
	if b, ok := types.Universe.Lookup(id.Name).(*types.TypeName); ok {
		if basic, ok := b.Type().(*types.Basic); ok {
			switch info := basic.Info(); {
			case info&types.IsNumeric != 0:
				return "0"
			case info&types.IsString != 0:
				return `""`
			case info&types.IsBoolean != 0:
				return "false"
			}
		}
	}
	return ""
}

// special is the body of a function that others rely on.
func special(d *ast.FuncDecl, st *ast.StructType) string {
	switch method := d.Recv != nil; {
	case method && d.Name.Name == "Error":
		return "return errors.ErrUnsupported.Error()\n"
	case method && d.Name.Name == "Unwrap" && hasField(st, "Err"):
		return "return e.Err\n"
	case method && d.Name.Name == "ExitCode":
		return "return 126\n"
	case d.Name.Name == "ExitCode":
		return "if err == nil {\nreturn 0\n}\nreturn 126\n"
	}
	return ""
}

func hasField(st *ast.StructType, name string) bool {
	return st != nil && slices.ContainsFunc(st.Fields.List, func(f *ast.Field) bool {
		return slices.ContainsFunc(f.Names, func(id *ast.Ident) bool { return id.Name == name })
	})
}
