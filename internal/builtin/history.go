package builtin

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/past"
	"gpipe/internal/redirect"
	"gpipe/internal/strftime"
	"gpipe/internal/vars"
)

func historyCommand() *interp.Builtin {
	return &interp.Builtin{
		Name: "history", Usage: "[-c] [-d number] [n] | -anrw [file] | -ps argument...",
		Doc: "List the commands that were read while set -o history was on, or the last n of them.\n" +
			"-c  forget all    -d  forget that one, counted from the end if it is negative, or first-last\n" +
			"-a  append the new ones to a file, HISTFILE unless it is named    -w  write all to it\n" +
			"-r  read the file    -n  read what is new in it    -s  add the arguments as a command\n" +
			"-p  print what the arguments with !! and the like stand for",
		Run: runHistory,
	}
}

var errPosition = errors.New("history position out of range")

func runHistory(sh *interp.Shell, args []string) (int, interp.Flow) {
	g := optionReader{args: args[1:], letters: "cd:anrwps"}
	given, position := "", ""
	if len(args) < 2 || !isNegative(args[1]) {
		if why := g.each(func(c byte, value string) string {
			given += string(rune(c))
			if c == 'd' {
				position = value
			}
			return ""
		}); why != "" {
			sh.Report("history: " + why)
			showUsage(sh, "history")
			return 2, interp.Next
		}
	}
	err := historyCall(sh, given, position, g.args)
	if err != nil {
		sh.Report("history: " + interp.Message(err))
		return 1, interp.Next
	}
	return 0, interp.Next
}

// isNegative tells whether an argument is a number and no options.
func isNegative(arg string) bool {
	_, err := strconv.Atoi(arg)
	return err == nil && strings.HasPrefix(arg, "-")
}

func historyCall(sh *interp.Shell, given, position string, operands []string) error {
	l := sh.Commands().List()
	has := func(letters string) bool { return strings.ContainsAny(given, letters) }
	files := 0
	for _, c := range "anrw" {
		if has(string(c)) {
			files++
		}
	}
	switch {
	case files > 1:
		return errors.New("cannot use more than one of -anrw")
	case has("s"):
		sh.Commands().Unrecord()
		sh.Commands().Add(strings.Join(operands, " "))
		return nil
	case has("p"):
		return printExpanded(sh, operands)
	case has("d"):
		return deleteCommands(l, position)
	case has("c"):
		l.Clear()
		if files == 0 {
			return nil
		}
	}
	if files > 0 {
		return historyFile(sh, l, given, operands)
	}
	return listHistory(sh, l, operands)
}

// printExpanded is history -p: the line that it is in is no part of the history.
func printExpanded(sh *interp.Shell, operands []string) error {
	sh.Commands().Unrecord()
	var x past.Expander
	var failed error // the last one: the others are reported here
	for _, arg := range operands {
		expansion, err := x.Expand(arg, sh.Commands().List())
		switch {
		case err == nil:
			sh.Out().WriteString(expansion.Text + "\n")
			continue
		case failed != nil:
			sh.Report("history: " + interp.Message(failed))
		}
		var wrong *past.Error
		errors.As(err, &wrong)
		failed = &interp.Error{Op: interp.Quote(arg), Err: wrong.Cause}
	}
	return failed
}

// deleteCommands is history -d, of one command or of a range.
func deleteCommands(l *past.List, position string) error {
	from, to := position, position
	if i := strings.LastIndexByte(position, '-'); i > 0 {
		from, to = position[:i], position[i+1:]
		if strings.HasSuffix(from, "-") {
			from, to = from[:len(from)-1], "-"+to
		}
	}
	m, err := strconv.Atoi(from)
	n, err2 := strconv.Atoi(to)
	i, ok := l.Index(m)
	j, ok2 := l.Index(n)
	if err != nil || err2 != nil || !ok || !ok2 || j < i {
		return &interp.Error{Op: interp.Quote(position), Err: errPosition}
	}
	l.Remove(i, j+1)
	return nil
}

func listHistory(sh *interp.Shell, l *past.List, operands []string) error {
	first := 0
	if len(operands) > 0 {
		n, err := strconv.Atoi(operands[0])
		if err != nil {
			return &interp.Error{Op: interp.Quote(operands[0]), Err: errors.New("numeric argument required")}
		}
		if len(operands) > 1 {
			return errors.New("too many arguments")
		}
		first = max(0, l.Len()-max(n, -n))
	}
	format, timed := sh.Vars().Get(sh.Slot("HISTTIMEFORMAT"))
	for i := first; i < l.Len(); i++ {
		when := ""
		if timed && format != "" {
			when = "??"
			if t := l.Time(i); !t.IsZero() {
				when = string(strftime.Append(nil, format, t.In(zone(sh))))
			}
		}
		fmt.Fprintf(sh.Out(), "%5d  %s%s\n", l.First()+i, when, l.Entry(i))
	}
	return nil
}

// historyFile reads or writes a file.
func historyFile(sh *interp.Shell, l *past.List, given string, operands []string) error {
	name, _ := sh.Vars().Get(vars.HISTFILE)
	if len(operands) > 0 {
		name = operands[0]
	}
	if name == "" {
		return nil
	}
	f := sh.Commands().File(name)
	var err error
	switch {
	case strings.Contains(given, "w") && !f.Keeps():
		return writeHistory(sh, redirect.Out(1, name), string(l.Format(0, f.Times)))
	case strings.Contains(given, "w"):
		err = f.Write(l)
	case strings.Contains(given, "a"):
		err = f.Append(l)
	case strings.Contains(given, "n"):
		err = f.News(l)
	default:
		err = f.Read(l)
	}
	sh.Commands().List() // has its limit
	if err != nil {
		return &interp.Error{Op: interp.Quote(name), Err: err}
	}
	return nil
}

// writeHistory writes a text to a file as a redirection does.
func writeHistory(sh *interp.Shell, op redirect.Op, text string) error {
	const private = 0o177 // the file is the user's alone
	var table redirect.Table
	undo, err := table.Apply([]redirect.Op{op}, &redirect.Context{DirFd: sh.Dir().Fd(), Umask: private})
	if err != nil {
		return err
	}
	undo.Commit()
	defer table.Close()
	_, err = table.Get(1).Write([]byte(text))
	if err != nil {
		return &interp.Error{Op: "write", Err: err}
	}
	return nil
}
