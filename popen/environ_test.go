package popen

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"gpipe/pipeline"
	"gpipe/shell"

	"github.com/google/go-cmp/cmp"
)

// environs give the environment that a program gets, in a directory and with an
// Env, by each of the packages. The first one is to compare with.
var environs = []struct {
	name string
	get  func(dir string, env []string) (string, error)
}{
	{"os/exec", func(dir string, env []string) (string, error) {
		cmd := exec.Command("/usr/bin/env")
		cmd.Dir, cmd.Env = dir, env
		out, err := cmd.Output()
		return string(out), err
	}},
	{"pipeline", func(dir string, env []string) (string, error) {
		opts := []pipeline.Option{pipeline.Dir(dir)}
		if env != nil {
			opts = append(opts, pipeline.Env(env))
		}
		out, err := pipeline.New(pipeline.Cmd("/usr/bin/env")).Output(bg, opts...)
		return string(out), err
	}},
	{"popen.OpenArgs", func(dir string, env []string) (string, error) {
		return readAll(OpenArgs(bg, []string{"/usr/bin/env"}, Read, environOptions(dir, env)...))
	}},
	{"popen.Open", func(dir string, env []string) (string, error) {
		return readAll(Open(bg, "/usr/bin/env", Read, environOptions(dir, env)...))
	}},
	{"popen.Open of a list", func(dir string, env []string) (string, error) {
		return readAll(Open(bg, ":; (/usr/bin/env)", Read, environOptions(dir, env)...))
	}},
	{"shell", func(dir string, env []string) (string, error) {
		var out bytes.Buffer
		sh, err := shell.New(shell.Options{Dir: dir, Env: env, Stdout: &out})
		if err != nil {
			return "", err
		}
		defer sh.Close()
		err = sh.Run(context.Background(), "/usr/bin/env")
		return out.String(), err
	}},
}

func environOptions(dir string, env []string) []Option {
	opts := []Option{Dir(dir)}
	if env != nil {
		opts = append(opts, Env(env))
	}
	return opts
}

func readAll(s *Stream, err error) (string, error) {
	if err != nil {
		return "", err
	}
	var out strings.Builder
	s.WriteTo(&out)
	return out.String(), s.Close()
}

// TestEnvironAsOfExec: of entries with the same name the last one counts, and a
// directory sets PWD when no environment is given. A shell knows its directory
// in any case.
func TestEnvironAsOfExec(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(dir+"/sub", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("sub", dir+"/link"); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	for _, c := range []struct {
		dir string
		env []string
	}{
		{"", nil},
		{"", []string{}},
		{"", []string{"A=1", "B=2", "A=3", "PATH=/none", "PATH=/usr/bin:/bin", "B=", "not-a.name=1", "not-a.name=2"}},
		{"", append(os.Environ(), "HOME=/new", "LANG=C", "HOME=/newer")},
		{"/usr", nil},
		{"/usr/../usr/./bin/", nil},
		{dir + "/link", nil},
		{"sub", nil},
		{"link", nil},
		{"./link/.", nil},
		{"/usr", []string{"PWD=/usr", "A=1"}},
		{dir + "/sub", []string{"PWD=" + dir + "/link"}},
		{"/usr", append(os.Environ(), "PWD=/usr")},
	} {
		want := environIn(t, 0, c.dir, c.env)
		for i := range environs[1:] {
			got := environIn(t, i+1, c.dir, c.env)
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s, directory %q, %d entries (-os/exec +got):\n%s", environs[i+1].name, c.dir, len(c.env), d)
			}
		}
	}
}

// environIn is a sorted list. What a shell adds to an empty environment is not
// looked at.
func environIn(t *testing.T, i int, dir string, env []string) []string {
	t.Helper()
	out, err := environs[i].get(dir, env)
	if err != nil {
		t.Errorf("%s, directory %q: %v", environs[i].name, dir, err)
	}
	list := strings.Split(strings.TrimSpace(out), "\n")
	list = slices.DeleteFunc(list, func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return name == "" || name == "_" || name == "SHLVL" || name == "OLDPWD" ||
			name == "PWD" && env != nil && !slices.ContainsFunc(env, func(e string) bool { return strings.HasPrefix(e, "PWD=") })
	})
	slices.Sort(list)
	return list
}

// TestStalePwd: a PWD that is no name of the directory is not passed on by a
// shell.
func TestStalePwd(t *testing.T) {
	for _, env := range environs[3:] {
		if out, err := env.get("/usr", []string{"PWD=/tmp"}); err != nil || !strings.Contains("\n"+out, "\nPWD=/usr\n") {
			t.Errorf("%s: %q, %v", env.name, out, err)
		}
	}
}
