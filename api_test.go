package gpipe

import (
	"flag"
	"go/build"
	"go/importer"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var updateAPI = flag.Bool("api", false, "write what the public packages have to testdata/api")

// public are the packages for other programs.
var public = []string{"ipc", "pipeline", "popen", "redirect", "shell"}

// forEngine are exported names that are for the shell of this module alone, and
// that mention its internal packages. They are here since the types that have them
// are public: a package of its own for the engine would be what the public ones
// forward to, with a call more in each of their functions.
var forEngine = map[string]bool{
	"pipeline.Proc.Rlimits": true,
	"redirect.Plan":         true,
	"redirect.Table.Map":    true,
}

// TestPublicAPI: what the packages for other programs export is what is listed in
// testdata/api: a change is meant. go test -run TestPublicAPI -api writes the lists.
func TestPublicAPI(t *testing.T) {
	// Their documentation is that of Linux, without cgo, wherever the test runs.
	was := build.Default
	t.Cleanup(func() { build.Default = was })
	build.Default.GOOS, build.Default.GOARCH, build.Default.CgoEnabled = "linux", "amd64", false
	from := importer.ForCompiler(token.NewFileSet(), "source", nil)
	for _, name := range public {
		pkg, err := from.Import(modulePath(t) + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		list := listAPI(pkg, modulePath(t))
		file := filepath.Join("testdata", "api", name+".txt")
		if *updateAPI {
			if err := os.WriteFile(file, []byte(strings.Join(list, "\n")+"\n"), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(strings.Split(strings.TrimSpace(string(want)), "\n"), list); d != "" {
			t.Errorf("package %s (-listed +has):\n%s", name, d)
		}
		for _, line := range list {
			who := name + "." + strings.Fields(line)[1]
			if i := strings.IndexByte(who, '('); i > 0 {
				who = who[:i]
			}
			if strings.Contains(line, "internal/") && !forEngine[who] {
				t.Errorf("package %s mentions an internal package: %s", name, line)
			}
		}
	}
}

// listAPI lists what a package of the module exports, a line for each name, field and
// method.
func listAPI(pkg *types.Package, module string) []string {
	a := &api{pkg: pkg, module: module}
	for _, name := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		switch obj := obj.(type) {
		case *types.TypeName:
			a.typeName(obj)
		case *types.Func:
			a.add("func " + name + strings.TrimPrefix(a.text(obj.Type()), "func"))
		case *types.Const:
			a.add("const " + name + " " + a.text(obj.Type()) + " = " + obj.Val().String())
		default:
			a.add("var " + name + " " + a.text(obj.Type()))
		}
	}
	slices.Sort(a.list)
	return a.list
}

// api is a list in the making.
type api struct {
	pkg    *types.Package
	module string
	list   []string
}

func (a *api) add(line string) { a.list = append(a.list, line) }

// text writes a type. The packages of the module are without its path. One of an internal package that has a public name, as an
// alias, has that.
func (a *api) text(t types.Type) string {
	text := types.TypeString(t, func(p *types.Package) string {
		if p == a.pkg {
			return ""
		}
		return strings.TrimPrefix(p.Path(), a.module+"/")
	})
	for internal, public := range map[string]string{
		"internal/parse.Error":      "popen.SyntaxError",
		"internal/relay.PanicError": "pipeline.PanicError",
		"internal/relay.CountError": "pipeline.CountError",
	} {
		text = strings.ReplaceAll(text, internal, public)
	}
	return text
}

// typeName lists a type with its exported fields and methods; of an alias those of
// what it stands for.
func (a *api) typeName(obj *types.TypeName) {
	name, t := obj.Name(), types.Unalias(obj.Type())
	params := ""
	if named, ok := t.(*types.Named); ok && named.TypeParams().Len() > 0 {
		var list []string
		for p := range named.TypeParams().TypeParams() {
			list = append(list, p.String()+" "+a.text(p.Constraint()))
		}
		params = "[" + strings.Join(list, ", ") + "]"
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		a.add("type " + name + params + " struct")
		for f := range u.Fields() {
			if f.Exported() {
				a.add("field " + name + "." + f.Name() + " " + a.text(f.Type()))
			}
		}
	case *types.Interface:
		a.add("type " + name + params + " interface")
		for m := range u.Methods() {
			a.add("method " + name + "." + m.Name() + strings.TrimPrefix(a.text(m.Type()), "func"))
		}
		return
	default:
		a.add("type " + name + params + " " + a.text(u))
	}
	set := types.NewMethodSet(types.NewPointer(t))
	for sel := range set.Methods() {
		if m := sel.Obj(); m.Exported() {
			a.add("method " + name + "." + m.Name() + strings.TrimPrefix(a.text(m.Type()), "func"))
		}
	}
}
