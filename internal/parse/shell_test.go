package parse

import (
	"gpipe/internal/effort"
	"os/exec"
	"strings"
	"testing"
)

// TestConstructs compares what is accepted with testdata/constructs, and that
// with dash and bash where they are installed: what both accept, or both
// reject, is treated alike but for the disputed ones.
func TestConstructs(t *testing.T) {
	dash, err := exec.LookPath("dash")
	if err != nil {
		dash = ""
	}
	bash, err := exec.LookPath("bash")
	if err != nil {
		bash = ""
	}
	for _, c := range constructs(t) {
		err := parseAll(c.text + "\n")
		if (err == nil) != c.accept {
			t.Errorf("%q: %v", c.text, err)
		}
		if c.disputed || dash == "" || bash == "" || effort.Of(0, 1, 1) == 0 {
			continue
		}
		d, b := accepts(dash, c.text), accepts(bash, c.text)
		if d == b && d != c.accept {
			t.Errorf("%q: accepted: %t, by dash and bash: %t", c.text, c.accept, d)
		}
	}
}

// accepts tells whether a shell finds no error in a text it does not run.
func accepts(shell, text string) bool {
	out, _ := exec.Command(shell, "-n", "-c", text+"\n").CombinedOutput()
	for _, complaint := range []string{"yntax error", "unexpected", "nterminated", "unmatched", "near"} {
		if strings.Contains(string(out), complaint) {
			return false
		}
	}
	return true
}
