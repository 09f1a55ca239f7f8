package portable

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// builtins stands for the table of the shell.
func builtins(name string) (known, own bool) {
	return strings.Contains(" . : [ alias cd command declare echo eval exec exit export fc hash local lock printf pushd read readonly set shift source test time trap type ulimit unset wait let ", " "+name+" "),
		name == "lock"
}

func check(text string) string {
	found, err := Check(&Config{Text: text, Builtin: builtins})
	var out []string
	for _, f := range found {
		out = append(out, strconv.Itoa(f.Line)+":"+strconv.Itoa(f.Col)+" "+f.What)
	}
	if err != nil {
		out = append(out, "error")
	}
	return strings.Join(out, "; ")
}

func TestCheck(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"set -eu -o pipefail; f() { echo \"$1\" | sed s/a/b/ >&2; }; for i in \"$@\"; do :; done\n", ""},
		{"case $x in a | b) y=${x:-1} ;& *) ;; esac; echo $'\\n' \"${x##*/}\" $((a + $b)) `ls` <<E\n$x\nE\n", ""},
		{"echo $((a $op b)); ((ls); ls); $((ls); ls); x='{a,b}'; echo a{b {} {a} \"{a,b}\"; find . -exec x {} +\n", ""},
		{"printf '%s\\n' -x; echo x -n; command -v ls; read -r a; trap '' INT; ulimit -n; time ls; [ -n \"$x\" ] && [ a -nt b ]\n", ""},
		{"exit 0\nif\n", "error"},
		{"f() { pushd /; }; pushd() { :; }\n", ""},
		{"é=1; é\n echo \"é\" $RANDOM\n", "2:11 the variable RANDOM"},
		{"function f { :; }; a-b() { :; }\n", "1:1 the reserved word function; 1:20 a function name with other characters than letters, digits and _"},
		{"x=(a b); x[1]=c; x+=d; echo ${x[0]} ${#x[@]}\n", "1:1 an array; 1:10 an element of an array; 1:18 +=; 1:29 an element of an array; 1:37 an element of an array"},
		{"echo ${x/a/b} ${x:1} ${!x} ${x^} ${x@Q} ${!x*}\n", "1:6 ${name/pattern/string}; 1:15 ${name:offset}; 1:22 ${!x}; 1:28 ${name^}; 1:34 ${name@operator}; 1:41 ${!x}"},
		{"[[ a ]]; (( 1 )); for ((;;)); do :; done; select x in a; do :; done\n", "1:1 [[ ]]; 1:10 (( )); 1:19 for (( )); 1:43 select"},
		{"a |& b; a &>f; a &>>f; a <<<x; a >&f; a {n}>f; a 2>&1- <(b) >(c)\n", "1:3 |&; 1:11 &>; 1:18 &>>; 1:26 <<<; 1:34 >& with a file; 1:41 a redirection of {n}; 1:51 >& that moves a descriptor; 1:56 process substitution; 1:61 process substitution"},
		{"echo -e a {a,b}{1..2} ~+ ~1/x $\"t\" $[1] $(<f) $((2**3, x++, 16#ff)) +(a)\n", "1:6 echo -e; 1:11 brace expansion; 1:23 ~+; 1:26 ~1; 1:31 $\"...\"; 1:36 $[ ]; 1:41 $(<f); 1:51 ** in arithmetic; 1:54 , in arithmetic; 1:57 ++ in arithmetic; 1:59 , in arithmetic; 1:61 a number with a base; 1:69 an extended pattern"},
		{"[ a == b -a c ]; test -v x; read -p x y; printf -v z a; set -E; set -o posix; trap x ERR SIGINT; wait -n; export -f g; local x; declare y; lock a b; source f\n",
			"1:5 == of test; 1:10 -a of test, which POSIX has no more; 1:23 -v of test; 1:34 read -p; 1:49 printf -v; 1:61 set -E; 1:72 the option posix; 1:86 trap for ERR; 1:90 SIG before the name of a signal; 1:103 wait -n; 1:114 export -f; 1:120 the built-in local; 1:129 the built-in declare; 1:140 the built-in lock, which no other shell has; 1:150 the built-in source"},
		{"case x in a) ;;& b) ;; esac; time { :; }\n", "1:14 ;;& in case; 1:30 time of more than a simple command"},
		{"pushd /\nif\n", "1:1 the built-in pushd; error"},
	}
	for _, tt := range tests {
		got := strings.ReplaceAll(check(tt.text), "$(<file)", "$(<f)")
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("function f { local x=(a); }; [[ ${x/a/b} ]] && echo -e {a,b} <<<é $((16#f)) ~1 |& b\n")
	f.Add("x[é]=1 ((ls); ls) $((a $op b))\nexit\n\x00")
	f.Fuzz(func(t *testing.T, text string) {
		found, _ := Check(&Config{Text: text, Builtin: builtins})
		lines := strings.Split(text, "\n")
		for _, x := range found {
			if x.Line < 1 || x.Line > len(lines) || x.Col < 1 || x.Col > utf8.RuneCountInString(lines[x.Line-1])+1 {
				t.Errorf("%q: %+v is not in the text", text, x)
			}
		}
	})
}
