package builtin

import (
	"slices"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
)

func pushd() *interp.Builtin {
	return &interp.Builtin{
		Name: "pushd", Completes: completion.Directory, Usage: "[-n] [+n | -n | directory | -]",
		Doc: "Go to a directory, with the one before below it on the directory stack, which is printed.\n" +
			"Without an operand exchange the two at the top; with +n or -n, as of dirs, turn the stack so\n" +
			"that this element is at its top.\n" +
			"-n  change the stack only, below its top, and go nowhere",
		Run: runPushd,
	}
}

func popd() *interp.Builtin {
	return &interp.Builtin{
		Name: "popd", Usage: "[-n] [+n | -n]",
		Doc: "Take the top off the directory stack, and go to the directory that is the top then.\n" +
			"+n, -n  remove that element of the stack instead\n" +
			"-n  change the stack only, below its top, and go nowhere",
		Run: runPopd,
	}
}

// stackOperand reads the option and the operand of pushd and popd.
func stackOperand(sh *interp.Shell, args []string) (stay bool, operand string, given, ok bool) {
	rest := args[1:]
	for len(rest) > 0 && (rest[0] == "-n" || rest[0] == "--") {
		stay = stay || rest[0] == "-n"
		last := rest[0] == "--"
		rest = rest[1:]
		if last {
			break
		}
	}
	switch len(rest) {
	case 0:
		return stay, "", false, true
	case 1:
		return stay, rest[0], true, true
	}
	sh.Report(usageError(args[0], "too many operands"))
	return stay, "", true, false
}

func runPushd(sh *interp.Shell, args []string) (int, interp.Flow) {
	stay, operand, given, ok := stackOperand(sh, args)
	if !ok {
		return 1, interp.Next
	}
	if given && (operand == "-" || operand == "" || operand[0] != '-' && operand[0] != '+') {
		return pushNew(sh, operand, stay), interp.Next
	}
	stack := sh.Dir().Stack()
	at := 1
	if given {
		var status int
		if at, status = stackIndex(sh, args[0], operand, len(stack)); status != 0 {
			return status, interp.Next
		}
		stack = append(slices.Clone(stack[at:]), stack[:at]...)
	} else if len(stack) > 1 {
		stack[0], stack[1] = stack[1], stack[0]
	} else if !stay {
		sh.Report(usageError(args[0], "no other directory"))
		return 1, interp.Next
	}
	if !stay {
		return goTop(sh, args[0], stack, false), interp.Next
	}
	if given { // as in bash, nothing is printed
		sh.Dir().SetStack(stack[1:])
	}
	return 0, interp.Next
}

// pushNew puts a directory on the stack.
func pushNew(sh *interp.Shell, dir string, stay bool) int {
	stack := sh.Dir().Stack()
	if stay {
		return goTop(sh, "pushd", slices.Insert(stack, 1, dir), true)
	}
	dir, back, why := cdOperand(sh, []string{dir})
	if why != "" {
		sh.Report("pushd: " + why)
		return 1
	}
	name, found, err := changeDir(sh, dir, physically(sh, ""), back)
	if err != nil {
		sh.Report("pushd: " + interp.Quote(dir) + ": " + interp.Cause(err))
		return 1
	}
	if back || found {
		sh.Out().WriteString(name + "\n")
	}
	sh.Dir().SetStack(stack)
	new(dirsStyle).print(sh, sh.Dir().Stack(), 0)
	return 0
}

// goTop makes a stack the directory stack: it goes to its top, unless the shell
// is to stay where it is.
func goTop(sh *interp.Shell, name string, stack []string, stay bool) int {
	if !stay {
		if _, err := sh.Dir().Change(stack[0], physically(sh, "")); err != nil {
			sh.Report(name + ": " + interp.Quote(stack[0]) + ": " + interp.Cause(err))
			return 1
		}
	}
	sh.Dir().SetStack(stack[1:])
	new(dirsStyle).print(sh, sh.Dir().Stack(), 0)
	return 0
}

func runPopd(sh *interp.Shell, args []string) (int, interp.Flow) {
	stay, operand, given, ok := stackOperand(sh, args)
	if !ok {
		return 1, interp.Next
	}
	stack, at := sh.Dir().Stack(), 0
	if given && len(stack) > 1 {
		var status int
		if at, status = stackIndex(sh, args[0], operand, len(stack)); status != 0 {
			return status, interp.Next
		}
	} else if given {
		if _, isIndex := interp.DirIndex(operand, 1); !isIndex {
			_, status := stackIndex(sh, args[0], operand, 1)
			return status, interp.Next
		}
	}
	if len(stack) < 2 {
		sh.Report(usageError(args[0], "the directory stack is empty"))
		return 1, interp.Next
	}
	if at == 0 && stay {
		at = 1
	}
	return goTop(sh, args[0], slices.Delete(stack, at, at+1), stay || at > 0), interp.Next
}
