package explain

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"gpipe/internal/columns"
	"gpipe/internal/effort"
	"gpipe/internal/plan"
)

func build(t *testing.T, text string) *plan.Node {
	t.Helper()
	root, err := plan.Program(&plan.Config{Text: text, Open: []int{0, 1, 2}, Resolve: resolve})
	if err != nil {
		t.Skip(err)
	}
	return root
}

func resolve(name string, program bool) plan.Found {
	switch {
	case program:
		return plan.Found{Is: plan.WhatProgram, Path: "/bin/" + name}
	case name == "echo":
		return plan.Found{Is: plan.WhatBuiltin}
	case name == "exec":
		return plan.Found{Is: plan.WhatSpecial}
	case name == "missing":
		return plan.Found{Is: plan.WhatMissing}
	}
	return plan.Found{Is: plan.WhatProgram, Path: "/bin/" + name}
}

// TestEveryForm explains every script of the behaviour tests, which have
// every form there is.
func TestEveryForm(t *testing.T) {
	names, err := filepath.Glob("../../testscripts/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if filepath.Ext(f.Name) == ".sh" {
				t.Run(filepath.Base(name)+"/"+f.Name, func(t *testing.T) { check(t, string(f.Data)) })
			}
		}
	}
}

// check explains a script in every format.
func check(t *testing.T, text string) {
	root := build(t, text)
	for line := range strings.Lines(Text(root)) {
		if n := columns.Width(strings.TrimSuffix(line, "\n")); n > width {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	if data := JSON(root); !json.Valid([]byte(data)) {
		t.Errorf("no JSON: %.1000s", data)
	}
	if d := DOT(root); strings.Count(d, "{\n") != strings.Count(d, "}\n") {
		t.Errorf("frames are left open: %.1000s", d)
	}
	Mermaid(root)
}

func TestExecRedirectsForGood(t *testing.T) {
	text := Text(build(t, "exec 3>log\n(exec 4>sub)\nls\n"))
	_, ls, _ := strings.Cut(text, "\nls\n")
	if !strings.Contains(ls, "fd 3 <- file log") || strings.Contains(ls, "fd 4 <-") {
		t.Error(text)
	}
}

func TestFunctionsAreKnownWhenTheyAreDefined(t *testing.T) {
	root := build(t, "f; f() { g; }; g() { :; }; f\n(h() { :; }); h\n")
	var is []string
	for _, n := range root.Children {
		if n.Command != nil {
			is = append(is, n.Text+" "+n.Command.Is)
		}
	}
	want := "f program, f function, h program"
	if got := strings.Join(is, ", "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if g := root.Children[1].Children[0].Children[0].Command; g.Is != plan.WhatFunction {
		t.Errorf("g in the body of f is a %s", g.Is)
	}
}

func TestLinesOfLongScripts(t *testing.T) {
	root := build(t, ":\n\n: | ls\n")
	if n := root.Children[1]; n.Line != 3 || n.Children[1].Line != 3 {
		t.Errorf("lines %d and %d", n.Line, n.Children[1].Line)
	}
}

// TestMembersAreInTheManual: each member that JSON writes is named where the
// format is described.
func TestMembersAreInTheManual(t *testing.T) {
	manual, err := os.ReadFile("../../docs/gpipe.1")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(manual), "\n.Ss Explaining a script\n")
	section, _, _ = strings.Cut(section, "\n.Ss ")
	words := strings.Fields(section)
	var root any
	text := "f() { :; }; f $x >o {v}<i; exec 3>&1\ncase $x in a) ls 2>&1 | wc 4>&2 5>&- <<E & esac\nE\n"
	if err := json.Unmarshal([]byte(JSON(build(t, text))), &root); err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	members(root, seen)
	for name := range seen {
		if !slices.Contains(words, name) {
			t.Errorf("%s is not in the manual", name)
		}
	}
	if len(seen) < 25 {
		t.Errorf("members %v", seen)
	}
}

// members collects the names of the members of all objects in v.
func members(v any, seen map[string]bool) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			members(x, seen)
		}
	case map[string]any:
		for name, x := range v {
			seen[name] = true
			members(x, seen)
		}
	}
}

func FuzzExplain(f *testing.F) {
	f.Add("if a <b; then ! c | d & fi\nx=1 y >&2 {z}>q $(w) <<E\nE\n")
	f.Add("case x in *) ;; esac; for ((;;)); do [[ a == b ]] && ((1)); done")
	f.Fuzz(func(t *testing.T, text string) { check(t, text) })
}

// TestDeep explains commands that nest as deeply as the parser lets them: the
// text is bounded by what there is to say.
func TestDeep(t *testing.T) {
	effort.Usual(t)
	const depth = 3000 // two levels of JSON each, of which encoding/json reads 10000
	for _, text := range []string{
		strings.Repeat("( ", depth) + "ls" + strings.Repeat(" )", depth),
		strings.Repeat("$(", depth/3) + "ls" + strings.Repeat(")", depth/3),
	} {
		root := build(t, text)
		for name, out := range map[string]string{"text": Text(root), "dot": DOT(root), "mermaid": Mermaid(root), "json": JSON(root)} {
			if len(out) > 20<<20 {
				t.Errorf("%s: %d bytes", name, len(out))
			}
		}
		check(t, text)
	}
}
