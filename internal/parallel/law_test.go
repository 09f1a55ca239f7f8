package parallel

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gpipe/internal/effort"
)

// samples are commands, for each row of the table some.
var samples = [][]string{
	{"sort"}, {"sort", "-r"}, {"sort", "-u"}, {"sort", "-n"}, {"sort", "-rn"}, {"sort", "-k2", "-t", ":"},
	{"sort", "-s", "-k1,1"}, {"sort", "-f", "-u"}, {"sort", "-b", "-d"}, {"sort", "-gr"}, {"sort", "-V"}, {"sort", "-h"}, {"sort", "-M"}, {"sort", "-nu"},
	{"grep", "-a", "a"}, {"grep", "-av", "[ab]"}, {"grep", "-aE", "^(a|1)*$"}, {"grep", "-aoi", "A."}, {"grep", "-axF", ""}, {"grep", "-aw", "-e", "a", "-e", "b1"},
	{"grep", "-ac", "a"}, {"grep", "-acv", "-e", "b"},
	{"sed", "s/a/b/"}, {"sed", "-n", "/a/p"}, {"sed", "-E", "s/(a|b)+$/<\\1>/g;/c/d"}, {"sed", "G"}, {"sed", "y/abc/xyz/"}, {"sed", "-e", "s,a,\\n,", "-e", "/x/!d"}, {"sed", "p"},
	{"mawk", "{print $1}"}, {"mawk", "-F:", "{print $2 \" \" $1}"}, {"mawk", "/a/"}, {"mawk", "length($0) <= 4"}, {"mawk", "$1 == 1 {printf \"%s,%d\\n\", toupper($0), NF}"},
	{"gawk", "{print $1}"}, {"gawk", "-F:", "{print $2 \" \" $1}"}, {"gawk", "/a/"}, {"gawk", "!/b/ && NF {print $NF}"}, {"gawk", "{if (NF <= 2) print substr($0, 2, 3); else next}"},
	{"awk", "{print $1, $2}"},
	{"fold", "-w", "3"}, {"fold", "-sw", "5"}, {"fold", "-b", "-w2"}, {"expand"}, {"expand", "-t", "3"}, {"expand", "-i"},
	{"cut", "-c", "2-3"}, {"cut", "-d:", "-f2"}, {"cut", "-sd", " ", "-f", "1,3"}, {"cut", "-b1"},
	{"tr", "a-z", "A-Z"}, {"tr", "-d", "\\n"}, {"tr", "-d", "ab"}, {"tr", "-s", "ab"}, {"tr", "-cd", "a-c\\n"}, {"tr", "\\n", " "}, {"tr", " ", "\\n"}, {"tr", "-s", "a-c", "x"},
	{"wc", "-l"}, {"wc", "-c"}, {"wc", "-w"},
}

// run runs a command, and returns what it writes and its status.
func run(t *testing.T, argv []string, in []byte, locale string, files ...*os.File) ([]byte, int) {
	t.Helper()
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Stdin, cmd.Env, cmd.ExtraFiles = bytes.NewReader(in), append(os.Environ(), "LC_ALL="+locale), files
	out, err := cmd.Output()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		t.Fatalf("%q: %v", argv, err)
	}
	return out, cmd.ProcessState.ExitCode()
}

// joined is what the row makes of the parts.
func joined(t *testing.T, r *Row, argv []string, parts [][]byte, locale string) ([]byte, int) {
	t.Helper()
	var outs []byte
	least, most := 255, 0
	merge := append([]string{argv[0], "-m"}, argv[1:]...)
	dir := t.TempDir()
	for i, p := range parts {
		out, status := run(t, argv, p, locale)
		least, most = min(least, status), max(most, status)
		outs = append(outs, out...)
		name := filepath.Join(dir, fmt.Sprint(i))
		os.WriteFile(name, out, 0o666)
		merge = append(merge, name)
	}
	status := r.Rule.Join(least, most)
	switch r.Class {
	case Merge:
		outs, status = run(t, merge, nil, locale)
	case Sum:
		var err error
		if outs, err = Add(outs); err != nil {
			t.Fatal(err)
		}
	}
	return outs, status
}

// text makes some lines, of which the last may have no newline.
func text(r *rand.Rand, whole bool) []byte {
	bits := []string{"a", "b", "c", "A", "1", "2", "10", "-", " ", "  ", ":", "\t", "\r", "\x00", "\xff", "\xc3\xa9", "\xc3", ".", "Jan", "1K", "x", "a1", "b1", "long word "}
	if r.IntN(2) == 0 {
		bits = bits[:13]
	}
	var b []byte
	for range r.IntN(12) {
		for range r.IntN(6) {
			b = append(b, bits[r.IntN(len(bits))]...)
		}
		b = append(b, '\n')
	}
	if !whole && r.IntN(3) == 0 {
		b = append(b, bits[r.IntN(len(bits))]...)
	}
	return b
}

// checkLaw compares one run with several.
func checkLaw(t *testing.T, argv []string, parts [][]byte, locale string) {
	t.Helper()
	row, _, why := find(argv)
	if row == nil {
		t.Fatalf("%q: %s", argv, why)
	}
	want, wantStatus := run(t, argv, bytes.Join(parts, nil), locale)
	got, status := joined(t, row, argv, parts, locale)
	if !bytes.Equal(want, got) || status != wantStatus {
		t.Fatalf("%s %q of %q: status %d, want %d\n%s", locale, argv, parts, status, wantStatus, cmp.Diff(string(want), string(got)))
	}
}

// TestLaw holds every row to what a row says.
func TestLaw(t *testing.T) {
	seen := make(map[string]bool)
	for _, argv := range samples {
		row, _, why := find(argv)
		if row == nil {
			t.Fatalf("%q: %s", argv, why)
		}
		seen[fmt.Sprint(row.Program, row.Class, row.Needs)] = true
		t.Run(strings.Join(argv, "_"), func(t *testing.T) {
			t.Parallel()
			haveProgram(t, row)
			r := rand.New(rand.NewPCG(1, 2))
			for range effort.Of(4, 40, 250) {
				parts := [][]byte{text(r, true), text(r, true), text(r, false)}
				for _, locale := range []string{"C", "C.UTF-8"} {
					checkLaw(t, argv, parts, locale)
				}
			}
		})
	}
	for _, r := range Rows() {
		if !seen[fmt.Sprint(r.Program, r.Class, r.Needs)] {
			t.Errorf("no sample has the row %s %s %s", r.Program, r.Class, r.Needs)
		}
	}
}

// haveProgram skips the test where the program of a row is not that of the table.
func haveProgram(t *testing.T, r *Row) {
	t.Helper()
	out, err := exec.Command(r.Program, r.AsksVersion()...).CombinedOutput()
	line, _, _ := strings.Cut(string(out), "\n")
	if err != nil || !r.Version(line) {
		t.Skipf("%s is %q, %v: not in the table", r.Program, line, err)
	}
}

// FuzzLaw: no text is against the law.
func FuzzLaw(f *testing.F) {
	f.Add([]byte("a\nb\n"), []byte("1:2\n\x00"), uint8(0))
	f.Fuzz(func(t *testing.T, x, y []byte, k uint8) {
		argv := samples[int(k)%len(samples)]
		if _, err := exec.LookPath(argv[0]); err != nil {
			t.Skip(err)
		}
		if len(x) == 0 || x[len(x)-1] != '\n' {
			x = append(bytes.Clone(x), '\n')
		}
		checkLaw(t, argv, [][]byte{x, y}, "C")
	})
}
