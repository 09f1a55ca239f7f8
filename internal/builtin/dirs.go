package builtin

import (
	"fmt"
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/vars"
)

func dirs() *interp.Builtin {
	return &interp.Builtin{
		Name: "dirs", Usage: "[-clpv] [+n | -n]",
		Doc: "Print the directory stack: the working directory, and what pushd has put below it.\n" +
			"+n  only the element n from the top, counted from 0    -n  from the bottom\n" +
			"-l  without tildes for the home directory\n" +
			"-p  one a line    -v  one a line, with its number\n" +
			"-c  forget all but the working directory",
		Run: runDirs,
	}
}

// dirsStyle is how elements are printed.
type dirsStyle struct{ long, lines, numbers bool }

func runDirs(sh *interp.Shell, args []string) (int, interp.Flow) {
	var style dirsStyle
	stack, only := sh.Dir().Stack(), -1
	for _, arg := range args[1:] {
		switch arg {
		case "-l":
			style.long = true
		case "-p":
			style.lines = true
		case "-v":
			style.lines, style.numbers = true, true
		case "-c":
			sh.Dir().SetStack(nil)
			return 0, interp.Next
		case "--":
		default:
			i, status := stackIndex(sh, args[0], arg, len(stack))
			if status != 0 {
				return status, interp.Next
			}
			only = i
		}
	}
	switch {
	case only >= 0:
		style.lines = true
		style.print(sh, stack[only:only+1], only)
	default:
		style.print(sh, stack, 0)
	}
	return 0, interp.Next
}

// stackIndex reads +n or -n; a status other than 0 has been explained.
func stackIndex(sh *interp.Shell, name, arg string, size int) (i, status int) {
	i, ok := interp.DirIndex(arg, size)
	switch {
	case !ok:
		sh.Report(name + ": " + interp.Quote(arg) + ": neither an option nor a number with a sign")
		return i, 2
	case i < 0:
		sh.Report(name + ": " + interp.Quote(arg) + ": not on the directory stack")
		return i, 1
	}
	return i, 0
}

// print prints elements, the first of which has the number from.
func (t *dirsStyle) print(sh *interp.Shell, stack []string, from int) {
	home, _ := sh.Vars().Get(vars.HOME)
	w := sh.Out()
	for i, dir := range stack {
		if !t.long {
			dir = underTilde(dir, home)
		}
		switch {
		case t.numbers:
			w.WriteString(fmt.Sprintf("%2d  %s\n", from+i, dir))
		case t.lines || i == len(stack)-1:
			w.WriteString(dir + "\n")
		default:
			w.WriteString(dir + " ")
		}
	}
}

// underTilde writes the name of a directory with a tilde for the home directory.
func underTilde(dir, home string) string {
	if home == "" || home == "/" {
		return dir
	}
	if rest, ok := strings.CutPrefix(dir, home); ok && (rest == "" || rest[0] == '/') {
		return "~" + rest
	}
	return dir
}
