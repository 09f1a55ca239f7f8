package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gpipe/internal/option"
	"gpipe/internal/sys"
	"gpipe/internal/sys/rlimit"
	"gpipe/internal/sys/thread"

	"github.com/google/go-cmp/cmp"
)

// TestMain undoes what the entry hook has done, as main does.
func TestMain(m *testing.M) {
	rlimit.RestoreNofile()
	sys.RestoreTimers()
	thread.ReceiveSignals()
	os.Exit(m.Run())
}

// letters are the options of one letter that parseArgs knows.
func letters() []string {
	var list []string
	for c := byte('A'); c <= 'z'; c++ {
		in := &invocation{name: "gpipe", options: option.Defaults}
		if _, err := in.cluster("-"+string(c), []string{"posix"}); err == nil || c == 'O' {
			list = append(list, string(c))
		}
	}
	return list
}

// words are the options that are words, with those that take a value after an equals
// sign, as the manual page has them. parseArgs knows each of them.
func words(t *testing.T) []string {
	t.Helper()
	page, err := os.ReadFile("../../docs/gpipe.1")
	if err != nil {
		t.Fatal(err)
	}
	_, options, _ := strings.Cut(string(page), "\n.Ss Options\n")
	options, _, _ = strings.Cut(options, "\n.Ss ")
	var list []string
	for _, m := range regexp.MustCompile(`(?m)^\.It .*$`).FindAllString(options, -1) {
		m = strings.ReplaceAll(m, `\-`, "-")
		for _, name := range regexp.MustCompile(`(?:Fl|,) -([a-z-]+)`).FindAllStringSubmatch(m, -1) {
			list = append(list, "--"+name[1])
		}
	}
	for _, name := range list {
		in := &invocation{name: "gpipe"}
		if _, err := in.long(name, []string{"file"}); err != nil {
			t.Errorf("the manual page has %s: %v", name, err)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// TestCompletions: what the files complete is what parseArgs knows.
func TestCompletions(t *testing.T) {
	for file, forms := range map[string][2]string{
		"gpipe.bash": {`[\s']-(\w)\b`, `(--[a-z][a-z-]*)[\s']`},
		"_gpipe":     {`['{]-(\w)[\[,]`, `(--[a-z][a-z-]*)[[=},)]`},
		"gpipe.fish": {` -s (\w) `, ` -l ([a-z-]+) `},
	} {
		text, err := os.ReadFile(filepath.Join("../../completions", file))
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range [][]string{letters(), words(t)} {
			list := string(text)
			if file == "gpipe.bash" {
				_, list, _ = strings.Cut(list, []string{"\t-*) names=", "\t--*) names="}[i])
				list, _, _ = strings.Cut(list, ";;")
			}
			var got []string
			for _, m := range regexp.MustCompile(forms[i]).FindAllStringSubmatch(list, -1) {
				name := m[1]
				if i == 1 && !strings.HasPrefix(name, "-") {
					name = "--" + name
				}
				got = append(got, name)
			}
			slices.Sort(got)
			if d := cmp.Diff(want, slices.Compact(got)); d != "" {
				t.Errorf("%s (-options +completed):\n%s", file, d)
			}
		}
	}
}

// TestBashCompletions: what bash completes with the file.
func TestBashCompletions(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	names := "#!/bin/sh\nprintf 'errexit\\toff\\npipefail\\toff\\nposix\\ton\\n'\n"
	for name, text := range map[string]string{"gpipe": names, "a script": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	file, err := filepath.Abs("../../completions/gpipe.bash")
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"--stats-":      "--stats-file",
		"--expl":        "--explain|--explain=",
		"--explain =":   "text|dot|mermaid|json",
		"--explain = m": "mermaid",
		"-o pi":         "pipefail",
		"+o p":          "pipefail|posix",
		"--trace a":     "a script",
		"a":             "a script",
		"-c x":          "",
	} {
		words := strings.Fields(line)
		script := `source "$1"; cd "$2"; shift 2; COMP_WORDS=(./gpipe "$@") COMP_CWORD=$#; _gpipe; IFS='|'; echo "${COMPREPLY[*]}"`
		out, err := exec.Command(bash, append([]string{"--norc", "-c", script, "bash", file, dir}, words...)...).Output()
		if got := strings.TrimSuffix(string(out), "\n"); err != nil || got != want {
			t.Errorf("%s: %q, want %q, %v", line, got, want, err)
		}
	}
}

// TestCompletionSyntax: zsh and fish can read theirs.
func TestCompletionSyntax(t *testing.T) {
	for shell, file := range map[string]string{"zsh": "_gpipe", "fish": "gpipe.fish"} {
		path, err := exec.LookPath(shell)
		if err != nil {
			t.Log(err)
			continue
		}
		if out, err := exec.Command(path, "-n", filepath.Join("../../completions", file)).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", shell, err, out)
		}
	}
}
