package testscripts

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"gpipe/internal/effort"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var flagLevels = flag.Int("levels", 0, "how deep the sources of TestDepth nest")

// nestings are sources without end: head, a part for each level, and what may
// follow.
var nestings = []struct{ head, level, tail string }{
	{"", "(", ""}, {"", "( ", ""}, {"", "{ ", ""}, {"", "if ", ""}, {"", "while ", ""}, {"", "until ", ""},
	{"", "for i in a; do ", ""}, {"", "case x in x) ", ""}, {"", "f() { ", ""}, {"", "! ", ""},
	{"", "true && ", ""}, {"", "true | ", ""}, {"if false; then :; ", "elif false; then :; ", "fi"},
	{"", "$(", ""}, {"", `"$(`, ""}, {"", "`", ""}, {"", "<(", ""}, {"", "x=(", ""},
	{"", "${x:-", ""}, {"", `"${x:-`, ""}, {"", "${x#", ""}, {"", "${a[", ""}, {"", "x[", ""},
	{"", "((", ""}, {"", "$((", ""}, {"echo $((", "1+(", ""}, {"echo $((", "-", "1))"},
	{"echo $((1", ",1", "))"}, {"echo $((", "1?", "1"}, {"[[ ", "( ", ""}, {"", "cat <<E\n$(", ""},
	{"", `'"`, ""}, {"", "\\\n", ""}, {"x=", "~", "; echo $((x))"}, {"case a in ", "@(", "a"},
}

// TestDepth runs sources that nest without end: each is a program or an error
// with status 2, and the end of a stack is no end of the shell.
func TestDepth(t *testing.T) {
	keepDescriptors()
	dir := t.TempDir()
	gpipe := filepath.Join(dir, "gpipe")
	install(t, gpipe, *flagBinary)
	file := filepath.Join(dir, "deep.sh")
	levels := cmp.Or(*flagLevels, effort.Of(300, 3000, 30000))
	for _, n := range nestings {
		text := n.head + strings.Repeat(n.level, levels) + n.tail + "\n"
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
		cmd := exec.CommandContext(ctx, gpipe, "--", file)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		start := time.Now()
		err := cmd.Run()
		cancel()
		code := cmd.ProcessState.ExitCode()
		t.Logf("%-22q status %d in %v", n.level, code, time.Since(start).Round(10*time.Millisecond))
		if code < 0 || code > 2 && code != 127 || bytes.Contains(stderr.Bytes(), []byte("goroutine")) {
			t.Errorf("%q: %v\n%.500s", n.level, err, stderr.Bytes())
		}
	}
}
