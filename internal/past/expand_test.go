package past

import (
	"bytes"
	"errors"
	"flag"
	"math/rand"
	"os/exec"
	"strings"
	"testing"
)

var earlier = []string{
	"echo one two three",
	`ls -l /usr/lib/foo.tar.gz 'a b' "c d"`,
	"grep -r needle src | sort -u > out.txt",
	"for i in 1 2\ndo echo $i\ndone",
	"a=$(b c | d) e2>&1 2>f 3<<<x && (g;h) <(i j) `k l` ${m n}o",
	"vi  /etc/passwd",
}

// cases are lines to expand. What they become is what bash makes of them; an
// error is written as that.
var cases = []struct{ line, want string }{
	{"!!", "vi  /etc/passwd"},
	{"echo !$", "echo /etc/passwd"},
	{"!-2:0", "a=$(b c | d)"},
	{"!1", "echo one two three"},
	{"!-9", "error: !-9: event not found"},
	{"!99", "error: !99: event not found"},
	{"!?need?", "grep -r needle src | sort -u > out.txt"},
	{"!?need", "grep -r needle src | sort -u > out.txt"},
	{"!?need?:1 !?need?:% !%", "-r needle needle"},
	{"echo !!:0 !!:1 !!:*", "echo vi /etc/passwd /etc/passwd"},
	{"!ec:1-2 !ec:2* !ec:1- !ec:-2 !ec:^ !ec:$", "one two two three one two echo one two one three"},
	{"!l:5", "error: !l:5: bad word specifier"},
	{"!l:*:q", `'-l /usr/lib/foo.tar.gz '\''a b'\'' "c d"'`},
	{"!l:*:x", `'-l' '/usr/lib/foo.tar.gz' ''\''a' 'b'\''' '"c' 'd"'`},
	{"!l:2:h !l:2:t !l:2:r !l:2:e !l:2:h:h", "/usr/lib foo.tar.gz /usr/lib/foo.tar .gz /usr"},
	{"!l:2:gs/o/0/", "/usr/lib/f00.tar.gz"},
	{"!l:s/l/L", `Ls -l /usr/lib/foo.tar.gz 'a b' "c d"`},
	{`!l:s/l/[&]/:s/s/\&/`, `[l]& -l /usr/lib/foo.tar.gz 'a b' "c d"`},
	{"!l:2:Gs/f/F/:as,/,|,", "|usr|lib|Foo.tar.gz"},
	{"!l:s/nosuch/x/", "error: !l:s/nosuch/x/: substitution failed"},
	{"!e:s/one/1/ !e:&", "echo 1 two three echo 1 two three"},
	{"!ec:s/one/1/ !ec:s/two/2/:&", "error: !ec:s/two/2/:&: substitution failed"},
	{"!ec:s/e/E/:&", "Echo onE two three"},
	{"!ec:&", "error: !ec:&: no previous substitution"},
	{"!l:p", `ls -l /usr/lib/foo.tar.gz 'a b' "c d"`},
	{"^vi^vim^", "vim  /etc/passwd"},
	{"^vi^vim^ -R", "vim  /etc/passwd -R"},
	{"^nosuch^x", "error: !!:s^nosuch^x: substitution failed"},
	{"echo a!b", "error: !b: event not found"},
	{"echo ! != !", "echo ! != !"},
	{"echo !(x)", "error: !: event not found"},
	{"echo '!!' \"a!\" \\!! \"\\!!\" $! ${!x} [!a] $'!!' # !!", "echo '!!' \"a!\" \\!! \"\\!!\" $! ${!x} [!a] $'!!' # !!"},
	{`echo "!$" "'!$'" 'a'!$`, `echo "/etc/passwd" "'/etc/passwd'" 'a'/etc/passwd`},
	{"echo a b !#:1 !#", "echo a b a echo a b a "},
	{"!v$!v^!v*!v-", "/etc/passwd/etc/passwd/etc/passwdvi"},
	{"!$x!$", "/etc/passwdx/etc/passwd"},
	{"!fo", "for i in 1 2\ndo echo $i\ndone"},
	{"!fo:*", "i in 1 2 do echo $i done"},
	{"!g:4-6", "| sort -u"},
	{"!!:z", "error: !!:z: unrecognized history modifier"},
	{"!!:", "error: !!:: unrecognized history modifier"},
	{"!{e}", "error: !{e}: event not found"},
	{"!g;!e", "grep -r needle src | sort -u > out.txt;echo one two three"},
	{"!a:1 !a:2 !a:3 !a:4 !a:5 !a:6 !a:7", "e2 >&1 2> f 3<<< x &&"},
	{"!a:8-", "( g ; h ) <(i j) `k l` ${m"},
}

func TestExpand(t *testing.T) {
	t.Parallel()
	l := listOf(earlier...)
	for _, c := range cases {
		var x Expander
		got, err := x.Expand(c.line, l)
		text := got.Text
		if err != nil {
			text = "error: " + err.Error()
		}
		if text != c.want {
			t.Errorf("%q: got %q, want %q", c.line, text, c.want)
		}
		if want := err == nil && text != c.line; got.Changed != want || got.Print != strings.HasSuffix(c.line, ":p") {
			t.Errorf("%q: changed: %v, print: %v", c.line, got.Changed, got.Print)
		}
	}
}

func TestExpandOptions(t *testing.T) {
	t.Parallel()
	l := listOf(earlier...)
	x := Expander{ExtendedPatterns: true, NoComments: true}
	if got, err := x.Expand("echo !(x) # !1:1", l); err != nil || got.Text != "echo !(x) # one" {
		t.Errorf("got %q, %v", got.Text, err)
	}
	x = Expander{Chars: "%@"}
	if got, err := x.Expand("!! %1:1 # %1:2", l); err != nil || got.Text != "!! one # two" {
		t.Errorf("got %q, %v", got.Text, err)
	}
	if got, err := x.Expand("@vi@vim", l); err != nil || got.Text != "vim  /etc/passwd" {
		t.Errorf("got %q, %v", got.Text, err)
	}
}

// expandedByBash expands each line on its own.
func expandedByBash(t *testing.T, lines []string) []string {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip(err)
	}
	// All in one line: bash adds lines that it reads to the history.
	script := "set -o history; set -H; history -c"
	for _, e := range earlier {
		script += "; history -s $'" + strings.NewReplacer("'", `\'`, `\`, `\\`, "\n", `\n`).Replace(e) + "'"
	}
	script += `; while IFS= read -r -d "" line; do out=$(history -p -- "$line" 2>/dev/null) || out=error; printf "%s\0" "$out"; done`
	cmd := exec.Command(bash, "--norc", "-c", script)
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\x00") + "\x00")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err, stderr.String())
	}
	all := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	if len(all) != len(lines) {
		t.Fatalf("bash wrote %d results for %d lines: %s", len(all), len(lines), stderr.String())
	}
	return all
}

func compareWithBash(t *testing.T, lines []string) {
	t.Helper()
	l := listOf(earlier...)
	for i, want := range expandedByBash(t, lines) {
		var x Expander
		got, err := x.Expand(lines[i], l)
		text := strings.TrimRight(got.Text, "\n")
		if err != nil {
			text = "error"
		}
		if text != want {
			t.Errorf("%q: got %q (%v), bash has %q", lines[i], text, err, want)
		}
	}
}

func TestExpandLikeBash(t *testing.T) {
	t.Parallel()
	var lines []string
	for _, c := range cases {
		lines = append(lines, c.line)
	}
	compareWithBash(t, lines)
}

var randomLines = flag.Int("lines", 300, "how many random lines TestExpandRandom has")

// TestExpandRandom compares random lines with bash.
func TestExpandRandom(t *testing.T) {
	t.Parallel()
	parts := strings.Fields(`! !! !$ !1 !-2 !e !l !g !fo !a !?need? !?do? : :1 :0 :2-3 :* :$ :^ :- :1- :2* :% - * $ ^ % 1
		:h :t :r :e :q :x :s/l/L/ :gs/o/0/ :Gs/e/E/ :& :g& :as/e/&&/ :p " ' \ $ { } ] ( ) = # ; & | < > x a y/z.c echo`)
	r := rand.New(rand.NewSource(1))
	var lines []string
	for range *randomLines {
		var b strings.Builder
		for range 1 + r.Intn(6) {
			b.WriteString(parts[r.Intn(len(parts))])
			if r.Intn(5) == 0 {
				b.WriteByte(' ')
			}
		}
		if !strings.HasPrefix(b.String(), "$!") { // bash overlooks that it is a parameter
			lines = append(lines, b.String())
		}
	}
	compareWithBash(t, lines)
}

// FuzzExpand: whatever the line, it is expanded or there is an error.
func FuzzExpand(f *testing.F) {
	for _, c := range cases {
		f.Add(c.line)
	}
	l := listOf(earlier...)
	f.Fuzz(func(t *testing.T, line string) {
		var x Expander
		got, err := x.Expand(line, l)
		if err == nil && !got.Changed && got.Text != line {
			t.Errorf("%q becomes %q unchanged", line, got.Text)
		}
		if err != nil && (got.Changed || errors.Unwrap(err) != nil) {
			t.Errorf("%q: changed with error %v", line, err)
		}
	})
}
