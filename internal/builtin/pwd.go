package builtin

import (
	"gpipe/internal/interp"
)

func pwd() *interp.Builtin {
	return &interp.Builtin{
		Name: "pwd", Usage: "[-LP]",
		Doc: "Print the working directory.\n" +
			"-L  by the name it was reached with (the default)\n-P  without symbolic links",
		Run: runPwd,
	}
}

func runPwd(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, _, bad := options(args, "LP")
	if bad != "" {
		return badOption(sh, "pwd", bad), interp.Next
	}
	dir := sh.Dir().Name()
	if dir == "" || physically(sh, given) {
		var err error
		if dir, err = sh.Dir().Physical(); err != nil {
			sh.Report("pwd: " + interp.Cause(err))
			return 1, interp.Next
		}
	}
	sh.Out().WriteString(dir)
	sh.Out().WriteByte('\n')
	return 0, interp.Next
}
