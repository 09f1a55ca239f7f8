package builtin

import (
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
)

func command() *interp.Builtin {
	return &interp.Builtin{
		Name: "command", Completes: completion.Command, Usage: "[-pvV] [name [argument...]]",
		Doc: "Run a command, but no function, and without what is special about special built-ins.\n" +
			"-p  look for the standard utilities, whatever PATH is\n" +
			"-v  print what would be run instead    -V  describe it",
		Run: runCommand,
	}
}

// standardPath is where the standard utilities are.
const standardPath = "/bin:/usr/bin:/sbin:/usr/sbin"

func runCommand(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "pvV")
	if bad != "" {
		return badOption(sh, "command", bad), interp.Next
	}
	path := ""
	if strings.Contains(given, "p") && sh.Settings().Restricted() {
		sh.Report("command: -p: restricted")
		return 1, interp.Next
	}
	if strings.Contains(given, "p") {
		path = standardPath
	}
	if style := lastOf(given, "vV"); style != 0 {
		return tellCommands(sh, rest, path, style), interp.Next
	}
	if len(rest) == 0 {
		return 0, interp.Next
	}
	next := sh.Runner().Command(rest, path)
	return sh.Status(), next
}

// tellCommands is command -v and -V. The status is 0 when every name was
// found.
func tellCommands(sh *interp.Shell, names []string, path string, style byte) int {
	q := query{sh: sh, path: path, fixed: path != "", verbose: style == 'V'}
	if path == "" {
		q.path = sh.Search().Path()
	}
	status, any := 0, false
	for _, name := range names {
		found := q.look(name)
		if len(found) > 0 {
			found[0].absolute(sh.Dir().Name())
		}
		switch {
		case len(found) == 0:
			if style == 'V' {
				sh.Report("command: " + interp.Quote(name) + ": not found")
			}
			status = 1
		case style == 'V':
			sh.Out().WriteString(q.describe(&found[0], 0))
			any = true
		default:
			sh.Out().WriteString(found[0].invocation() + "\n")
			any = true
		}
	}
	if any && !posix(sh) { // as in bash, one is enough
		status = 0
	}
	return status
}

// absolute gives a file an absolute name, as command has it (XCU command).
func (m *meaning) absolute(dir string) {
	if m.kind != interp.KindFile || dir == "" || strings.HasPrefix(m.text, "/") {
		return
	}
	m.text = strings.TrimSuffix(dir, "/") + "/" + strings.TrimPrefix(m.text, "./")
}

// invocation is what would be written to get the command.
func (m *meaning) invocation() string {
	switch m.kind {
	case interp.KindAlias:
		return "alias " + m.name + "=" + quoteSingle(m.text)
	case interp.KindFile:
		return m.text
	}
	return m.name
}
