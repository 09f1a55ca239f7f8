package system

import (
	"gpipe/internal/effort"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestScenariosAreTold(t *testing.T) {
	all, err := Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if len(s.Needs) == 0 || !strings.HasPrefix(s.Text, "# needs:") {
			t.Errorf("%s does not say what it needs", s.Name)
		}
		if len(s.Fetch) > 0 && s.Fetch[0] != "deb" && s.Fetch[0] != "source" {
			t.Errorf("%s: fetch %q", s.Name, s.Fetch[0])
		}
	}
}

// machine is one on which scenarios can run, or the test is skipped.
func machine(t *testing.T) *Machine {
	t.Helper()
	if err := Possible(); err != nil {
		t.Skip(err)
	}
	return &Machine{Dir: t.TempDir(), Limit: time.Minute}
}

// TestCompareSeesAll has bash, which differs from dash in known ways, in the place
// of sh.
func TestCompareSeesAll(t *testing.T) {
	effort.Usual(t)
	m := machine(t)
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip(err)
	}
	differ := map[string]string{
		"stdout":              `sh -c 'echo "${BASH_VERSION+bash}"'`,
		"stderr":              `sh -c 'echo "${BASH_VERSION+bash}" >&2'`,
		"status":              `sh -c 'test -z "$BASH_VERSION"' || exit 3`,
		"/gpipe-system/made:": `sh -c 'echo "${BASH_VERSION+bash}" >made'`,
		`"removed"`:           `test -n "$(sh -c 'echo "$BASH_VERSION"')" && rm /etc/passwd; true`,
	}
	for want, text := range differ {
		o, err := m.Compare(Scenario{Name: want, Text: text}, bash, false)
		if err != nil {
			t.Errorf("%s: %v", want, err)
		} else if !strings.Contains(o.Diff, want) || o.Unsteady {
			t.Errorf("%s: unsteady %v, %q", want, o.Unsteady, o.Diff)
		}
	}
	o, err := m.Compare(Scenario{Name: "same", Text: `sh -c 'echo same | tee made; exit 3'; test $? = 3`}, bash, false)
	if err != nil || o.Diff != "" || o.Gpipe.Stdout != "same\n" {
		t.Errorf("%v: %q", err, o)
	}
	if _, err := os.Stat("/gpipe-system"); err == nil {
		t.Error("the machine was changed")
	}
}

func TestMessagesAreAlike(t *testing.T) {
	dash := Result{Stderr: "sh: 1: nosuch: not found\n./s: 3: x: not found\nout\n"}
	gpipe := Result{Stderr: "gpipe: line 1: nosuch: not found\ngpipe: ./s: line 3: x: not found\nout\n"}
	if d := Diff(dash, gpipe); d != "" {
		t.Error(d)
	}
	if Diff(dash, Result{Stderr: "out\n"}) == "" || Diff(Result{}, dash) == "" {
		t.Error("a message that is missing is not seen")
	}
}

func TestIgnored(t *testing.T) {
	for name, want := range map[string]bool{"var/log/x": true, "var/log/a/b": true, "var": false, "etc/log/x": false} {
		if got := ignored(filepath.FromSlash(name), []string{"var/log/*"}); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
