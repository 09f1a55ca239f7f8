package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// write makes files below a directory, with parents.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestScriptsAreFound(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"a":         "#!/bin/sh\n",
		"sub/b":     "#! /usr/bin/env -S bash -e\n",
		"sub/c.sh":  "echo\n",
		"d.bash":    "echo\n",
		"e":         "#!/bin/busybox sh\n",
		"f":         "#!/usr/bin/env A=b dash",
		"g.sh":      "#!/usr/bin/perl\n",
		"h":         "echo\n",
		"i":         "#!/bin/sh\x00\n",
		"j":         "#!/bin/zsh\n",
		"k":         "#!",
		"empty.sh":  "",
		"sub/l.txt": "#!/bin/ash\n",
	})
	var got []string
	err := walk(dir, func(s script) error {
		name, err := filepath.Rel(dir, s.path)
		got = append(got, name+" "+s.shell)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(got)
	want := []string{"a sh", "d.bash bash", "e sh", "empty.sh sh", "f sh", "sub/b bash", "sub/c.sh sh", "sub/l.txt sh"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if err := walk(filepath.Join(dir, "none"), nil); err == nil {
		t.Error("a directory that is not there: no error")
	}
}

func TestJudge(t *testing.T) {
	yes, no, lacks := verdict{accepts: true}, verdict{message: "line 1: syntax error: x"}, verdict{message: "select is not supported"}
	for _, tt := range []struct {
		shell             string
		gpipe, dash, bash verdict
		want              kind
	}{
		{"sh", yes, yes, yes, same}, {"sh", no, no, no, same}, {"sh", no, yes, yes, falseError},
		{"sh", no, no, yes, asDash}, {"sh", no, yes, no, asBash}, {"bash", no, no, yes, falseError}, {"bash", no, yes, no, same},
		{"sh", yes, no, no, lenient}, {"sh", yes, no, yes, lenientTo}, {"bash", yes, yes, no, lenient},
		{"sh", lacks, yes, yes, lacking}, {"bash", lacks, no, yes, lacking},
	} {
		if got := judge(script{"", tt.shell}, tt.gpipe, tt.dash, tt.bash); got != tt.want {
			t.Errorf("%+v: %q", tt, got)
		}
	}
}

func TestReason(t *testing.T) {
	for message, want := range map[string]string{
		"gpipe: line 12: syntax error: odd\nthe line": "syntax error: odd",
		"/a/b: 3: Syntax error: word unexpected":      "Syntax error: word unexpected",
		"f.sh: line 1: `a'":                           "`a'",
		"killed":                                      "killed",
	} {
		if got := (verdict{message: message}).reason(); got != want {
			t.Errorf("%q: %q", message, got)
		}
	}
}

// dash stands for gpipe: what it refuses and bash accepts is no false error for
// a script of sh, and one for a script of bash.
func TestCompare(t *testing.T) {
	dash, err := exec.LookPath("dash")
	if err == nil {
		_, err = exec.LookPath("bash")
	}
	if err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"good.sh": "echo a\n", "wrong.sh": "if\n", "array.sh": "a=(1 2)\n", "array.bash": "a=(1 2)\n",
	})
	var out strings.Builder
	r := &report{out: &out}
	if err := compare(t.Context(), dash, []string{dir}, r); err != nil {
		t.Fatal(err)
	}
	r.summary()
	got := strings.ReplaceAll(out.String(), dir, "DIR")
	want := `DIR/array.bash: a false error (bash)
	DIR/array.bash: 1: Syntax error: "(" unexpected
	DIR/array.bash: 1: Syntax error: "(" unexpected
4 scripts, 1 of them with a false error
    1 a false error
          1 Syntax error: "(" unexpected
    1 refused, as dash does; bash accepts
          1 Syntax error: "(" unexpected
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
