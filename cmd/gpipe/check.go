package main

import (
	"strings"

	"gpipe/internal/builtin"
	"gpipe/internal/columns"
	"gpipe/internal/interp"
	"gpipe/internal/portable"
)

// check prints what in the script is not portable to the shell of POSIX, and runs
// nothing. The status is 1 if there is something, and 2 if the script cannot be run.
func check(in *invocation, src interp.Source) int {
	text, err := in.whole(src)
	if err != nil {
		return complain("read: standard input: "+err.Error(), 1)
	}
	table := builtin.Table()
	found, err := portable.Check(&portable.Config{Text: text, Builtin: func(name string) (known, own bool) {
		b := table[name]
		return b != nil, b != nil && b.Extra
	}})
	var out strings.Builder
	place := ""
	if file := in.file(); file != "" {
		place = interp.Quote(file) + ": "
	}
	for _, f := range found {
		out.WriteString(place + "line " + itoa(f.Line) + ", column " + itoa(f.Col) + ": not in POSIX: " + columns.Plain(f.What) + "\n")
	}
	status := print(out.String())
	switch {
	case err != nil:
		return in.syntaxError(err)
	case status == 0 && len(found) > 0:
		return 1
	}
	return status
}
