package main

import (
	"bytes"
	"errors"
	"strings"
	"syscall"

	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/sys/files"
)

// operands assigns the operands: the source, $0 and the parameters.
func (in *invocation) operands(args []string) error {
	switch {
	case in.mode == modeSubshell: // what follows is for process lists
		return nil
	case in.mode == modeString && len(args) == 0:
		return usage("-c", "a command string is needed")
	case in.mode == modeStdin || len(args) == 0:
		in.mode, in.args = modeStdin, args
		return nil
	}
	in.text, args = args[0], args[1:]
	if in.mode == modePlain {
		if !in.check && !standsIn(in.name) && !(mayBeFile(in.text) && files.Readable(-1, in.text)) {
			in.mode = modeString
			in.options |= option.CommandString
			in.plain = true
			in.rest = args
		} else {
			in.mode = modeFile
		}
	}
	if in.mode == modeFile {
		in.name = in.text
	} else if len(args) > 0 {
		in.name, args = args[0], args[1:]
	}
	in.args = args
	return nil
}

// mayBeFile tells whether the operand of the plain form may be the name of a
// file: a file that someone has put there must not take the place of commands. It
// has nothing that commands have and words have not, or it says where it is.
func mayBeFile(operand string) bool {
	for _, place := range []string{"/", "./", "../"} {
		if strings.HasPrefix(operand, place) {
			return true
		}
	}
	return !strings.ContainsAny(operand, " \t\n|&;<>()$`\\\"'")
}

// called is the name that the shell was started by.
func called(name string) string {
	return strings.TrimPrefix(name[strings.LastIndexByte(name, '/')+1:], "-")
}

// standsIn tells whether the shell was started in the place of sh or bash, which
// never run their operand as text: the name of a file may be anything. Nor has
// such a shell built-ins that those have not, and that of sh takes no pattern for
// an extended one that other shells named so do not.
func standsIn(name string) bool {
	name = called(name)
	return name == "sh" || name == "bash" || name == "rbash"
}

// forBash tells whether a script names bash as its interpreter, in the place of
// which it gets this shell: "#!/bin/bash", "#!/usr/bin/env bash" and the like.
func forBash(text []byte) bool {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	names, ok := bytes.CutPrefix(line, []byte("#!"))
	if !ok {
		return false
	}
	words := strings.Fields(string(names))
	for len(words) > 1 && (called(words[0]) == "env" || strings.HasPrefix(words[0], "-")) {
		words = words[1:]
	}
	return len(words) > 0 && called(words[0]) == "bash"
}

// source reads the script file, or takes the text. A status other than 0 has
// been explained.
func (in *invocation) source() (interp.Source, int) {
	if in.mode != modeFile {
		return interp.Source{Text: in.text}, 0
	}
	text, err := files.ReadTextAt(-1, in.text)
	switch {
	case errors.Is(err, syscall.ENOENT):
		return interp.Source{}, complain(interp.Quote(in.text)+": "+err.Error(), 127)
	case err != nil:
		return interp.Source{}, complain(interp.Quote(in.text)+": "+err.Error(), 126)
	case interp.IsBinary(text):
		return interp.Source{}, complain(interp.Quote(in.text)+": "+interp.ErrBinary.Error(), 126)
	}
	if in.options&(option.Posix|option.Bash) == 0 && forBash(text) {
		in.standInForBash()
	}
	return interp.Source{Text: string(text)}, 0
}

// command is the text after -c.
func (in *invocation) command() string {
	if in.mode != modeString {
		return ""
	}
	return in.text
}

// file is the name of the script, if that is a file.
func (in *invocation) file() string {
	if in.mode != modeFile {
		return ""
	}
	return in.text
}
