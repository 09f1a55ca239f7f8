package differential

import (
	"fmt"
	"slices"
	"strings"
)

// commands are the productions of a command; the simple ones are among them.
func commands() []choice {
	return slices.Concat(lineCommands(), patternCommands(), stateCommands(), flowCommands())
}

// lineCommands are those that put pending here-documents behind the first
// newline they have.
func lineCommands() []choice {
	return append(simpleCommands(), []choice{
		{7, (*generator).ifCommand},
		{6, (*generator).caseCommand},
		{7, (*generator).forLoop},
		{6, (*generator).whileLoop},
		{7, (*generator).group},
		{8, (*generator).subshell},
		{8, (*generator).pipeline},
		{9, (*generator).andOr},
		{9, (*generator).defineFunction},
		{5, (*generator).evaluate},
		{3, (*generator).dotScript},
		{3, (*generator).trapCommand},
		{2, (*generator).background},
		{4, (*generator).readLoop},
		{2, (*generator).getoptsLoop},
	}...)
}

func (g *generator) ifCommand() string {
	text := "if " + g.condition() + g.separator() + "then" + g.gap() + g.list()
	for g.one(4) {
		text += "elif " + g.condition() + g.separator() + "then " + g.list()
	}
	if g.one(2) {
		text += "else" + g.gap() + g.list()
	}
	return text + "fi" + g.redirections(6)
}

// condition is a command that succeeds about as often as it fails.
func (g *generator) condition() string {
	switch g.IntN(6) {
	case 0:
		return g.statement()
	case 1:
		return "! " + g.simpleCondition()
	case 2:
		return g.simpleCondition() + g.among(" && ||") + " " + g.simpleCondition()
	}
	return g.simpleCondition()
}

func (g *generator) simpleCondition() string {
	if g.bash && g.one(3) {
		return g.pick(g.bashCondition(), "(("+g.arithmetic(1)+"))")
	}
	return g.pick("true", "false", ":", g.test(), g.test(), "(exit "+g.among("0 1 3")+")", "{ false; }", g.call())
}

func (g *generator) caseCommand() string {
	text := "case " + g.word() + " in" + g.gap()
	for range g.IntN(3) {
		text += g.pick("", "(") + g.casePattern()
		for g.one(3) {
			text += "|" + g.casePattern()
		}
		text += ")" + g.gap() + g.pick("", g.list()) + ";;" + g.gap()
	}
	if g.one(2) {
		text += "*) " + g.pick("", g.list())
		if g.one(2) {
			text += ";; "
		}
	}
	if !strings.HasSuffix(text, " ") && !strings.HasSuffix(text, "\n") {
		text += " "
	}
	return text + "esac" + g.redirections(6)
}

func (g *generator) forLoop() string {
	text := "for " + g.among("i a b n")
	switch g.IntN(5) {
	case 0:
	case 1:
		text += g.gap() + "in"
	default:
		text += " in " + g.words(3)
	}
	return text + g.separator() + g.loopBody() + g.redirections(6)
}

// whileLoop makes a loop that counts, whatever else its condition is.
func (g *generator) whileLoop() string {
	g.loops++
	counter := fmt.Sprintf("k%d", g.loops)
	text := counter + "=0; "
	if g.one(3) {
		text += fmt.Sprintf("until [ \"$((%s+=1))\" -gt %d ]", counter, 1+g.IntN(3))
		if g.one(3) {
			text += " || " + g.condition()
		}
	} else {
		text += fmt.Sprintf("while [ \"$((%s+=1))\" -le %d ]", counter, 1+g.IntN(3))
		if g.one(3) {
			text += " && " + g.condition()
		}
	}
	return text + g.separator() + g.loopBody() + g.redirections(6)
}

func (g *generator) loopBody() string {
	g.around++
	defer func() { g.around-- }()
	text := "do" + g.gap() + g.list()
	if g.one(2) {
		text += g.pick("", g.simpleCondition()+" && ", g.test()+" || ") + g.leaveLoop() + g.separator()
	}
	if g.one(3) {
		text += g.list()
	}
	return text + "done"
}

func (g *generator) leaveLoop() string {
	return g.among("break continue") + g.pick("", "", "", " 1", " 2", " 3")
}

func (g *generator) group() string {
	return "{ " + g.list() + "}" + g.redirections(2)
}

func (g *generator) subshell() string {
	text := g.list()
	if g.one(4) {
		text = g.pick("set -e; ", "set -u; ", "set -f; ", "a=sub; ", "IFS=:; ", "cd sub; ", "shift; ", "set -- s t; ", "unset a; ", "exec 2>/dev/null; ", "trap 'echo T' EXIT; ") + text
	}
	return "(" + g.gap() + text + ")" + g.redirections(3)
}

// pipeline joins commands of which only the last one prints: else what the
// others print would come in any order.
func (g *generator) pipeline() string {
	text := g.pick("", "", "! ")
	for range 1 + g.IntN(2) {
		text += g.stage() + " |" + g.gap()
	}
	return text + g.pick("cat", "tr a-c A-C", "{ read -r a; p \"$a\"; }", "while read -r b; do p \"$b\"; done", "(cat)", "sed 's/^/> /'", g.statement(), "read a", "exit 3", "wc -l")
}

func (g *generator) stage() string {
	if g.one(3) {
		return g.pick("echo x y", "printf 'l1\\nl2\\n'", "cat a.txt", "true", "false", ":", "tr a-z b-za", "exit 2", "cat <a.txt")
	}
	return g.pick("{ "+g.list()+"}", "( "+g.list()+")", g.statement())
}

func (g *generator) andOr() string {
	text := g.pick("", "", "! ") + g.pick(g.simpleCondition(), g.statement())
	for range 1 + g.IntN(2) {
		text += g.pick(" && ", " || ") + strings.TrimPrefix(g.gap(), " ") + g.pick("", "", "", "! ") + g.pick(g.simpleCondition(), g.statement())
	}
	return text
}

// defineFunction defines a function that calls only those before it, and
// calls it.
func (g *generator) defineFunction() string {
	if g.functions > 3 {
		return g.call()
	}
	around := g.around
	if g.one(2) {
		g.around = 0
	}
	body := g.list()
	if g.one(3) {
		body += g.pick("", g.simpleCondition()+" && ") + "return " + g.among("0 1 3 $?") + g.separator() + g.pick("", g.list())
	}
	g.around = around
	name := g.function(g.functions)
	body = g.pick("", "", "local a; ", "local a=1 b; ", "local b=$1; ") + body
	if g.one(4) {
		body = "( " + body + ")"
	} else {
		body = "{ " + body + "}"
	}
	text := name + "()" + g.pick(" ", "\n") + body + g.redirections(5) + g.newline()
	g.functions++
	return text + g.call()
}

// call calls a function, if there is one.
func (g *generator) call() string {
	if g.functions == 0 {
		return "p " + g.words(2)
	}
	before := g.pick("", "", "", "a=call ", "IFS=: ")
	if g.bash && before == "a=call " { // what is local to a function then is bash's secret
		before = ""
	}
	return before + g.function(g.IntN(g.functions)) + " " + g.words(2)
}

func (g *generator) evaluate() string {
	list := g.apart(g.list)
	if g.one(3) {
		return "eval " + g.pick("", "--", "a=1") + " " + quoted("p "+g.word()) + " " + g.words(1)
	}
	return g.pick("", "", "a=ev ", "command ") + "eval " + quoted(strings.TrimSuffix(list, "; ")) + g.redirections(6)
}

func (g *generator) dotScript() string {
	list := g.apart(g.list)
	return "printf '%s\\n' " + quoted(list+g.pick("", "return 4\n", "false\n")) + " >lib; " + g.pick("", "", "a=dot ", "command ") + ". ./lib" + g.pick("", "", "; echo \"s$?\"")
}

func (g *generator) trapCommand() string {
	list := g.apart(g.list)
	switch g.IntN(6) {
	case 0:
		return g.pick("trap - EXIT", "trap '' EXIT", "trap EXIT", "trap", "trap 'exit 5' EXIT", "trap 'echo \"t$?\"' EXIT", "trap 'false' 0")
	case 1:
		return "trap " + quoted(list) + " USR1; kill -USR1 $$" + g.pick("", "; echo after", "; trap - USR1")
	}
	text := "trap " + quoted(list) + " EXIT"
	if g.one(2) {
		return "( " + text + g.separator() + g.list() + ")"
	}
	return text
}

func (g *generator) background() string {
	command := g.pick("( exit "+g.among("0 1 7")+" )", "true", "false", "{ "+g.list()+"}", "cat", "read a")
	return command + " & " + g.pick("wait", "wait $!", "wait $!; echo \"s$?\"", "wait; echo \"s$?\"", "wait \"$!\" || echo failed")
}

func (g *generator) readLoop() string {
	g.around++
	body := g.list()
	g.around--
	head := "while " + g.pick("", "IFS= ", "IFS=: ") + "read " + g.pick("", "-r ") + g.among("a i a") + g.pick("", " b", " b c") + "; do p \"$a\" \"$b\"; "
	if g.one(2) {
		return head + body + "done <" + g.among("a.txt b.txt")
	}
	return "printf '%s\\n' " + g.words(3) + " | " + head + body + "done"
}

func (g *generator) getoptsLoop() string {
	return "OPTIND=1; while getopts " + g.pick("ab", "a:b", ":a:b", ":ab") + " o " + g.pick("", "-a", "-ab", "-b x", "-a x -b", "-c", "-a -- -b", "-ba", "-x -a") + "; do p \"$o\" \"${OPTARG-unset}\"; done; p \"$o\" \"$OPTIND\""
}
