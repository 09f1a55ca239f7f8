package builtin

import (
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/job"
)

func disown() *interp.Builtin {
	return &interp.Builtin{
		Name: "disown", Completes: completion.Job, Usage: "[-h] [-ar] [%job | pid]...",
		Doc: "Take jobs off the list: the shell knows nothing of them any more. Without operands, the\n" +
			"current job.\n" +
			"-a  all jobs    -r  those that run\n" +
			"-h  leave them on the list; only that they get no SIGHUP from the shell",
		Run: runDisown,
	}
}

func runDisown(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "ahr")
	if bad != "" {
		return badOption(sh, "disown", bad), interp.Next
	}
	keep := strings.Contains(given, "h")
	if len(rest) == 0 && strings.ContainsAny(given, "ar") {
		for _, j := range sh.Jobs().Listed() {
			running := !j.Over() && interp.JobStopped(j) == 0
			if running || strings.Contains(given, "a") {
				release(sh, j, keep)
			}
		}
		return 0, interp.Next
	}
	if len(rest) == 0 {
		rest = []string{"%%"}
	}
	status := 0
	for _, arg := range rest {
		j, why := jobOrPid(sh, arg)
		switch {
		case j == nil:
			sh.Report("disown: " + interp.Quote(arg) + ": " + why)
			status = 1
		default:
			release(sh, j, keep)
		}
	}
	return status, interp.Next
}

// release takes a job off the list, or keeps it there and has it outlive the shell.
func release(sh *interp.Shell, j *job.Job, keep bool) {
	if keep {
		sh.Jobs().SpareHangup(j)
		return
	}
	sh.Jobs().Disown(j)
}

// jobOrPid returns the job that is named by %... or by the id of a process.
func jobOrPid(sh *interp.Shell, arg string) (*job.Job, string) {
	if pid, ok := decimal(arg); ok && arg != "" {
		if j := sh.Jobs().Get(pid); j != nil {
			return j, ""
		}
		return nil, "no such job"
	}
	return namedJob(sh, arg)
}
