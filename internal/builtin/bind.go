package builtin

import (
	"slices"
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/sys/files"
)

func bind() *interp.Builtin {
	return &interp.Builtin{
		Name: "bind",
		Usage: "[-lpsvPSVX] [-m keymap] [-f file] [-q name] [-u name] [-r keys] [-x keys:command]" +
			" [keys:function | command]",
		Doc: "Take what a script says of the keys of a line editor. There is none: nothing comes of it, the\n" +
			"lists that options ask for are empty, and no function has a key.",
		Run: runBind,
	}
}

func runBind(sh *interp.Shell, args []string) (int, interp.Flow) {
	if sh.Options()&option.Interactive == 0 {
		sh.Report("bind: warning: line editing not enabled")
	}
	g := optionReader{args: args[1:], letters: "lpsvPSVXm:f:q:u:r:x:"}
	status := 0
	why := g.each(func(c byte, value string) string {
		why := bindFault(sh, c, value)
		if why != "" && c != 'm' {
			sh.Report("bind: " + interp.Quote(value) + ": " + why)
			status, why = 1, ""
		}
		return why
	})
	switch {
	case g.fault != "":
		sh.Report("bind: " + why)
		showUsage(sh, "bind")
		return 2, interp.Next
	case why != "":
		sh.Report("bind: " + why)
		return 1, interp.Next
	}
	return status, interp.Next
}

// bindFault tells what is wrong with the value of an option.
func bindFault(sh *interp.Shell, c byte, value string) string {
	switch c {
	case 'm':
		maps := []string{"emacs", "emacs-standard", "emacs-meta", "emacs-ctlx", "vi", "vi-move", "vi-command", "vi-insert"}
		return unless(slices.Contains(maps, value), "invalid keymap name")
	case 'f':
		if err := files.Access(sh.Dir().Fd(), value, files.CanRead); err != nil {
			return "cannot read: " + interp.Cause(err)
		}
	case 'q', 'u':
		return "unknown function name"
	case 'x':
		text := strings.TrimLeft(value, " \t")
		return unless(text != "" && (text[0] == '"' || text[0] == '\''), "first non-whitespace character is not `\"'")
	}
	return ""
}
