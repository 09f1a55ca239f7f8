package builtin

import (
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/pattern"
)

func help() *interp.Builtin {
	return &interp.Builtin{
		Name: "help", Completes: completion.HelpTopic, Usage: "[-dms] [pattern...]",
		Doc: "Describe the built-in commands that patterns match, or whose names begin so; without a\n" +
			"pattern, list them.\n" +
			"-d  what they do, in a line    -s  how they are used    -m  in the form of a manual page",
		Run: runHelp,
	}
}

func runHelp(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "dms")
	if bad != "" {
		return badOption(sh, "help", bad), interp.Next
	}
	if len(rest) == 0 {
		for b := range sh.Builtins().All() {
			sh.Out().WriteString(synopsis(b) + "\n")
		}
		return 0, interp.Next
	}
	style := lastOf(given, "dms")
	status := 0
	for _, text := range rest {
		found := topics(sh, text)
		if len(found) == 0 {
			sh.Report("help: " + interp.Quote(text) + ": not a built-in")
			status = 1
		}
		for _, b := range found {
			sh.Out().WriteString(describe(b, style))
		}
	}
	return status, interp.Next
}

// topics returns the built-ins that a pattern matches, or else those whose names it
// begins.
func topics(sh *interp.Shell, text string) (found []*interp.Builtin) {
	if b := sh.Builtins().Any(text); b != nil {
		return []*interp.Builtin{b}
	}
	var cache pattern.Cache
	p := cache.Compile(text, pattern.ExtGlob)
	for b := range sh.Builtins().All() {
		if p.Match(b.Name) {
			found = append(found, b)
		}
	}
	if len(found) > 0 {
		return found
	}
	for b := range sh.Builtins().All() {
		if text != "" && strings.HasPrefix(b.Name, text) {
			found = append(found, b)
		}
	}
	return found
}

// describe is about a built-in in the style of an option of help, or 0.
func describe(b *interp.Builtin, style byte) string {
	doc := strings.ReplaceAll(b.Doc, "\n", "\n    ")
	first, _, more := strings.Cut(strings.Split(b.Doc, "\n")[0], ". ")
	if more {
		first += "."
	}
	switch style {
	case 'd':
		return b.Name + " - " + first + "\n"
	case 's':
		return b.Name + ": " + synopsis(b) + "\n"
	case 'm':
		return "NAME\n    " + b.Name + " - " + first + "\n\nSYNOPSIS\n    " + synopsis(b) +
			"\n\nDESCRIPTION\n    " + doc + "\n\n"
	}
	return synopsis(b) + "\n    " + doc + "\n"
}

func synopsis(b *interp.Builtin) string {
	return strings.TrimRight(b.Name+" "+b.Usage, " ")
}
