package differential

import "strings"

// array is a name that is mostly an array, M mostly an associative one.
func (g *generator) array() string { return g.among("A A A B M M a") }

// subscript is one for a variable: numbers and expressions for indexed ones.
func (g *generator) subscript(of string) string {
	if of == "M" && !g.one(5) {
		return g.pick("k", "k", "x", "1", "0", "a b", "$a", `"$a"`, "'k'", "k$x", "@x", "a.b", "foo-bar", `"a]b"`, "é", "$n", "${x}y", "'*'", "1+1")
	}
	return g.pick("0", "1", "2", "3", "7", "-1", "-2", "n", "x", "$n", "n+1", "x++", "1+1", "${#A[@]}", "-9", "010", "2", "A[0]", "$((1+1))", "n=3", "'1'", `"2"`, " 1 ", "", "u")
}

// list makes what stands between the parentheses of name=(...).
func (g *generator) elements(of string) string {
	var all []string
	for range g.IntN(5) {
		switch {
		case of == "M" && !g.one(6) || g.one(4):
			all = append(all, "["+g.subscript(of)+"]"+g.pick("=", "=", "=", "+=")+strings.ReplaceAll(g.arrayValue(), "{", ""))
		default:
			all = append(all, g.pick(g.word(), g.arrayValue(), g.arrayValue(), "{a,b}", "$a", "*.txt", `"${A[@]}"`, "${A[*]}", `"$@"`))
		}
	}
	if g.one(15) {
		return "\n" + strings.Join(all, " # remark\n") + "\n"
	}
	return strings.Join(all, " ")
}

func (g *generator) arrayValue() string {
	return g.pick("1", "2", "5", "x", "", "'a b'", "$a", `"$a"`, "$b", "a*", "'*'", "~", "foo", "Bar", "éÉ", "1+2", "n", "$((x+1))", "\"$@\"", "$'t\\tb'", "$'\\001x'", `'a"b'`, `\$`, "a{b,c}", "'[x]'", "$(echo q r)", "k=v")
}

func (g *generator) attributes() string {
	return g.pick("", "-a", "-A", "-i", "-l", "-u", "-x", "-r", "-n", "-ai", "-Ai", "-al", "-au", "-g", "-ga", "-gA", "-p", "+x", "+i", "-t", "-xi", "-ix", "-ia", "-lx", "-ru", "+a", "+A", "-ir", "-c", "-gi", "+l", "-lu", "-i +i", "-I", "-an", "-ax", "+n", "+t", "+r")
}

func (g *generator) declaration() string {
	name := g.among("a b c e x n A B M A M r")
	switch g.IntN(7) {
	case 0:
		return name
	case 1, 2:
		return name + g.pick("=", "=", "+=") + g.arrayValue()
	case 3, 4:
		of := name
		return name + g.pick("=", "=", "+=") + "(" + g.elements(of) + ")"
	case 5:
		return name + "[" + strings.ReplaceAll(g.subscript(name), " ", "") + "]" + g.pick("=", "=", "+=") + g.arrayValue()
	}
	return g.pick("1x", name, "'A=(1 2)'", "'A[1]=q'", "a=~:~", "$a", name+"=1 "+name, "'"+name+"=(x [2]=y)'", "\"A=$a\"", "\"A=($a)\"", "'a+=5'")
}

func (g *generator) bashDeclare() string {
	command := g.among("declare declare declare typeset local export readonly declare")
	flags := g.attributes()
	if command == "readonly" && !g.one(3) {
		command = "declare" // nothing could be changed any more
	}
	if command == "export" || command == "readonly" {
		flags = g.pick("", "", "-p", "-a", "-n")
	}
	text := command + " " + flags + " " + g.declaration()
	if g.one(4) {
		text += " " + g.declaration()
	}
	text = g.pick("", "", "", "", "builtin ", "command ") + text
	if command == "local" || g.one(5) {
		text = "f11() { " + text + "; " + g.pick("d a A M", "p \"$a\" \"${A[@]}\"", g.showArray(), "a=in; A+=(in)", "local -p", "f12() { a=deep; d a; }; f12") + "; }; f11"
	}
	if strings.Contains(flags, "r") || command == "readonly" {
		return "( " + text + "; " + g.pick("a=2", "A+=(1)", "unset a", "A[0]=z", "M[k]=z", "declare +r a", "declare a=5", "x=3", "((x++))", ":") + "; echo \"$?\"; d a A x M )"
	}
	return text + g.pick("", "; echo \"s$?\"", "; d a A M", "; d x n a")
}

func (g *generator) assignArray() string {
	name := g.array()
	switch g.IntN(8) {
	case 0, 1, 2:
		return name + g.pick("=", "=", "=", "+=") + "(" + g.elements(name) + ")"
	case 3, 4, 5:
		return name + "[" + g.subscript(name) + "]" + g.pick("=", "=", "+=") + g.arrayValue()
	case 6:
		return "declare -A M" + g.pick("", "=("+g.elements("M")+")", "; M[k]=v", "=(a 1 b 2)", "=(k)")
	}
	return g.among("a b x n A") + "+=" + g.arrayValue()
}

func (g *generator) showArray() string {
	name := g.array()
	sub := g.pick("@", "@", "*", g.subscript(name))
	return g.pick("d "+name, "d A M", "k "+name, "p \"${"+name+"["+sub+"]}\"", "p ${"+name+"["+sub+"]}", "p ${#"+name+"["+sub+"]} \"${#"+name+"}\"", "p \"${!"+name+"[@]}\"", "p \"${!"+name+"[*]}\" \"$"+name+"\"",
		"p \"${"+name+"[@]"+g.bashOperator(true)+"}\"", "p ${"+name+"["+sub+"]"+g.bashOperator(false)+"}", "p \"${"+name+"["+sub+"]"+g.bashOperator(true)+"}\"", "p \"${"+name+"[*]"+g.bashOperator(true)+"}\"",
		"for i in \"${"+name+"[@]}\"; do p \"$i\"; done", "IFS=: ; p \"${"+name+"[*]}\"", "B=(\"${"+name+"[@]}\"); d B", "p x\"${"+name+"[@]}\"y", "p \"${"+name+"[@]-none}\"", "[[ -v "+name+"["+g.pick("0", "k", "@", "-1", "1")+"] ]]; echo $?")
}

func (g *generator) unsetBash() string {
	return "unset " + g.pick("A", "M", "'A[0]'", "'A[-1]'", "'M[k]'", "'M[a b]'", "A[1]", "'A[@]'", "'M[@]'", "'M[*]'", "-n r", "r", "-v A", "'A[9]'", "'A[x]'", "a b", "'a[0]'", "x n", "-f f11", "f11", "'A[-9]'", "\"M[$a]\"", "nosuch", "-nv r", "'M[\"k\"]'", "'u[1]'", "-vf a", "FUNCNAME", "RANDOM; p $RANDOM") + g.pick("", "; echo \"s$?\"", "; d A M")
}

// nameReference makes a reference and uses it.
func (g *generator) nameReference() string {
	target := g.among("a b A M A[0] A[1] M[k] u x r2 A[@] r 1x n e[2]")
	use := func() string {
		return g.pick("r=new", "r+=more", "p \"$r\"", "p \"${!r}\"", "r[1]=el", "r=(l i s t)", "p \"${r[@]}\"", "p \"${!r[@]}\"", "d r", "d "+strings.Trim(target, "[]01@k")+"", "unset r", "unset -n r", "declare -n r=b", "declare +n r", "r=b", "p \"${#r}\" \"${r^^}\"", "for r in a b; do r=loop$r; done; p \"$a\" \"$b\"", "((r++)); p $?", "read r <<<'in put'", "[[ -v r ]]; echo $?", "[[ -R r ]]; echo $?", "printf -v r %s pf", "p \"${r@A}\"", "p \"${r-unset}\"", "declare r=dd", "declare -i r=2+3", "export r", "local r", "declare -n r2=r", "r[k]=v", "p \"${r[0]}\" \"${r:1}\"", "mapfile -t r <a.txt", "readonly r", "unset 'r[0]'", "declare -a r", "declare -n r", "getopts a r -a", "IFS=: read -a r <<<q:r")
	}
	text := "declare -n r" + g.pick("=", "=", "=", "; r=") + g.pick(target, "'"+target+"'") + "\n" + use() + "\n" + use() + "\n" + use()
	switch g.IntN(4) {
	case 0:
		return "( " + text + "\n)"
	case 1:
		return "f13() { local -n r=$1; " + use() + "; " + use() + "; d r; }; f13 " + g.among("a A M u r A[1] x M[k] 1x") + "; d a A M"
	case 2:
		return "f13() { local a=l A=(l1 l2); local -n r=$1; " + use() + "; " + use() + "; d a A; }; f13 " + g.among("a A M u r A[1] x b") + "; d a b A M x"
	}
	return text + "; unset -n r r2"
}

// dynamicScope makes functions that look at, set and unset the variables of their
// callers.
func (g *generator) dynamicScope() string {
	act := func() string {
		return g.pick("a=2", "unset a", "unset -v a", "local a", "local a=3", "declare a=4", "declare -g a=5", "a+=6", "p \"${a-unset}\"", "d a", "local -i a=7", "export a", "local -a a=(8 9)", "a[1]=10", "local -A a; a[k]=11", "readonly b", "local b=$a", "unset a; unset a", "local -I a", "local - ; set -u", "declare -gi a", "local a; p \"${a-unset}\"", "printf -v a %s pf", "read a <<<rd", "typeset -u a=up", "for a in lp; do :; done", "((a=12))", "local -x a=13; printenv a", "(a=sub; p $a)", "local a=(x y)", "local a+=app", "declare +i a", "eval 'local a=ev'", "a=pre eval 'p $a'", "local -n a=b", "unset -n a", "mapfile -t a <b.txt", "shopt -s localvar_inherit", "shopt -s localvar_unset", "local -p", "local -g a=14", "local PATH=/bin:/usr/bin", "local IFS=:; p $a", "declare -gA a", "local -u a; a=qq")
	}
	return "f14x() { p \"x${a-unset}\"; " + act() + "; }; f14() { " + act() + "; " + act() + "; p \"${a-unset}\"; }; f15() { local a=1" + g.pick("", " b=1", "; local b") + "; " + act() + "; f14; p \"${a-unset}\" \"${b-unset}\"; " + act() + "; p \"${a-unset}\"; }; " +
		g.pick("a=0; ", "unset a; ", "a=(z y); ", "a=0 b=0; ", "export a=0; ") + g.pick("f15", "f15", "f14", "f15; f14") + "; d a b"
}
