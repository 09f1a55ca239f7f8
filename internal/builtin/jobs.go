package builtin

import (
	"slices"
	"strconv"
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/job"
)

func jobs() *interp.Builtin {
	return &interp.Builtin{
		Name: "jobs", Completes: completion.Job, Usage: "[-lnprs] [%job...] | -x command [argument...]",
		Doc: "List the asynchronous jobs of the shell: those that run, those that are stopped, and, once,\n" +
			"those that have ended.\n-l  with process ids    -p  process ids only\n" +
			"-r  only those that run    -s  only those that are stopped    -n  only those that have ended\n" +
			"-x  run the command, with the process ids of jobs in the place of %job",
		Run: runJobs,
	}
}

func runJobs(sh *interp.Shell, args []string) (int, interp.Flow) {
	if len(args) > 2 && args[1] == "-x" {
		return jobsRun(sh, args[2:])
	}
	given, rest, bad := options(args, "lnprs")
	if bad != "" {
		return badOption(sh, "jobs", bad), interp.Next
	}
	list, status := sh.Jobs().Listed(), 0
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
	sh.Jobs().Examined()
	style := lastOf(given, "lp")
	ranked := sh.Jobs().Ranked()
	for _, j := range list {
		over := j.Over() // what is listed is what is noted
		if !wantedJob(j, over, given) {
			continue
		}
		if style == 'p' {
			sh.Out().WriteString(strconv.Itoa(j.First()) + "\n")
			continue
		}
		sh.Out().WriteString(sh.Jobs().Line(j, ranked, over, style == 'l'))
		if over {
			sh.Jobs().Shown(j)
		}
	}
	return status, interp.Next
}

// wantedJob tells whether the options -n, -r and -s want a job listed.
func wantedJob(j *job.Job, over bool, given string) bool {
	stopped := func() bool { return !over && interp.JobStopped(j) != 0 }
	switch lastOf(given, "nrs") {
	case 'n':
		return over
	case 'r':
		return !over && !stopped()
	case 's':
		return stopped()
	}
	return true
}

// jobsRun is jobs -x.
func jobsRun(sh *interp.Shell, args []string) (int, interp.Flow) {
	args = slices.Clone(args)
	for i, arg := range args {
		if !strings.HasPrefix(arg, "%") {
			continue
		}
		if j, _ := sh.Jobs().Find(arg); j != nil {
			args[i] = strconv.Itoa(j.First())
		}
	}
	next := sh.Runner().Command(args, "")
	return sh.Status(), next
}

// namedJob returns the job that an operand of jobs, fg and bg names.
func namedJob(sh *interp.Shell, arg string) (*job.Job, string) {
	if !strings.HasPrefix(arg, "%") {
		arg = "%" + arg
	}
	return sh.Jobs().Find(arg)
}
