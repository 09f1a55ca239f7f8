package interp

import (
	"errors"
	"slices"

	"gpipe/internal/arith"
	"gpipe/internal/expand"
	"gpipe/internal/option"
	"gpipe/internal/vars"
)

// This file is where the shell asks whether it is in POSIX mode. In that mode it
// does what the standard and dash do, and elsewhere what bash does, in what
// scripts for the one do not expect of the other. The manual has the list:
//
//  1. An error of a special built-in, of its redirections, or in the text that
//     eval or the dot command runs ends a shell (XCU 2.8.1); for bash it is a
//     command that failed.
//  2. So does an error in an expansion or an assignment; for bash it costs what
//     is left of the line, and in a subshell that. With set -e it ends both.
//  3. An assignment before a special built-in stays (XCU 2.15); for bash it is in
//     force, and exported, while the built-in runs.
//  4. An assignment to a read-only variable before a command is an error as in 2;
//     for bash the command runs without it.
//  5. The dot command finds a file in PATH only; for bash, if it is not there, in
//     the current directory. Without one its status is 2, for bash 1.
//  6. In an argument name=value a tilde counts only for export and the like; for
//     bash in any.
//  7. The standard input of an asynchronous list is /dev/null; for bash it is what
//     the compound command or the stage around it was given as its own.
//  8. A return outside of functions and sourced files ends the shell; for bash it
//     is an error.
//  9. Built-ins that no other shell has are not there.
//  10. What built-ins list, and their statuses for wrong operands, are those of dash;
//     elsewhere those of bash.
//  11. Variables that bash computes, and its hooks into others, are not there.
//  12. A command substitution keeps -e; in the place of bash it does not.
//  13. An error in an expansion of a redirection of an external command, or of none,
//     is one as in 2; for bash, which makes them in a child, only of that command.
//  14. The word of an operator that has nothing to change is not expanded by bash.
//  15. What set -x shows of compound commands and assignments is for bash more.
//  16. After ! bash looks at what is in groups and subshells, and break in a subshell is
//     about the loops of that: only where the shell stands in for it.
//  17. A command that is not found is an error; for bash command_not_found_handle runs.
//  18. The line of a simple command is its first one; for bash it is the one on which
//     its second word ends, which tells that it defines no function.
func (sh *Shell) posix() bool { return sh.opts&option.Posix != 0 }

// SpecialError is the Flow after an error of a special built-in, unless the
// command built-in runs it.
func (sh *Shell) SpecialError() Flow {
	if sh.tame || sh.opts&option.Interactive != 0 || !sh.posix() {
		return Next
	}
	return Exit()
}

// Misused is the Flow after a special built-in was given operands that it can do
// nothing with: in POSIX mode an error of it, else f, which is what bash does.
func (sh *Shell) Misused(f Flow) Flow {
	if sh.posix() {
		return sh.SpecialError()
	}
	return f
}

// Dropped is the Flow that drops the rest of the line.
func (sh *Shell) Dropped() Flow { return sh.abandon(2) }

// fatal ends a non-interactive shell in either mode.
func (sh *Shell) fatal(status int) Flow {
	sh.status = status
	if sh.opts&option.Interactive != 0 {
		return flowAbort
	}
	return Exit()
}

// abandon is the Flow after an error in a command that costs more than the
// command; status is for POSIX mode.
func (sh *Shell) abandon(status int) Flow {
	switch {
	case sh.opts&option.Interactive != 0:
		sh.status = status
		return flowAbort
	case sh.posix():
		sh.status = status
		return Exit()
	}
	sh.status = 1
	if sh.opts&option.ErrExit != 0 && sh.cond == 0 {
		return sh.leave(nil)
	}
	return flowAbort
}

// brokenOff tells whether f ends a command that was typed, and not the shell.
func (p *Program) brokenOff(f Flow) bool { return f == flowBreakOff && p.src.Begin != nil }

// survives tells whether f is an error that costs only what is left of the line
// that was run: not the subshell that it was in, nor, in POSIX mode, the eval.
func (sh *Shell) survives(f Flow) bool {
	return f == flowAbort && sh.sub == 0 && sh.rt.self == sh.rt.pid && (sh.depth == 0 || !sh.posix())
}

// expansionError is an error in the expansion of a word. An unset parameter, by
// set -u or ${parameter?word}, ends the shell in either mode.
func (sh *Shell) expansionError(err error) Flow {
	if sh.gone() {
		return sh.stopped()
	}
	if next, ok := leftBy(err); ok {
		return next
	}
	var done *reported
	if !errors.As(err, &done) {
		sh.Report(Message(err))
	}
	if endsShell(err) {
		return sh.fatal(sh.unsetStatus())
	}
	return sh.abandon(expand.Status)
}

// unsetStatus is the status of a shell that an unset parameter ends: for bash it is
// 1, and 127 when the text was that of -c.
func (sh *Shell) unsetStatus() int {
	switch {
	case sh.posix():
		return expand.Status
	case sh.opts&option.CommandString != 0 && sh.sub == 0:
		return 127
	}
	return 1
}

// commandError is an error in the arithmetic of (( )), for (( )) or [[ ]]: the
// command has failed. Only bash has these, and it goes on in either mode.
func (sh *Shell) commandError(err error) Flow {
	if _, ok := leftBy(err); ok || sh.gone() || endsShell(err) {
		return sh.expansionError(err)
	}
	var done *reported
	if !errors.As(err, &done) {
		sh.Report(Message(err))
	}
	sh.status = 1
	return sh.errExit(nil)
}

// loopVarError is the failure to assign the variable of a for loop, which for
// bash has failed.
func (sh *Shell) loopVarError(err error) Flow {
	if sh.posix() {
		return sh.assignError(err)
	}
	return sh.commandError(err)
}

// endsShell tells whether an error is that of an unset parameter.
func endsShell(err error) bool {
	var message expand.Message
	return errors.Is(err, expand.ErrUnset) || errors.Is(err, arith.ErrUnset) || errors.As(err, &message)
}

// assignError is an assignment to a read-only variable and the like.
func (sh *Shell) assignError(err error) Flow { return sh.expansionError(err) }

// redirectError is a redirection that failed: it ends the shell only for
// special built-ins.
func (sh *Shell) redirectError(err error, special bool) Flow {
	var x *expand.Error
	if _, ok := leftBy(err); ok || errors.As(err, &x) {
		return sh.expansionError(err)
	}
	var done *reported
	if !errors.As(err, &done) {
		sh.Report(Message(err))
	}
	sh.status = 1
	if special && sh.SpecialError() != Next {
		return sh.fatal(2)
	}
	return Next
}

// inChild is the Flow of a command, after an error in the expansions of its
// redirections, that bash makes in a process of its own.
func (sh *Shell) inChild(f Flow) Flow {
	if sh.posix() || sh.gone() || f.kind() != flowExit && f != flowAbort {
		return f
	}
	return Next
}

// textError is the Flow after a syntax error. Text that eval or the dot command
// runs, or a trap, is not the shell's own.
func (sh *Shell) textError() Flow {
	if sh.tame || sh.depth > 0 && !sh.posix() {
		return Next
	}
	return sh.fatal(2)
}

// assignmentsStay tells whether assignments before a special built-in outlast it.
func (sh *Shell) assignmentsStay() bool { return sh.posix() }

// declares tells whether a variable is an operand of export or readonly: an
// assignment before these stays in either mode.
func (sh *Shell) declares(b *Builtin, args []string, name string) bool {
	return (b.Name == "export" || b.Name == "readonly") && slices.Contains(args[1:], name)
}

// skips tells whether a command runs without an assignment before it that has
// failed, which is reported.
func (sh *Shell) skips(err error) bool {
	var readOnly *vars.ReadOnlyError
	if sh.posix() || !errors.As(err, &readOnly) {
		return false
	}
	sh.Report(Message(err))
	return true
}

// MissingStatus is the status of the dot command for a file that is not there.
func (sh *Shell) MissingStatus() int {
	if sh.posix() {
		return 2
	}
	return 1
}

// lacksInput tells whether the standard input of an asynchronous list is to be
// /dev/null. It is not if a compound command around the list has a redirection of
// its own, or is a stage of a pipeline that reads from the one before, up to a
// subshell that has neither.
func (sh *Shell) lacksInput() bool { return !sh.fed || sh.posix() }

// heed makes the compiler do what options say that count when commands are
// compiled.
func (c *compiler) heed(o option.Set) {
	c.locate = o&(option.HashAll|option.Bash) == option.HashAll // in bash it is not about functions
	c.keyword = o&option.Keyword != 0
	c.late = o&option.Posix == 0
	c.single = o&(option.Bash|option.Posix) == option.Bash
	c.exp.NoBraces = o&option.BraceExpand == 0
	c.exp.NoAssignTilde = o&option.Posix != 0
}
