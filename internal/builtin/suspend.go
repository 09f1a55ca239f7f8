package builtin

import (
	"syscall"

	"gpipe/internal/interp"
	"gpipe/internal/option"
)

func suspend() *interp.Builtin {
	return &interp.Builtin{
		Name: "suspend", Usage: "[-f]",
		Doc: "Stop the shell until it gets SIGCONT. Job control must be on, and it must be no login shell.\n" +
			"-f  stop it in any case",
		Run: runSuspend,
	}
}

func runSuspend(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "f")
	switch {
	case bad != "":
		return badOption(sh, "suspend", bad), interp.Next
	case len(rest) > 0:
		sh.Report(usageError("suspend", "no operand is allowed"))
		return 2, interp.Next
	case given == "" && sh.Options()&option.Monitor == 0:
		sh.Report(usageError("suspend", "there is no job control"))
		return 1, interp.Next
	case given == "" && sh.Shopts()&option.LoginShell != 0:
		sh.Report(usageError("suspend", "it is a login shell"))
		return 1, interp.Next
	}
	if err := sh.Jobs().Signal(sh.Params().Pid(), int(syscall.SIGSTOP)); err != nil {
		sh.Report("suspend: " + interp.Cause(err))
		return 1, interp.Next
	}
	return 0, interp.Next
}

func logout() *interp.Builtin {
	return &interp.Builtin{
		Name: "logout", Usage: "[n]",
		Doc: "End a login shell with status n (default: the status of the last command).",
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			if sh.Shopts()&option.LoginShell == 0 {
				sh.Report("logout: not a login shell: exit ends it")
				return 1, interp.Next
			}
			return leaveShell(sh, args)
		},
	}
}
