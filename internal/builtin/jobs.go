package builtin

import (
	"strconv"
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/job"
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
	list, status := sh.ListedJobs(), 0
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
	ranked := sh.RankedJobs()
	for _, j := range list {
		over := j.Over() // what is listed is what is noted
		if strings.HasSuffix(given, "p") {
			sh.Out().WriteString(strconv.Itoa(j.First()) + "\n")
			continue
		}
		sh.Out().WriteString(interp.JobLine(j, ranked, over, given != ""))
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
