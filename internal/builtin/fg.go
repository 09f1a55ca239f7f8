package builtin

import (
	"strconv"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/job"
	"gpipe/internal/option"
)

func fg() *interp.Builtin {
	return &interp.Builtin{
		Name: "fg", Completes: completion.Job, Usage: "[%job]",
		Doc: "Continue a job, the current one without an operand, and wait for it. Job control, set -m, must\nbe on.",
		Run: runFg,
	}
}

func bg() *interp.Builtin {
	return &interp.Builtin{
		Name: "bg", Completes: completion.Job, Usage: "[%job...]",
		Doc: "Continue stopped jobs, the current one without an operand, beside the shell. Job control,\nset -m, must be on.",
		Run: runBg,
	}
}

func runFg(sh *interp.Shell, args []string) (int, interp.Flow) {
	list, status := controlled(sh, args, 1)
	for _, j := range list {
		sh.Out().WriteString(j.Text + "\n")
		if err := sh.Out().Flush(); err != nil {
			return 1, interp.Next
		}
		mine := sh.Jobs().Get(j.Pid)
		if mine == nil {
			sh.Report("fg: " + interp.Quote(j.Text) + ": a job of another shell")
			return 1, interp.Next
		}
		status = sh.Jobs().Foreground(mine)
	}
	return status, interp.Next
}

func runBg(sh *interp.Shell, args []string) (int, interp.Flow) {
	list, status := controlled(sh, args, len(args))
	for _, j := range list {
		if err := sh.Jobs().Background(j); err != nil {
			sh.Report("bg: %" + strconv.Itoa(j.ID) + ": " + interp.Cause(err))
			status = 1
			continue
		}
		sh.Out().WriteString(continued(sh, j))
	}
	return status, interp.Next
}

// continued is what bg writes: as POSIX has it, or outside of POSIX mode as bash
// does.
func continued(sh *interp.Shell, j *job.Job) string {
	id := "[" + strconv.Itoa(j.ID) + "]"
	if posix(sh) {
		return id + " " + j.Text + "\n"
	}
	return id + sh.Jobs().Mark(j, sh.Jobs().Ranked()) + " " + j.Text + " &\n"
}

// controlled returns the jobs that the operands of fg or bg name, no more
// than most, or a status other than 0, which has been explained.
func controlled(sh *interp.Shell, args []string, most int) ([]*job.Job, int) {
	rest, bad := operands(args)
	switch {
	case bad != "":
		return nil, badOption(sh, args[0], bad)
	case sh.Options()&option.Monitor == 0:
		sh.Report(args[0] + ": no job control")
		return nil, 1
	case len(rest) > most:
		sh.Report(usageError(args[0], "too many jobs"))
		return nil, 2
	case len(rest) == 0:
		rest = []string{"%%"}
	}
	var list []*job.Job
	status := 0
	for _, arg := range rest {
		j, why := namedJob(sh, arg)
		if j == nil {
			sh.Report(args[0] + ": " + interp.Quote(arg) + ": " + why)
			status = 1
			continue
		}
		list = append(list, j)
	}
	return list, status
}
