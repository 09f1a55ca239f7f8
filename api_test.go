package gpipe

import (
	"flag"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gpipe/internal/effort"
)

var updateAPI = flag.Bool("api", false, "write what the public packages have to testdata/api")

// public are the packages for other programs.
var public = []string{"ipc", "pipeline", "popen", "redirect", "remote", "shell"}

// TestPublicAPI: what the packages for other programs export is what is listed in
// testdata/api: a change is meant. go test -run TestPublicAPI -api writes the lists.
func TestPublicAPI(t *testing.T) {
	for name, list := range apiOn(t, "linux") { // their documentation is that of Linux
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
			if strings.Contains(line, "internal/") {
				t.Errorf("package %s mentions an internal package: %s", name, line)
			}
		}
	}
}

// TestPublicAPIOnWindows: there the packages have the same, but what is of a type that
// package syscall does not have there.
func TestPublicAPIOnWindows(t *testing.T) {
	effort.Usual(t)
	linux, windows := apiOn(t, "linux"), apiOn(t, "windows")
	for _, name := range public {
		want := slices.DeleteFunc(linux[name], func(line string) bool { return strings.Contains(line, "syscall.Credential") })
		if d := cmp.Diff(want, windows[name]); d != "" {
			t.Errorf("package %s (-linux +windows):\n%s", name, d)
		}
	}
}

// apiOn lists what the public packages export on a system.
func apiOn(t *testing.T, system string) map[string][]string {
	t.Helper()
	cmd := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}")
	for _, name := range public {
		cmd.Args = append(cmd.Args, "./"+name)
	}
	cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	compiled := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		compiled[path] = file
	}
	from := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) { return os.Open(compiled[path]) })
	lists := make(map[string][]string)
	for _, name := range public {
		pkg, err := from.Import(modulePath(t) + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		lists[name] = listAPI(pkg, modulePath(t))
	}
	return lists
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

// text writes a type. The packages of the module are without its path, and what is
// public is that of the public package.
func (a *api) text(t types.Type) string {
	text := types.TypeString(t, func(p *types.Package) string {
		name := strings.TrimPrefix(p.Path(), a.module+"/")
		if public, ok := strings.CutPrefix(name, "internal/"); ok && (public == "pipeline" || public == "redirect") {
			name = public
		}
		if name == strings.TrimPrefix(a.pkg.Path(), a.module+"/") {
			return ""
		}
		return name
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
