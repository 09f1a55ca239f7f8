package ere

import (
	"context"
	"fmt"
	"gpipe/internal/effort"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// question is whether an expression matches a string.
type question struct{ re, s string }

// askBash asks one bash many questions. An answer is what a matchCase wants,
// but only "error" for an error.
func askBash(t *testing.T, flags Flags, questions []question) []string {
	t.Helper()
	path, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash here")
	}
	var script strings.Builder
	script.WriteString(`m() {
	if [[ $2 =~ $1 ]]; then
		printf '<%s>' "${BASH_REMATCH[@]}"
		printf '\0'
	elif [[ $? == 1 ]]; then
		printf 'no\0'
	else
		printf 'error\0'
	fi
}
`)
	if flags&FoldCase != 0 {
		script.WriteString("shopt -s nocasematch\n")
	}
	for _, q := range questions {
		fmt.Fprintf(&script, "m %s %s\n", quote(q.re), quote(q.s))
	}
	locale := "C"
	if flags&UTF8 != 0 {
		locale = "C.UTF-8"
	}
	// There are expressions for which glibc never returns.
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, path)
	cmd.Env = append(os.Environ(), "LC_ALL="+locale)
	cmd.Stdin = strings.NewReader(script.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v after %d questions", err, strings.Count(string(out), "\x00"))
	}
	answers := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	if len(answers) != len(questions) {
		t.Fatalf("bash answers %d of %d questions", len(answers), len(questions))
	}
	return answers
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// compareWithBash compares our answers.
func compareWithBash(t *testing.T, flags Flags, questions []question) {
	t.Helper()
	differ := 0
	for i, want := range askBash(t, flags, questions) {
		q := questions[i]
		got := answer(q.re, q.s, flags)
		if got != "no" && !strings.HasPrefix(got, "<") {
			got = "error"
		}
		if got != want {
			if differ++; differ <= 20 {
				t.Errorf("%q on %q, flags %b: %s, bash: %s", q.re, q.s, flags, got, want)
			}
		}
	}
	if differ > 20 {
		t.Errorf("%d of %d differ", differ, len(questions))
	}
}

func TestMatchAsBash(t *testing.T) {
	t.Parallel()
	for flags := range (UTF8 | FoldCase) + 1 {
		var questions []question
		for _, c := range matchCases {
			if c.flags == flags && c.bash == "" {
				questions = append(questions, question{c.re, c.s})
			}
		}
		compareWithBash(t, flags, questions)
	}
}

// The pieces of random expressions. Left out is what glibc has faults with:
// anchors elsewhere than at an end, and back-references to groups that are
// repeated or empty.
var (
	plainPieces = []string{
		"a", "b", "c", "ab", "(", "(", ")", ")", "|", "*", "+", "?", ".", "[ab]", "[^a]",
		"{2}", "{0,2}", "{1,}", "{,1}", "(a|ab)", "(|b)", "(a*)",
	}
	letterPieces = []string{
		"a", "é", "日", "(", "(", ")", ")", "|", "*", "+", ".", "[aé]", "[^é]", "[[:alpha:]]", "[[:upper:]]",
		"[^[:lower:]]", "\\w", "\\W", "\\s", "\\S", "\\b", "\\B", "\\<", "\\>", " ", "\n", "[\\w]", "B", "É",
	}
	referringPieces = []string{"(a)", "(ab)", "(.)", "([ab].)", "(a|bb)", "(.+)", "\\1", "\\1", "\\2", "a", "b", "b*", "."}
)

func TestRandomAsBash(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name             string
		flags            Flags
		pieces, subjects []string
	}{
		{"plain", UTF8, plainPieces, []string{"a", "a", "b", "b", "c"}},
		{"letters", UTF8, letterPieces, []string{"a", "B", "é", "É", "日", " ", "_", "-", "\n"}},
		{"bytes", 0, letterPieces, []string{"a", "B", "é", " ", "_", "\n", "\xff"}},
		{"fold", UTF8 | FoldCase, letterPieces, []string{"a", "A", "b", "B", "é", "É", " "}},
		{"references", UTF8, referringPieces, []string{"a", "a", "b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			count := effort.Of(500, 2000, 5000)
			compareWithBash(t, c.flags, randomQuestions(c.flags, c.pieces, c.subjects, count))
		})
	}
}

// randomQuestions makes questions, with an expression that is wrong only now
// and then.
func randomQuestions(flags Flags, pieces, subjects []string, count int) []question {
	r := rand.New(rand.NewPCG(3, uint64(flags)))
	join := func(from []string, n int) (s string) {
		for range n {
			s += from[r.IntN(len(from))]
		}
		return s
	}
	var questions []question
	for len(questions) < count {
		re := join(pieces, 1+r.IntN(8))
		switch r.IntN(6) {
		case 0:
			re = "^" + re
		case 1:
			re += "$"
		case 2:
			re = "^(" + re + ")$"
		}
		if _, err := Compile(re, flags); err != nil && r.IntN(20) > 0 {
			continue
		}
		for range 4 {
			questions = append(questions, question{re, join(subjects, r.IntN(9))})
		}
	}
	return questions
}

// TestRandomAsGrep asks grep -E about some thousand more, by many lines for
// each expression.
func TestRandomAsGrep(t *testing.T) {
	t.Parallel()
	path, err := exec.LookPath("grep")
	if err != nil {
		t.Skip("no grep here")
	}
	if out, _ := exec.Command(path, "--version").Output(); !strings.Contains(string(out), "GNU") {
		t.Skip("no GNU grep here")
	}
	pieces := []string{"a", "b", "c", "(", ")", "|", "*", "+", "?", ".", "[ab]", "[^a]", "{2}", "(a|ab)", "é", "\\w", "\\<", "\\>", "[[:alpha:]]"}
	lines := make([]string, 40)
	for i, q := range randomQuestions(UTF8, []string{"x"}, []string{"a", "b", "c", "é", "-", "ab"}, len(lines)) {
		lines[i] = q.s
	}
	count := effort.Of(100, 500, 1600)
	for i, q := range randomQuestions(UTF8, pieces, []string{"a"}, count) {
		re, err := Compile(q.re, UTF8)
		if i%4 != 0 || err != nil {
			continue
		}
		cmd := exec.Command(path, "-E", "-e", q.re)
		cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
		cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
		out, err := cmd.Output()
		if cmd.ProcessState.ExitCode() > 1 {
			t.Fatalf("%q: %v", q.re, err)
		}
		var want strings.Builder
		for _, line := range lines {
			if _, ok, _ := re.Match(line, nil); ok {
				want.WriteString(line + "\n")
			}
		}
		if got := string(out); got != want.String() {
			t.Errorf("%q: %q, grep: %q", q.re, want.String(), got)
		}
	}
}
