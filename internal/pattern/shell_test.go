package pattern

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shells run the same cases, so that the tables are not just our opinion.
var shells = []string{"bash", "dash"}

// preamble has a function for each kind of case; match prints a 0 or 1 for
// each subject.
const preamble = `
match() {
	pat=$1; shift
	for s; do
		case $s in
		$pat) printf 1 ;;
		*) printf 0 ;;
		esac
	done
	echo
}
affix() {
	printf '<%s>' "${1#$2}" "${1##$2}" "${1%$2}" "${1%%$2}"
	echo
}
`

func TestMatchAsShells(t *testing.T) {
	t.Parallel()
	for _, shell := range shells {
		t.Run(shell, func(t *testing.T) { matchAs(t, shell) })
	}
}

func matchAs(t *testing.T, shell string) {
	var script strings.Builder
	var cases []*matchCase
	script.WriteString(preamble)
	for i := range matchCases {
		c := &matchCases[i]
		if c.except[shell] != "" || !knowsFlags(shell, c.flags) {
			continue
		}
		cases = append(cases, c)
		script.WriteString(options(shell, c.flags))
		script.WriteString("match " + shellQuote(c.pat))
		for _, s := range append(c.yes, c.no...) {
			script.WriteString(" " + shellQuote(s))
		}
		script.WriteString("\n")
	}
	lines := strings.Split(runShell(t, shell, script.String()), "\n")
	for i, c := range cases {
		want := strings.Repeat("1", len(c.yes)) + strings.Repeat("0", len(c.no))
		if i >= len(lines) || lines[i] != want {
			t.Errorf("%q, %b with %q, %q: %s, want %s", c.pat, c.flags, c.yes, c.no, lines[i], want)
		}
	}
}

func TestAffixesAsShells(t *testing.T) {
	t.Parallel()
	for _, shell := range shells {
		t.Run(shell, func(t *testing.T) { affixesAs(t, shell) })
	}
}

func affixesAs(t *testing.T, shell string) {
	var script, want strings.Builder
	script.WriteString(preamble)
	for _, c := range affixCases {
		if !knowsFlags(shell, c.flags) {
			continue
		}
		script.WriteString(options(shell, c.flags))
		script.WriteString("affix " + shellQuote(c.value) + " " + shellQuote(c.pat) + "\n")
		w := c.want
		for _, s := range []string{w.ShortPrefix, w.LongPrefix, w.ShortSuffix, w.LongSuffix} {
			want.WriteString("<" + s + ">")
		}
		if shell == "bash" {
			script.WriteString("value=" + shellQuote(c.value) + "; pat=" + shellQuote(c.pat) + "\n")
			script.WriteString("echo \"${value/$pat/-}\"\n")
			want.WriteString("\n" + w.First)
		}
		want.WriteString("\n")
	}
	if diff := cmp.Diff(want.String(), runShell(t, shell, script.String())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func knowsFlags(shell string, flags Flags) bool {
	return flags&(Pathname|Period) == 0 && (flags == 0 || shell == "bash")
}

func options(shell string, flags Flags) string {
	if shell != "bash" {
		return ""
	}
	set := func(on bool) string {
		if on {
			return "-s"
		}
		return "-u"
	}
	locale := "C"
	if flags&UTF8 != 0 {
		locale = "C.UTF-8"
	}
	return "LC_ALL=" + locale + "; shopt " + set(flags&ExtGlob != 0) + " extglob; shopt " +
		set(flags&FoldCase != 0) + " nocasematch\n"
}

func shellQuote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
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
