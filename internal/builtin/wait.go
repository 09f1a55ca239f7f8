package builtin

import (
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/job"
)

func wait() *interp.Builtin {
	return &interp.Builtin{
		Name: "wait", Usage: "[-n] [pid | %job]...",
		Doc: "Wait for the given asynchronous jobs, or for all, and return the status of the last one given.\n" +
			"The status is 127 for a process that is no job of this shell, and for one whose status wait was\n" +
			"asked for before. A signal that has an action ends the waiting with a status above 128.\n" +
			"-n  wait for the first of them to end, and return its status",
		Run: runWait,
	}
}

func runWait(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "n")
	if bad != "" {
		return badOption(sh, "wait", bad), interp.Next
	}
	if given != "" {
		return waitAny(sh, rest), interp.Next
	}
	if len(rest) == 0 {
		for _, j := range sh.Jobs() {
			if status, ok := sh.AwaitKept(j); !ok {
				return status, interp.Next
			}
		}
		return 0, interp.Next
	}
	status := 0
	for _, arg := range rest {
		j, bad := waitOperand(sh, arg)
		if j == nil {
			status = bad
			continue
		}
		var ok bool
		if status, ok = sh.Await(j); !ok {
			return status, interp.Next
		}
	}
	return status, interp.Next
}

// waitAny is wait -n.
func waitAny(sh *interp.Shell, operands []string) int {
	list := sh.Jobs()
	if len(operands) > 0 {
		list = nil
		for _, arg := range operands {
			if j, _ := waitOperand(sh, arg); j != nil {
				list = append(list, j)
			}
		}
	}
	if len(list) == 0 {
		return 127
	}
	status, _ := sh.AwaitAny(list)
	return status
}

// waitOperand returns the job that an operand names, or the status of wait
// when there is none.
func waitOperand(sh *interp.Shell, arg string) (*job.Job, int) {
	if strings.HasPrefix(arg, "%") {
		j, why := sh.FindJob(arg)
		if why != "" {
			sh.Report("wait: " + interp.Quote(arg) + ": " + why)
			return nil, 127
		}
		return sh.Job(j.Pid), 127
	}
	pid, ok := decimal(arg)
	if !ok {
		sh.Report("wait: " + interp.Quote(arg) + ": not a process id")
		return nil, 2
	}
	return sh.Job(pid), 127
}
