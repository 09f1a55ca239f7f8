package builtin

import (
	"fmt"
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/interp"
	"gpipe/internal/job"
	"gpipe/internal/sys"
)

func jobs() *interp.Builtin {
	return &interp.Builtin{
		Name: "jobs", Usage: "[-lp] [%job...]",
		Doc: "List the asynchronous jobs of the shell: those that run, those that are stopped, and, once,\n" +
			"those that have ended.\n-l  with process ids    -p  process ids only",
		Run: runJobs,
	}
}

func runJobs(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "lp")
	if bad != "" {
		return badOption(sh, "jobs", bad), interp.Next
	}
	all := sh.ListedJobs()
	list, status := all, 0
	if len(rest) > 0 {
		list = nil
	}
	for _, arg := range rest {
		j, why := namedJob(sh, arg)
		if j == nil {
			sh.Report("jobs: " + interp.Quote(arg) + ": " + why)
			status = 1
			continue
		}
		list = append(list, j)
	}
	for _, j := range list {
		over := j.Over() // what is listed is what is noted
		if strings.HasSuffix(given, "p") {
			sh.Out().WriteString(strconv.Itoa(j.Run().Statuses()[0].Pid) + "\n")
			continue
		}
		sh.Out().WriteString(jobLine(j, all, over, given != ""))
		if over {
			sh.JobShown(j)
		}
	}
	return status, interp.Next
}

// namedJob returns the job that an operand of jobs, fg and bg names.
func namedJob(sh *interp.Shell, arg string) (*job.Job, string) {
	if !strings.HasPrefix(arg, "%") {
		arg = "%" + arg
	}
	return sh.FindJob(arg)
}

// jobLine is a line of the list, in the form that POSIX gives it.
func jobLine(j *job.Job, all []*job.Job, over, long bool) string {
	current := " "
	switch n := len(all); {
	case j == all[n-1]:
		current = "+"
	case n > 1 && j == all[n-2]:
		current = "-"
	}
	pid := ""
	if long {
		pid = strconv.Itoa(j.Run().Statuses()[0].Pid) + " "
	}
	return fmt.Sprintf("[%d] %s %s%-20s %s\n", j.ID, current, pid, jobState(j, over), interp.Quote(j.Text))
}

// jobState says what a job does.
func jobState(j *job.Job, over bool) string {
	if !over {
		if sig := interp.JobStopped(j); sig != 0 {
			return "Stopped (SIG" + sys.SignalName(int(sig)) + ")"
		}
		return "Running"
	}
	switch end := j.End(); {
	case end.Signaled():
		return sys.SignalText(syscall.Signal(end.Signal()))
	case end.ExitStatus() != 0:
		return "Done(" + strconv.Itoa(end.ExitStatus()) + ")"
	}
	return "Done"
}
