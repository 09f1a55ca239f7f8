package differential

import (
	"math/rand/v2"
	"strings"
)

// GenerateSignals returns the script of a seed about signals that come while the
// shell can do nothing but wait. Another process, poke, sends them: it sees that
// the shell and what it has started are asleep.
func GenerateSignals(poke string, seed uint64) Script {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 4))}
	sig := g.among("USR1 USR2 TERM HUP INT ALRM")
	b := g.blocking()
	text := "mkfifo f g\n"
	for range 1 + g.IntN(2) {
		text += "trap " + g.signalAction() + " " + g.pick(sig, sig, sig, sig, "EXIT", "USR1 USR2") + "\n"
	}
	before := g.pick("", "", "", "set -e\n", "x=old\n", "trap 'echo exit $?' EXIT\n")
	steps := g.pick("", "", "-") + sig
	if g.one(4) {
		steps += " " + g.among("USR1 USR2 TERM") // a second one
	}
	start := "(" + poke + " $$ " + steps + " " + b.release + " end KILL &)"
	command := g.around1(b.text)
	text += before + start + "\n" + command + "\n" + `echo "s$? x=$x y=$y"` + "\n"
	if g.one(3) {
		text += "trap - " + sig + "\nwait\necho end\n"
	}
	return Script{Text: text, Mode: g.mode2()}
}

// mode2 is any but that of a script on standard input, of which shells read ahead
// more or less.
func (g *generator) mode2() Mode { return Mode(g.IntN(2)) }

func (g *generator) signalAction() string {
	return g.pick(`'echo T'`, `'echo T'`, `'echo "T$?"'`, `'echo T; exit 3'`, `'echo T; exit 3'`, `'exit'`, `''`, `-`, `-`, `'x=trap'`, `'false'`, `'(exit 5)'`, `'y=$(echo sub); echo $y'`, `'trap - EXIT; exit 4'`, `'echo T; /bin/echo U'`, `'echo T; break'`, `'return 6'`, `'eval "echo ev"'`)
}

// blockade is a command that waits, and the steps of poke by which it goes on.
type blockade struct{ text, release string }

func (g *generator) blocking() blockade {
	wait := []blockade{
		{"read x <f", "write:f"},
		{"read x <f", "open:f"},
		{"exec 3<>f; read x <&3", "write:f"},
		{"exec 3<>f; read x y <&3", "write:f"},
		{"{ read x; echo \"got $x\"; } <f", "write:f"},
		{"while read x; do echo \"l $x\"; done <f", "write:f"},
		{"cat f", "write:f"},
		{"cat <f", "write:f"},
		{"cat f; echo \"c$?\"", "open:f"},
		{"x=$(cat f)", "write:f"},
		{"x=$(cat f; echo more)", "write:f"},
		{"x=$(read y <f; echo \"$y\")", "write:f"},
		{"x=`cat <f`", "write:f"},
		{"echo \"a$(cat f)b\"", "write:f"},
		{"case $(cat f) in line*) echo matched;; *) echo other;; esac", "write:f"},
		{"for i in $(cat f); do echo $i; done", "write:f"},
		{": <f", "open:f"},
		{": >f", "read:f"},
		{"echo hi >f", "read:f"},
		{"exec 4<f", "open:f"},
		{"exec 4>f", "read:f"},
		{". ./f", "open:f"},
		{"(read x <f; echo \"sub $x\")", "write:f"},
		{"(cat f)", "write:f"},
		{"(cat f; exit 7)", "write:f"},
		{"(cat f; echo in) | cat", "write:f"},
		{"cat f | cat", "write:f"},
		{"cat f | while read x; do echo \"p $x\"; done", "write:f"},
		{"cat f | { read x; echo \"p $x\"; exit 4; }", "write:f"},
		{"read x <f | cat", "write:f"},
		{"cat <<E\n[$(cat f)]\nE", "write:f"},
		{"cat f & wait", "write:f"},
		{"cat f & wait $!", "write:f"},
		{"(cat f; exit 5) & wait $!", "write:f"},
		{"cat f & wait $!; echo \"w$?\"; wait $!", "write:f"},
		{"{ cat f; } & wait", "write:f"},
		{"{ read x <f; echo \"bg $x\"; } & wait $!", "write:f"},
		{"cat f & cat g & wait", "write:f write:g"},
		{"cat f >/dev/null & cat g >/dev/null & wait %1; echo \"w$?\"; wait %2", "write:f write:g"},
		{"sleep 1000", "end"},
		{"sleep 1000; echo \"c$?\"", "end"},
		{"sleep 1000 & wait $!", "end"},
		{"(sleep 1000); echo \"c$?\"", "end"},
		{"x=$(sleep 1000)", "end"},
		{"cat f; cat g", "write:f write:g"},
		{"read x <f; read y <g", "write:f write:g"},
		{"if read x <f; then echo yes; else echo no; fi", "write:f"},
		{"read x <f && echo and || echo or", "write:f"},
		{"! read x <f", "write:f"},
		{"eval 'cat f'", "write:f"},
		{"dash -c 'cat f; exit 6'", "write:f"},
		{"dash -c 'trap \"echo inner\" USR1 USR2; cat f; echo \"i$?\"'", "write:f"},
		{"exec cat f", "write:f"},
		{"x=$(exec cat f)", "write:f"},
	}
	return wait[g.IntN(len(wait))]
}

// around1 puts a command into another one.
func (g *generator) around1(text string) string {
	if strings.Contains(text, "<<") {
		return text
	}
	form := g.pick("%", "%", "%", "%", "w() { %\necho \"in $?\"; }; w", "{ %; }", "for i in 1; do %\ndone", "while :; do %\nbreak; done", "eval "+quoted("%"), "if %\nthen echo then; fi", "echo '%' >lib; . ./lib", "(%)", "{ %; } 2>&1", "w() { return 3; }; %\nw")
	if strings.Contains(form, "'") && strings.Contains(text, "'") {
		return text
	}
	return strings.Replace(form, "%", text, 1)
}
