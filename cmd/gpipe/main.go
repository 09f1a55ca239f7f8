// The runtime reads the limits of the control group at start, and again from
// time to time, to choose how many threads run Go code. A shell's work is in
// other processes: the files cost more time than the answer saves.
//
//go:debug containermaxprocs=0
//go:debug updatemaxprocs=0

// Command gpipe is a shell that joins processes by kernel pipes.
//
// gpipe 'script', gpipe -c 'script', gpipe file and gpipe -s run shell
// source; see gpipe --help.
package main

import (
	"os"
	"runtime/debug"
	"syscall"

	"gpipe/internal/builtin"
	"gpipe/internal/columns"
	"gpipe/internal/interactive"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/redirect"
	_ "gpipe/internal/stack"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/proc"
	"gpipe/internal/sys/rlimit"
	_ "gpipe/internal/sys/rt0"
	"gpipe/internal/sys/self"
	"gpipe/internal/sys/signals"
	"gpipe/internal/sys/term"
	"gpipe/internal/sys/thread"
)

// gcPercent lets the heap grow to 16 MiB before it is collected for the first
// time. The syntax tree of a long script stays live to the end, and at the
// runtime's 4 MiB the collector marks it over and over.
const gcPercent = 400

func main() {
	os.Exit(run(os.Args))
}

// run is the life of the command; it returns the exit status.
func run(argv []string) int {
	rlimit.RestoreNofile()
	sys.RestoreTimers()
	self.UseProcessorsLater()
	if !sys.Entered() { // else the hook has done it
		debug.SetGCPercent(gcPercent)
	}
	in, err := parseArgs(argv)
	ignored := sys.IgnoredAtStart()
	signals.SystemDefault(signals.AllSignals()...)
	signals.Ignore(ignored)
	if err == nil && in.mode == modeSubshell {
		return subshell(in)
	}
	if err == nil && in.mode == modeWorker {
		return worker(in.text)
	}
	thread.ReceiveSignals()
	proc.AdoptOrphans()
	if err != nil {
		return complain(err.Error(), 2)
	}
	switch in.mode {
	case modeHelp:
		return print(helpText)
	case modeVersion:
		return print(versionText())
	case modeList:
		return print(in.lists())
	case modeOn:
		return onHost(in.text, in.rest)
	}
	in.interact()
	src, status := in.source()
	if status != 0 {
		return status
	}
	if in.check {
		return check(in, src)
	}
	if in.strings {
		return translations(in, src)
	}
	if in.explain != "" {
		return explainProgram(in, src)
	}
	w, err := in.watcher(src.Text)
	if err != nil {
		return complain(interp.Message(err), 1)
	}
	sh, err := newShell(in, w.Watch)
	if err != nil {
		return complain(interp.Message(err), 1)
	}
	if in.mistaken() {
		return w.close(in.mistake(sh))
	}
	switch {
	case in.prompts():
		src = interactive.New(sh)
	case in.mode == modeStdin:
		src = sh.Script()
		in.greet()
	}
	f := sh.StartUp(in.startup)
	if in.restricted {
		sh.Settings().SetShopts(sh.Shopts() | option.RestrictedShell)
		sh.Settings().Restrict()
	}
	if f == interp.Next {
		f = sh.Run(src)
	}
	return w.close(sh.Finish(f))
}

// newShell makes the shell that owns this process.
func newShell(in *invocation, watch interp.Watch) (*interp.Shell, error) {
	cfg, err := config(in, watch)
	if err != nil {
		return nil, err
	}
	return interp.New(cfg)
}

// config is what a shell that owns this process starts with.
func config(in *invocation, watch interp.Watch) (*interp.Config, error) {
	fds, err := self.InheritedFds()
	if err != nil {
		return nil, err
	}
	var files redirect.Table
	for _, fd := range fds {
		if !sys.ClosedAtStart(fd) {
			files.Set(fd, redirect.Borrow(fd))
		}
	}
	return &interp.Config{
		Builtins: builtin.Table(), Name: in.name, File: in.file(), Args: in.args,
		Env: sys.Environ(), Files: files, Options: in.options, Shopts: in.shopts, Command: in.command(), Ignored: sys.IgnoredAtStart(), Own: true, Watch: watch, Parallel: in.parallel,
		EditLine: interactive.ReadLine, Prompts: in.prompts(),
	}, nil
}

// subshell goes on with what another process has begun. Before it knows which
// signals are ignored, it takes none.
func subshell(in *invocation) int {
	state, err := files.ReadAll(in.state)
	sys.Close(in.state)
	if err != nil {
		return complain("subshell: "+err.Error(), 2)
	}
	w, err := resumedWatcher(string(state))
	if err != nil {
		return complain("subshell: "+err.Error(), 2)
	}
	cfg, err := config(in, w.Watch)
	if err != nil {
		return complain(interp.Message(err), 2)
	}
	sh, cmd, err := interp.Resume(cfg, string(state))
	thread.ReceiveSignals() // what it is to ignore is ignored
	if err != nil {
		return complain(interp.Message(err), 2)
	}
	return w.close(sh.Finish(cmd.Run()))
}

// interact makes the shell interactive that someone at a terminal has started
// without operands (XCU sh -i), and has its jobs be controlled.
func (in *invocation) interact() {
	if in.mode != modeStdin || in.explain != "" {
		return
	}
	interactive := in.options&option.Interactive != 0
	if !interactive && len(in.args) > 0 || !term.IsTerminal(0) || !term.IsTerminal(2) {
		return
	}
	in.options |= option.Interactive | option.Monitor
	if in.options&option.Posix == 0 {
		in.options |= option.HistExpand
	}
}

// prompts tells whether someone is asked for commands.
func (in *invocation) prompts() bool {
	return in.mode == modeStdin && in.options&option.Interactive != 0
}

// greet says what happens to someone at a terminal who has asked for nothing.
func (in *invocation) greet() {
	if !in.asked && in.options&option.Interactive == 0 && term.IsTerminal(0) {
		complain("commands are read from the terminal, without a prompt: ^D ends them, gpipe --help tells what else there is", 0)
	}
}

// print writes text to standard output, if the process has one.
func print(text string) int {
	if sys.ClosedAtStart(1) {
		return complain("write: "+syscall.EBADF.Error(), 1)
	}
	if _, err := sys.Write(1, []byte(text)); err != nil {
		return complain("write: "+err.Error(), 1)
	}
	return 0
}

// complain reports an error of the command itself.
func complain(msg string, status int) int {
	sys.Write(2, []byte("gpipe: "+columns.Lines(msg)+"\n"))
	return status
}
