package main

import (
	"strings"

	"gpipe/internal/explain"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/plan"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
)

// explainProgram prints what the script would do, and does nothing of it.
func explainProgram(in *invocation, src interp.Source) int {
	sh, err := newShell(in, interp.Watch{})
	if err != nil {
		return complain(interp.Message(err), 1)
	}
	if in.mistaken() {
		return in.mistake(sh)
	}
	if src.Text, err = in.whole(src); err != nil {
		return complain("read: standard input: "+err.Error(), 1)
	}
	open, err := sh.Files().Map(nil)
	if err != nil {
		return complain(interp.Message(err), 1)
	}
	cfg := &plan.Config{Text: src.Text, Resolve: resolver(sh), Posix: sh.Options()&option.Posix != 0}
	if sh.Options()&option.Parallel != 0 {
		l := in.parallel.Limits()
		cfg.Parallel, cfg.Locale = &l, interp.Collation(sys.Environ())
	}
	for _, fd := range open {
		cfg.Open = append(cfg.Open, fd.Child)
	}
	root, err := plan.Program(cfg)
	status := 0
	if root != nil {
		status = print(explanation(in.explain, root))
	}
	if err != nil {
		return in.syntaxError(err)
	}
	return status
}

// explanation gives the program in one of explainFormats.
func explanation(format string, root *plan.Node) string {
	switch format {
	case "dot":
		return explain.DOT(root)
	case "mermaid":
		return explain.Mermaid(root)
	case "json":
		return explain.JSON(root)
	}
	return explain.Text(root)
}

// resolver tells what names stand for to a shell that has just started.
func resolver(sh *interp.Shell) func(string, bool) plan.Found {
	return func(name string, program bool) plan.Found {
		if !program {
			switch cmd, _ := sh.Search().Resolve(name, false); cmd.Kind {
			case interp.KindSpecial:
				return plan.Found{Is: plan.WhatSpecial}
			case interp.KindBuiltin:
				return plan.Found{Is: plan.WhatBuiltin}
			}
		}
		path, err := sh.Search().File(name)
		if err == nil && strings.Contains(name, "/") {
			err = files.Executable(-1, path)
		}
		if err != nil {
			return plan.Found{Is: plan.WhatMissing}
		}
		return plan.Found{Is: plan.WhatProgram, Path: path}
	}
}

// readAll reads fd to its end.
func readAll(fd int) (string, error) {
	var text strings.Builder
	buf := make([]byte, 32<<10)
	for {
		n, err := sys.Read(fd, buf)
		if n <= 0 || err != nil {
			return text.String(), err
		}
		text.Write(buf[:n])
	}
}
