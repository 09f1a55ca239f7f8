package builtin

import (
	"bytes"
	"context"
	"os"
	osexec "os/exec"
	"path/filepath"

	"strings"
	"testing"

	"gpipe/internal/effort"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/redirect"

	"github.com/google/go-cmp/cmp"
)

// A snippet is script text with what it prints. The last line of out is the
// status. The other shells print the same unless differs has their name and
// the reason.
type snippet struct {
	script  string
	out     string
	differs map[string]string
}

// marker ends the output of each snippet.
const marker = "\x1e"

// script joins snippets, each to run in a subshell or, if all are simple,
// without.
func script(snippets []string, simple bool) string {
	var b strings.Builder
	for _, s := range snippets {
		if !simple {
			s = "(\n" + s + "\n)"
		}
		b.WriteString(s + "\necho \"$?\"; printf '\\036'\n")
	}
	return b.String()
}

// runOther runs text with another shell in dir and returns its output, cut at
// the markers; nil when that shell is not installed.
func runOther(t *testing.T, shell, dir, text string) []string {
	t.Helper()
	path, err := osexec.LookPath(shell)
	if err != nil {
		t.Logf("%s is not installed: not compared", shell)
		return nil
	}
	file := filepath.Join(t.TempDir(), "script")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := osexec.CommandContext(t.Context(), path, file)
	cmd.Dir = dir
	cmd.Env = testEnv()
	out, err := cmd.Output()
	if err != nil {
		t.Logf("%s: %v", shell, err)
	}
	return strings.Split(string(out), marker)
}

func testEnv() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=/", "LC_ALL=C.UTF-8"}
}

// runOurs runs text with this shell in the process.
func runOurs(t *testing.T, dir, text string) []string {
	t.Helper()
	out := runFiles(t, dir, text, "")
	return strings.Split(out.stdout, marker)
}

// result is what a script did.
type result struct {
	stdout, stderr string
	status         int
}

// runFiles runs text in dir, with input as standard input.
func runFiles(t *testing.T, dir, text, input string) result {
	t.Helper()
	tmp := t.TempDir()
	names := [3]string{"in", "out", "err"}
	var table redirect.Table
	for fd, name := range names {
		f, err := os.OpenFile(filepath.Join(tmp, name), os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if fd == 0 {
			f.WriteString(input)
			f.Seek(0, 0)
		}
		table.Set(fd, redirect.Borrow(int(f.Fd())))
	}
	sh, err := interp.New(&interp.Config{Builtins: Table(), Options: option.Defaults | option.Posix, Name: "sh", Env: testEnv(), Dir: dir, Files: table})
	if err != nil {
		t.Fatal(err)
	}
	f, err := sh.RunContext(context.Background(), interp.Source{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	status := sh.End(f)
	stdout, _ := os.ReadFile(filepath.Join(tmp, "out"))
	stderr, _ := os.ReadFile(filepath.Join(tmp, "err"))
	return result{string(stdout), string(stderr), status}
}

// runSnippets runs the snippets with this shell and compares what they print,
// then does the same with dash and bash.
func runSnippets(t *testing.T, snippets []snippet) {
	t.Helper()
	texts := make([]string, len(snippets))
	for i, s := range snippets {
		texts[i] = s.script
	}
	text := script(texts, false)
	compareSnippets(t, "gpipe", runOurs(t, t.TempDir(), text), snippets)
	for _, shell := range []string{"dash", "bash"} {
		if got := runOther(t, shell, t.TempDir(), text); got != nil {
			compareSnippets(t, shell, got, snippets)
		}
	}
}

func compareSnippets(t *testing.T, shell string, got []string, snippets []snippet) {
	t.Helper()
	if len(got) != len(snippets)+1 {
		t.Fatalf("%s: %d outputs of %d snippets", shell, len(got)-1, len(snippets))
	}
	for i, s := range snippets {
		diff := cmp.Diff(s.out, strings.TrimSuffix(got[i], "\n"))
		reason, differs := s.differs[shell]
		switch {
		case diff != "" && !differs:
			t.Errorf("%s: %s\n(-want +got)\n%s", shell, s.script, diff)
		case diff == "" && differs:
			t.Errorf("%s: %s: no longer differs (%s)", shell, s.script, reason)
		}
	}
}

// agree runs the snippets with dash and bash: where these two print the same,
// this shell must too, but for the known differences. Simple snippets are not
// run in subshells.
func agree(t *testing.T, snippets []string, simple bool, known func(snippet string) bool) {
	t.Helper()
	effort.Usual(t)
	text := script(snippets, simple)
	dir := t.TempDir()
	dash, bash := runOther(t, "dash", dir, text), runOther(t, "bash", dir, text)
	if dash == nil || bash == nil {
		t.Skip("dash and bash are needed")
	}
	ours := runOurs(t, dir, text)
	if len(dash) != len(bash) || len(dash) != len(ours) {
		t.Fatalf("%d outputs of dash, %d of bash, %d of ours", len(dash), len(bash), len(ours))
	}
	same, bad := 0, 0
	for i, s := range snippets {
		if dash[i] != bash[i] {
			continue
		}
		same++
		if ours[i] == dash[i] || known != nil && known(s) {
			continue
		}
		if bad++; bad < 20 {
			t.Errorf("%s: got %q, dash and bash print %q", s, ours[i], dash[i])
		}
	}
	t.Logf("%d of %d snippets compared, the others differ between dash and bash", same, len(snippets))
}

// quoteArgs quotes words for any shell.
func quoteArgs(words []string) string {
	var b bytes.Buffer
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString("'" + strings.ReplaceAll(w, "'", `'\''`) + "'")
	}
	return b.String()
}

// combinations returns all lists of n of the words.
func combinations(words []string, n int) [][]string {
	if n == 0 {
		return [][]string{nil}
	}
	var all [][]string
	for _, rest := range combinations(words, n-1) {
		for _, w := range words {
			all = append(all, append(append([]string(nil), rest...), w))
		}
	}
	return all
}
