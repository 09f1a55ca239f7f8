package interp

import (
	"errors"
	"strings"

	"gpipe/internal/option"
	"gpipe/internal/redirect"

	"mvdan.cc/sh/v3/syntax"
)

// This file is where a restricted shell asks what it may not: it stays in its
// directory, finds commands in PATH only, which it cannot change, and writes to no
// file by a redirection. exec, hash, enable, command and set know of it, too.

// errRestricted is the cause for what a restricted shell refuses.
var errRestricted = errors.New("restricted")

// Restrict makes the shell a restricted one, for good. What files of the start do is
// done by then.
func (s Settings) Restrict() {
	sh := s.sh
	sh.opts = sh.opts&^option.Extras | option.Restricted // some of those write files
	for _, name := range [...]string{"PATH", "SHELL", "ENV", "BASH_ENV", "HISTFILE"} {
		sh.st.Vars.MarkReadOnly(sh.rt.names.Keeping().Slot(name))
	}
}

// Restricted tells whether the shell is a restricted one.
func (s Settings) Restricted() bool { return s.sh.opts&option.Restricted != 0 }

// mayNot is the error of a command or file whose name says where it is, in a
// restricted shell.
func (sh *Shell) mayNot(name string) error {
	if sh.opts&option.Restricted != 0 && strings.Contains(name, "/") {
		return &NotFoundError{Name: name, Err: errRestricted}
	}
	return nil
}

// mayNotWrite is the error of a redirection that writes to a file, in a restricted
// shell.
func (sh *Shell) mayNotWrite(r *redir, text string) error {
	if sh.opts&option.Restricted == 0 {
		return nil
	}
	switch r.Op {
	case syntax.RdrIn, syntax.DplIn, syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
		return nil
	case syntax.DplOut:
		if text == "-" || strings.Trim(strings.TrimSuffix(text, "-"), "0123456789") == "" {
			return nil
		}
	}
	return &redirect.Error{Op: "open", Name: text, Err: errRestricted}
}
