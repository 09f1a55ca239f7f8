package builtin

import (
	"gpipe/internal/interp"
)

func wait() *interp.Builtin {
	return &interp.Builtin{
		Name: "wait", Usage: "[pid...]",
		Doc: "Wait for the given asynchronous jobs, or for all, and return the status of the last one given.\n" +
			"The status is 127 for a process that is no job of this shell.",
		Run: runWait,
	}
}

func runWait(sh *interp.Shell, args []string) (int, interp.Flow) {
	rest, bad := operands(args)
	if bad != "" {
		return badOption(sh, "wait", bad), interp.Next
	}
	if len(rest) == 0 {
		for _, j := range sh.Jobs() {
			if status, ok := sh.Await(j); !ok {
				return status, interp.Next
			}
		}
		return 0, interp.Next
	}
	status := 0
	for _, arg := range rest {
		pid, ok := decimal(arg)
		if !ok {
			sh.Report("wait: " + interp.Quote(arg) + ": not a process id")
			status = 2
			continue
		}
		j := sh.Job(pid)
		if j == nil {
			status = 127
			continue
		}
		if status, ok = sh.Await(j); !ok {
			return status, interp.Next
		}
	}
	return status, interp.Next
}
