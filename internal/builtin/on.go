package builtin

import (
	"slices"

	"gpipe/internal/carrier"
	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/remote"
)

func on() *interp.Builtin {
	b := &interp.Builtin{
		Name: "on", Extra: true, Completes: completion.Command,
		Usage: "[-i] [-e name[=value]] [-d directory] [-J host] [--ssh command] [--worker file] [--no-copy] [--launch command] [--silence seconds] host command [argument...]",
		Doc: "Run a program on another host, by ssh, and be as if it ran here: its arguments are what they are\n" +
			"here, its streams are these, and its status, or the signal that ends it, is that of this command.\n" +
			"It is in the directory of the same name, if that is there, and has the file mode mask and, of the\n" +
			"variables, LANG, LANGUAGE, LC_* and TZ. It has a standard input if this command has one of its own,\n" +
			"that of a pipe or by a redirection; else /dev/null. The status is 254 if the host cannot be reached\n" +
			"or is lost; then its processes are ended there.\n" +
			"-i  it reads what the shell reads    -e  it has this variable, too    -d  it is in this directory\n" +
			"-J  by way of that host, as ssh has it\n" +
			"--ssh      the ssh to be used, with options; words end at blanks\n" +
			"--worker   the file of gpipe there; without it that in PATH, or a copy which is made once\n" +
			"--no-copy  make no copy of gpipe there\n" +
			"--launch   a command that runs gpipe there in place of ssh, with %h for the host: srun -n1 -w %h\n" +
			"--silence  so long without a sign of life, and the host is lost (30 seconds)",
		Child: onArguments, Leave: func(sh *interp.Shell) { carrier.Forget(connections(sh)) },
	}
	b.Run = func(sh *interp.Shell, args []string) (int, interp.Flow) {
		next := sh.Runner().Child(b, args)
		return sh.Status(), next
	}
	return b
}

// onArguments is what the process of on gets: the directory for connections, and the
// arguments.
func onArguments(sh *interp.Shell, args []string, fed bool) (told []string, status int, ok bool) {
	r, fault := remote.ParseRequest(args[1:])
	if fault == "" && len(r.Hosts) > 1 {
		fault = "one host at a time: for several, pool on {} command ::: host..."
	}
	if fault == "" && sh.Functions().Has(r.Argv[0]) {
		fault = interp.Quote(r.Argv[0]) + ": a function, which is not there: on runs programs"
	}
	if fault != "" {
		sh.Report("on: " + fault)
		return nil, 2, false
	}
	told = []string{connections(sh)}
	if fed && !r.Stdin {
		told = append(told, "-i")
	}
	return slices.Concat(told, args[1:]), 0, true
}

// connections is the directory of the shell's connections.
func connections(sh *interp.Shell) string {
	return carrier.DirOf(sharedDir(sh).Path(), sh.Params().Pid())
}
