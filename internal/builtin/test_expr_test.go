package builtin

import (
	"strings"
	"testing"
)

// someFacts stands for a world with a few files in it.
type someFacts struct{}

func (someFacts) file(op byte, path string) bool   { return path == "file" && op != 'd' }
func (someFacts) newer(a, b string) bool           { return a == "new" && b == "old" }
func (someFacts) same(a, b string) bool            { return a == b }
func (someFacts) terminal(fd string) (bool, error) { return fd == "0", nil }
func (someFacts) variable(name string) bool        { return name == "set" }
func (someFacts) reference(name string) bool       { return name == "ref" }
func (someFacts) option(name string) bool          { return name == "on" }

func testStatus(args ...string) int {
	t := tester{facts: someFacts{}}
	ok, err := t.eval(args)
	switch {
	case err != nil:
		return 2
	case ok:
		return 0
	}
	return 1
}

func TestExpressions(t *testing.T) {
	tests := []struct {
		args   string
		status int
	}{
		{"-e file", 0}, {"-d file", 1}, {"-e nosuch", 1}, {"-a file", 0},
		{"new -nt old", 0}, {"old -nt new", 1}, {"old -ot new", 0}, {"x -ef x", 0},
		{"-t 0", 0}, {"-t 1", 1}, {"-t x", 1}, {"-t 99999999999", 1},
		{"-v set", 0}, {"-v unset", 1}, {"-R ref", 0}, {"-o on", 0}, {"-o off", 1},
		{"-Q file", 2}, {"a -Q b", 2}, {"-n a b", 2}, {"a = b -a", 2}, {"( a", 2}, {"( a = b", 2},
		{"9223372036854775807 -gt -9223372036854775808", 0},
		{"9223372036854775808 -gt 0", 2}, {"-9223372036854775809 -lt 0", 2},
		{"1+1 -eq 2", 2}, {"0x10 -eq 16", 2}, {"010 -eq 10", 0}, {"x[0] -eq 0", 2}, {"- -eq 0", 2},
		{"! ! ! a = b", 0}, {"a -o b -a '' = x", 0}, {"( a -o b ) -a ( '' = x )", 1},
		{"! ( a = b ) -a ! ( c = d )", 0}, {"-n a -a -n b -o -z c", 0},
		{"1 -eq 1 -a x -eq 2", 2}, {"a -o 1 -eq x", 2},
	}
	for _, tt := range tests {
		args := strings.Fields(tt.args)
		for i := range args {
			args[i] = strings.Trim(args[i], "'")
		}
		if got := testStatus(args...); got != tt.status {
			t.Errorf("test %s: status %d, want %d", tt.args, got, tt.status)
		}
	}
}

func TestExpressionDepth(t *testing.T) {
	args := strings.Fields(strings.Repeat("( ", 200000) + "a" + strings.Repeat(" )", 200000))
	if got := testStatus(args...); got != 2 {
		t.Errorf("200000 parentheses: status %d, want 2", got)
	}
	args = strings.Fields(strings.Repeat("! ", 200001) + "a = a")
	if got := testStatus(args...); got != 1 {
		t.Errorf("200001 times !: status %d, want 1", got)
	}
}

// Up to four arguments, for which POSIX has rules: all combinations.
func TestExpressionsAgree(t *testing.T) {
	words := []string{"", "a", "!", "(", ")", "-a", "-o", "-n", "-z", "=", "1", "-eq", "-f"}
	var snippets []string
	for n := range 4 {
		for _, args := range combinations(words, n) {
			snippets = append(snippets, "test "+quoteArgs(args)+" 2>&-")
		}
	}
	for _, args := range combinations(words[:12], 4) {
		snippets = append(snippets, "test "+quoteArgs(args)+" 2>&-")
	}
	agree(t, snippets, true, nil)
}

// Expressions made by the grammar, beyond four arguments.
func TestLongExpressionsAgree(t *testing.T) {
	primaries := []string{"''", "x", "-n x", "-z x", "x = x", "x != x", "1 -lt 2", "2 -lt 1"}
	var snippets []string
	for _, a := range primaries {
		for _, b := range primaries {
			for _, op := range []string{"-a", "-o"} {
				for _, form := range []string{"A O B", "! A O B", "A O ! B", `\( A \) O B`, `\( A O B \)`, `! \( A O B \)`, `A O \( ! B O A \)`, "A O B -a A -o B"} {
					s := strings.NewReplacer("A", a, "B", b, "O", op).Replace(form)
					snippets = append(snippets, "test "+s+" 2>&-")
				}
			}
		}
	}
	agree(t, snippets, true, nil)
}

func TestNumbersAgree(t *testing.T) {
	words := []string{"0", "1", "-1", "+1", " 1", "1 ", "01", "-0", "", "x", "1x", "0x1", "1.0", "--1", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "\t2\n"}
	var snippets []string
	for _, op := range []string{"-eq", "-ne", "-lt", "-le", "-gt", "-ge"} {
		for _, a := range words {
			for _, b := range words {
				snippets = append(snippets, "test "+quoteArgs([]string{a, op, b})+" 2>&-")
			}
		}
	}
	agree(t, snippets, true, nil)
}

func TestTestFiles(t *testing.T) {
	const setup = `: >empty; echo x >file; mkdir dir; ln -s file link; ln -s nosuch dangling; mkfifo fifo
chmod 4711 file; chmod 2750 dir; chmod +t dir
touch -d 2001-01-01 file; touch -d 2002-02-02 dir
`
	var snippets []string
	for _, name := range []string{"empty", "file", "dir", "link", "dangling", "fifo", "nosuch", "/dev/null", "''", "file/x", "./dir/../file", "/"} {
		for _, op := range "bcdefghkLnOGprsSuwxz" {
			snippets = append(snippets, "test -"+string(op)+" "+name)
		}
	}
	for _, op := range []string{"-nt", "-ot", "-ef"} {
		for _, pair := range []string{"file link", "file dir", "nosuch file", "file nosuch", "nosuch nosuch2", "dir dir"} {
			a, b, _ := strings.Cut(pair, " ")
			snippets = append(snippets, "test "+a+" "+op+" "+b)
		}
	}
	snippets = append(snippets, "test -p /dev/stdin", "echo | test -p /dev/stdin", "test -e /dev/fd/9", "exec 9<file; test -f /dev/fd/9",
		"test -t 0", "test -t 9", "cd dir; test -e file", "cd dir; test -e ../file", "echo x | test -r /dev/stdin", "test -e /dev/stdin <&-")
	text := make([]string, 0, len(snippets)+1)
	text = append(text, "rm -rf * ; "+setup)
	text = append(text, snippets...)
	agree(t, text, false, nil)
}

func TestTestScripts(t *testing.T) {
	noV := map[string]string{"dash": "no -v"}
	runSnippets(t, []snippet{
		{"[ a = a", "2", nil},
		{"[", "2", nil},
		{"[ ]", "1", nil},
		{"x=1; test -v x", "0", noV},
		{"test -v nosuch", "1", map[string]string{"dash": "no -v"}},
		{"x=; test -v x", "0", noV},
		{"x[2]=1; test -v 'x[2]' && ! test -v 'x[1]' && test -v 'x[1+1]'", "0", map[string]string{"dash": "no arrays"}},
		{": >ran; x[0]=1; test -v 'x[$(rm ran)]'; test -e ran", "0", map[string]string{"bash": "runs the command"}},
		{": >ran; x='a[$(rm ran)]'; test \"$x\" -eq 0; test -e ran", "0", nil},
		{"test -o noglob; echo $?; set -f; test -o noglob", "1\n0", map[string]string{"dash": "no -o"}},
		{"test nosuch -ot /", "0", map[string]string{"dash": "both files must be there"}},
	})
}

func FuzzTest(f *testing.F) {
	for _, s := range []string{"a = b", "! a", "( a -o b )", "-n x -a -z y", "1 -eq 2", "( ( a ) )", "-t 0", "a < b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		args := strings.Split(s, " ")
		status := testStatus(args...)
		// Inverting turns true and false round, save where the rules for few
		// arguments read the ! otherwise.
		if inverted := testStatus(append([]string{"!"}, args...)...); len(args) > 4 && status < 2 && inverted < 2 {
			if t1 := testStatus(append([]string{"!", "("}, append(args, ")")...)...); t1 != 2 && t1 != 1-status {
				t.Errorf("test %q is %d, ! ( ... ) is %d", args, status, t1)
			}
		}
	})
}

func BenchmarkTest(b *testing.B) {
	for _, s := range []string{"a = b", "1 -lt 1000", "-n x", "! a = b", "-n x -a -z y"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			args := strings.Fields(s)
			for b.Loop() {
				t := tester{facts: shellFacts{}}
				t.eval(args)
			}
		})
	}
}
