package builtin

import (
	"gpipe/internal/interp"
)

func test() *interp.Builtin {
	return &interp.Builtin{
		Name: "test", Usage: "[expression]",
		Doc: testDoc,
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			return runTest(sh, args[0], args[1:]), interp.Next
		},
	}
}

func bracket() *interp.Builtin {
	return &interp.Builtin{
		Name: "[", Usage: "[expression] ]",
		Doc: testDoc,
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			last := len(args) - 1
			if args[last] != "]" || last == 0 {
				sh.Report("[: missing ]")
				return 2, interp.Next
			}
			return runTest(sh, "[", args[1:last]), interp.Next
		},
	}
}

const testDoc = "Return status 0 when the expression is true, 1 when it is false, 2 when it is wrong.\n" +
	"Files:   -e exists  -f regular  -d directory  -h -L link  -p pipe  -S socket  -b block  -c character\n" +
	"         -r -w -x readable, writable, executable  -s not empty  -u -g -k mode bits\n" +
	"         -O -G own  -N changed since read  -t n  descriptor n is a terminal\n" +
	"         a -nt b newer   a -ot b older   a -ef b the same\n" +
	"Strings: -z empty  -n or nothing: not empty   a = b   a != b   a < b   a > b\n" +
	"Numbers: a -eq -ne -lt -le -gt -ge b\n" +
	"Shell:   -v variable is set  -R is a name reference  -o option is on\n" +
	"Of these: ! not   -a and   -o or   ( expression )"

func runTest(sh *interp.Shell, name string, args []string) int {
	t := tester{facts: shellFacts{sh}}
	ok, err := t.eval(args)
	switch {
	case err != nil:
		sh.Report(name + ": " + err.Error())
		return 2
	case ok:
		return 0
	}
	return 1
}
