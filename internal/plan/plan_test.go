package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// resolve knows a few names; all others are programs.
func resolve(name string, program bool) Found {
	switch name {
	case "exec", "trap", "eval", ":", ".", "set":
		return Found{Is: WhatSpecial}
	case "command", "echo", "kill", "ulimit", "read", "wait":
		return Found{Is: WhatBuiltin}
	}
	return Found{Is: WhatProgram, Path: "/bin/" + name}
}

// places lists the environments of a program, in the order in which they begin.
func places(t *testing.T, text string) []string {
	t.Helper()
	root, err := Program(&Config{Text: text, Open: []int{0, 1, 2}, Resolve: resolve})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	var walk func(n *Node)
	walk = func(n *Node) {
		if n.Where != Inside {
			place := n.Text + " -> " + n.Where.String()
			if n.Why != None {
				place += ": " + n.Why.String()
			}
			list = append(list, place)
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(root)
	return list
}

func TestPlaces(t *testing.T) {
	const signals, ids, limits = ": it catches or sends signals", ": it asks for ids of processes", ": it sets limits"
	for _, c := range []struct{ script, want string }{
		{"ls", "ls -> process"},
		{"echo a", ""},
		{"(echo a)", "(echo a) -> copy"},
		{"(trap '' USR1)", "(trap '' USR1) -> process" + signals},
		{"(trap 'echo a' EXIT)", "(trap 'echo a' EXIT) -> copy"},
		{"(kill -l)", "(kill -l) -> copy"},
		{"(kill 1)", "(kill 1) -> process" + signals},
		{"(ulimit -n)", "(ulimit -n) -> copy"},
		{"(ulimit -n 9)", "(ulimit -n 9) -> process" + limits},
		{"(echo $PPID)", "(echo $PPID) -> process" + ids},
		{"x=$(echo a; echo b)", "echo a -> copy"},
		{"x=$(<f)", ""},
		{"f() { trap '' USR1; }; (f)", "(f) -> process" + signals},
		{"f() { g; }; g() { trap '' USR1; }; (f)", "(f) -> process" + signals},
		{"(f); f() { trap '' USR1; }", "(f) -> copy|f -> process"}, // it is a program then
		{"f() { (g); }; g() { trap '' USR1; }", "(g) -> process" + signals},
		{"($x)", "($x) -> copy or process: it is not known what it runs"},
		{"(x=$1; $x)", "(x=$1; $x) -> copy or process: it is not known what it runs"},
		{"(: ${x:=trap}; $x '' USR1)", "(: ${x:=trap}; $x '' USR1) -> copy or process: it is not known what it runs"},
		{"(command exec trap '' USR1)", "(command exec trap '' USR1) -> process" + signals},
		{"(. f)", "(. f) -> process: it is not known what it runs"},
		{"ls | read x", "ls -> process|read x -> copy"},
		{"echo a | trap '' USR1", "echo a -> process" + signals + "|trap '' USR1 -> process" + signals},
		{"echo a | (trap '' USR1)", "echo a -> copy|(trap '' USR1) -> process" + signals},
		{"echo a & ls & wait", "echo a -> process: it is not waited for|ls -> process"},
		{"ls <(echo a) >(read x)", "ls <(echo a) >(read x) -> process|echo a -> copy|read x -> process: it is not waited for"},
		{"trap '' INT; ls <(echo a)", "ls <(echo a) -> process|echo a -> copy or process"},
		{"f() { :; } | ls", "f() { :; } -> copy|ls -> process"},
	} {
		got := strings.Join(places(t, c.script), "|")
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.script, diff)
		}
	}
}
