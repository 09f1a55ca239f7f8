package arith

import (
	"bytes"
	"fmt"
	"gpipe/internal/effort"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestAsShells runs the cases with the shells, so that the tables are not
// just our opinion.
func TestAsShells(t *testing.T) {
	effort.Usual(t)
	t.Parallel()
	cases := append(append([]exprCase{}, exprCases...), operandCases...)
	for _, shell := range []string{"bash", "dash"} {
		t.Run(shell, func(t *testing.T) { compareWith(t, shell, cases) })
	}
}

// compareWith evaluates each case in a subshell, which fails where we want an
// error.
func compareWith(t *testing.T, shell string, cases []exprCase) {
	var script strings.Builder
	for _, s := range start {
		fmt.Fprintf(&script, "%s='%s'\n", s.name, s.value)
	}
	if shell == "bash" {
		script.WriteString("arr=(10 20 30); declare -A h=([k]=4 ['foo bar']=6 ['foo-bar']=8)\n")
	}
	var compared []exprCase
	for _, c := range cases {
		if c.except[shell] != "" || strings.IndexByte(c.text, 0xff) >= 0 {
			continue
		}
		compared = append(compared, c)
		quoted := strings.ReplaceAll(c.text, "'", `'\''`)
		// Through eval, because an error in one must not end all.
		fmt.Fprintf(&script, "(eval 'r=$((%s)) && echo \"$r $a $b\"' || echo error) 2>&- || echo error\n", quoted)
	}
	lines := strings.Split(runShell(t, shell, script.String()), "\n")
	for i, c := range compared {
		n, a, b := c.want()
		want := fmt.Sprintf("%d %s %s", n, a, b)
		if c.err != "" {
			want = "error"
		}
		if i >= len(lines) || lines[i] != want {
			t.Errorf("%q is %q, want %q", c.text, lines[i], want)
		}
	}
}

func runShell(t *testing.T, shell, script string) string {
	t.Helper()
	path, err := exec.LookPath(shell)
	if err != nil {
		t.Skipf("no %s here", shell)
	}
	cmd := exec.Command(path)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.Stdin = strings.NewReader(script)
	var errors bytes.Buffer
	cmd.Stderr = &errors
	out, err := cmd.Output()
	if err != nil || errors.Len() > 0 {
		t.Fatalf("%s: %v\n%s", shell, err, &errors)
	}
	return string(out)
}
