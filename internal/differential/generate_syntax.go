package differential

import (
	"slices"
	"strings"
)

// oddSyntax makes commands that are easy to read wrongly.
func (g *generator) oddSyntax() string {
	return g.pick(
		"((echo a); echo b)", "( (echo a) | (cat) )", "$((echo x); echo y)", "p $( (echo a) )", "p \"$(case x in x) echo \")\";; esac)\"",
		"p $((1 + (2)))", "op=+; p $((1 $op 2))", "p $((x${a:-1}))", "p \"$((\"1\" + 1))\"", "p $((`echo 2`*2))", "e='1+1'; p $(($e*2)) $((e))",
		"{ echo a;};{ echo b; }", "if true;then echo a;fi;if false;then :;else echo b;fi", "!\ttrue", "! ! true", "{ ! false; }",
		"ec\\\nho join", "echo a &\\\n& echo b", "echo x |\\\n| echo y", "i\\\nf true; then echo z; fi", "p $\\\n{a} $\\\n(echo q) \"$\\\na\"", "a\\\n=1; p $a", "cat <\\\n<E\nt\nE", "p ${a\\\n:-x} $(\\\n(1+\\\n1))", "case x in x) echo 1;\\\n; esac",
		"case x in x) ;; esac", "case x in (x) echo 1\nesac", "case x in x|y) echo 1;; *) ;; esac", "case x in\n\n#c\nx) # d\necho 1 # e\n;; # f\nesac", "case in in in) echo in;; esac", "case esac in (esac) echo e;; esac", "for in in in; do p $in; done", "for i in do done; do p $i; done", "for do in a; do p $do; done", "echo for in do done if fi { } ! case esac",
		"f()\n\n{ echo nl; }; f", "f ( ) { echo sp; }; f", "f() { echo a; }\nf; f()(echo b); f", "function=1; p $function", "if=1; p $if", "then() { echo t; }", "time() { echo t; }; time",
		"p `echo \\`echo in\\``", "p `echo \"\\`echo in2\\`\"`", "p \"`echo '\"'`\"", "p `echo '$a' \\$a \"\\$a\" \\\\\\$a`", "p `# c\necho d`", "p $(# c )\necho d)", "p \"$(echo \"a\"\"b\")\"",
		"p ${a:-{x}} ${a:-\\{x\\}}", "p \"${a:-\"}\"}\" ${a:-'}'}", "p ${u:-`echo }`} ${u:-$(echo })}", "p ${#a}x ${#}a $#a $$a >/dev/null", "p $a$b${a}$1${1}x$1x", "p \"$a[0]\" $a[0]", "p a{b,c", "p ${u-a\nb}",
		"true;#c\ntrue", "true #;false", "echo a#b #c", "echo a; #c", "echo \\#a '#b' \"#c\" ${a#d}", "#\n#\n:", "{ #c\n:; }", "( #c\n:)",
		"alias al='echo alias'\nal x\nunalias al", "alias al='echo a;'\nal al\nunalias -a", "alias wh='while ' tr='true; do break; done'\nwh tr\nunalias -a", "alias x='p '\nalias y='z'\nx y x\nunalias -a", "alias if='echo no'\nif true; then p y; fi\nunalias if", "alias o='{ echo' c='}'\no x; c\nunalias -a", "alias q=\"echo '\"\nq a'\nunalias q",
		"p \"\xff\" $'a' 2>/dev/null | tr -cd '<>\\n'", "p \xc3\xa9\xff | od -c", "a=\xff; p \"${#a}\" >/dev/null", "p a\rb | od -c",
		"cat <<E; cat <<F\na\nE\nb\nF", "cat <<'E' | cat <<\"F\"\na\nE\nb\nF", "cat <<E$u\na\nE$u", "cat <<E \\\n; echo x\na\nE", "cat <<-E\n\ta\n\t\tb\n\tE", "cat <<\\E\\F\n$a\nEF", "cat << E#\nx\nE#", "if cat <<E\nc\nE\nthen echo t; fi", "cat <<E && cat <<F || :\n1\nE\n2\nF", "{ cat <<E\nq\nE\n}", "p $(cat <<E\n)\nE\n)", "f() { cat <<E\n$1\nE\n}; f x", "while read l; do p $l; done <<E\n1\n2\nE", "cat <<E\n$(echo \"E\n\")\nE", "cat <<E\n`cat <<F\nin\nF\n`\nE",
		"p a>f1 b; p 2>f2 c; p 2 >f2; p a2>f2; cat f1 f2", "p a 1>&2 2>&1", ">f1<a.txt cat", "{ p a; }>f1;cat f1", "p x >f1>f2;cat f1 f2", "p a>&1", "p 1>&-2>/dev/null", "cat<a.txt", "cat 0<a.txt", "p >|f1 a",
		"p a&wait", "p a& wait;p b", "true&&p a||p b", "true|true&&p c", "(p a)", "(p a)|(cat)", "{ p a;}|cat", "p a;(p b);p c", "if (true) then (p a) fi", "while (false) do :;done", "for i in a;do p $i;done|cat", "{ { p a;};}", "((p a))",
	)
}

// mutate takes a text apart and puts it together with one piece of its syntax
// left out, doubled, or changed for the next one.
func (g *generator) mutate(text string) string {
	pieces := words(text)
	var marks []int
	for i, piece := range pieces {
		if len(piece) == 1 && strings.Contains(";|&(){}<>\"'`$\n", piece) || slices.Contains(keywords(), piece) {
			marks = append(marks, i)
		}
	}
	if len(marks) == 0 {
		return text
	}
	at := marks[g.IntN(len(marks))]
	switch g.IntN(3) {
	case 0:
		pieces = slices.Insert(pieces, at, pieces[at])
	case 1:
		next := min(at+1, len(pieces)-1)
		pieces[at], pieces[next] = pieces[next], pieces[at]
	default:
		pieces = slices.Delete(pieces, at, at+1)
	}
	return strings.Join(pieces, "")
}

func keywords() []string {
	return strings.Fields("if then elif else fi for in do done while until case esac ! { }")
}
