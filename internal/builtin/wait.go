package builtin

import (
	"strconv"
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/job"
)

func wait() *interp.Builtin {
	return &interp.Builtin{
		Name: "wait", Completes: completion.Job, Usage: "[-fn] [-p name] [pid | %job]...",
		Doc: "Wait for the given asynchronous jobs, or for all, and return the status of the last one given.\n" +
			"The status is 127 for a process that is no job of this shell and, in POSIX mode, for one whose\n" +
			"status wait was asked for before. A signal that has an action ends the waiting with a status\n" +
			"above 128.\n" +
			"-n  wait for the first of them to end, and return its status\n" +
			"-p  assign the process id of the job whose status it is to name, or unset that if there is none\n" +
			"-f  wait until they end; here that is always so",
		Run: runWait,
	}
}

// waitCommand is what the options of one call say.
type waitCommand struct {
	sh    *interp.Shell
	first bool // -n
	named bool // -p
	name  target
}

func runWait(sh *interp.Shell, args []string) (int, interp.Flow) {
	w := waitCommand{sh: sh}
	g := optionReader{args: args[1:], letters: "fnp:"}
	name := ""
	why := g.each(func(letter byte, value string) string {
		switch letter {
		case 'n':
			w.first = true
		case 'p':
			w.named, name = true, value
		}
		return ""
	})
	if why != "" {
		sh.Report("wait: " + why)
		return 2, interp.Next
	}
	if w.named {
		var ok bool
		if w.name, ok = lookTarget(sh, "wait", name); !ok {
			return wrong(sh), interp.Next
		}
		if err := w.name.unset(sh); err != nil {
			sh.Report("wait: " + interp.Message(err))
			return wrong(sh), interp.Next
		}
	}
	switch {
	case w.first:
		return w.any(g.args), interp.Next
	case len(g.args) == 0:
		return w.all(), interp.Next
	}
	return w.each(g.args), interp.Next
}

// all waits for every job.
func (w *waitCommand) all() int {
	for _, j := range w.sh.Jobs().Mine() {
		if status, ok := w.sh.Jobs().AwaitKept(j); !ok {
			return status
		}
	}
	return 0
}

// each waits for the jobs of operands.
func (w *waitCommand) each(operands []string) int {
	status := 0
	var last *job.Job
	for _, arg := range operands {
		j, bad := waitOperand(w.sh, arg)
		if last = j; j == nil {
			status = bad
			continue
		}
		await := w.sh.Jobs().AwaitKept
		if posix(w.sh) {
			await = w.sh.Jobs().Await
		}
		var ok bool
		if status, ok = await(j); !ok {
			return status
		}
	}
	return w.tell(last, status)
}

// any is wait -n.
func (w *waitCommand) any(operands []string) int {
	list := w.sh.Jobs().Mine()
	if len(operands) > 0 {
		list = nil
		for _, arg := range operands {
			if j, _ := waitOperand(w.sh, arg); j != nil {
				list = append(list, j)
			}
		}
	}
	if len(list) == 0 {
		return 127
	}
	j, status := w.sh.Jobs().AwaitAny(list)
	return w.tell(j, status)
}

// tell assigns the process id of a job, if that was asked for.
func (w *waitCommand) tell(j *job.Job, status int) int {
	if w.named && j != nil && !w.name.assign(w.sh, "wait", strconv.Itoa(j.Pid)) {
		return 1
	}
	return status
}

// waitOperand returns the job that an operand names, or the status of wait
// when there is none.
func waitOperand(sh *interp.Shell, arg string) (*job.Job, int) {
	if strings.HasPrefix(arg, "%") {
		j, why := sh.Jobs().Find(arg)
		if why != "" {
			sh.Report("wait: " + interp.Quote(arg) + ": " + why)
			return nil, 127
		}
		return sh.Jobs().Get(j.Pid), 127
	}
	pid, ok := decimal(arg)
	if !ok || arg == "" {
		sh.Report("wait: " + interp.Quote(arg) + ": not a process id")
		return nil, wrong(sh)
	}
	j := sh.Jobs().Get(pid)
	if j == nil && !posix(sh) {
		sh.Report("wait: " + interp.Quote(arg) + ": not a child of this shell")
	}
	return j, 127
}
