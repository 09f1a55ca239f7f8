package builtin

import "gpipe/internal/interp"

func let() *interp.Builtin {
	return &interp.Builtin{
		Name: "let", Usage: "expression...",
		Doc: "Evaluate arithmetic expressions. Fail if the last one is 0.",
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			rest := args[1:]
			if len(rest) > 0 && rest[0] == "--" {
				rest = rest[1:]
			}
			if len(rest) == 0 {
				sh.Report("let: an expression is needed")
				return 1, interp.Next
			}
			status := 0
			for _, text := range rest {
				n, err := sh.Let(text)
				if err != nil {
					sh.Report("let: " + interp.Message(err))
					return 1, interp.Next
				}
				status = 0
				if n == 0 {
					status = 1
				}
			}
			return status, interp.Next
		},
	}
}
