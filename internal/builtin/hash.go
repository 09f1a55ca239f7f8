package builtin

import (
	"strings"

	"gpipe/internal/interp"
)

func hash() *interp.Builtin {
	return &interp.Builtin{
		Name: "hash", Usage: "[-r] [name...]",
		Doc: "List the remembered places of commands, or look the named ones up and remember where they are.\n" +
			"-r  forget all places",
		Run: runHash,
	}
}

func runHash(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "r")
	if bad != "" {
		return badOption(sh, "hash", bad), interp.Next
	}
	if given != "" {
		sh.Rehash()
	} else if len(rest) == 0 {
		for _, file := range sh.Hashed() {
			sh.Out().WriteString(interp.Quote(file) + "\n")
		}
	}
	status := 0
	for _, name := range rest {
		if strings.Contains(name, "/") {
			continue
		}
		if c, _ := sh.Resolve(name, false); c.Kind != interp.KindFile {
			continue
		}
		if err := sh.HashCommand(name); err != nil {
			sh.Report("hash: " + interp.Quote(name) + ": " + notFoundCause(err))
			status = 1
		}
	}
	return status, interp.Next
}
