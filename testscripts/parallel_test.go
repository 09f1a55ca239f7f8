package testscripts

import (
	"bytes"
	"context"
	"fmt"
	"gpipe/internal/effort"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// linewise are commands that par may run for parts of their input.
var linewise = []string{
	"cat", "tr a-z A-Z", "tr -d '\\n'", "tr -d ab", "cut -c 2-4", "cut -d: -f2", "grep -a a", "grep -av '[0-9]'", "grep -aE '(a|b1)+$'",
	"sed s/a/b/", "sed -n /a/p", "sed 's/[a-c]*$/<&>/;/1/d'", "sed G", "fold -w 5", "expand -t 3", "awk '{print $1}'", "awk -F: '{print $2, NF}'", "awk '/a/'",
	"mawk '{print $1}'", "tr ' ' '\\n'",
}

// others are commands that set -o parallel treats in another way, or leaves alone.
var others = []string{
	"sort", "sort -r", "sort -n", "sort -u", "sort -k2", "sort -rn", "sort -s -k1,1", "sort | uniq -c", "sort | uniq -c | sort -rn", "LC_ALL=C sort | LC_ALL=C uniq -c",
	"grep -ac a", "grep -ac nosuchline", "grep -a nosuchline", "wc -l", "wc -c", "wc -w", "uniq", "uniq -c", "nl", "tail -n 3", "tac", "sed 1d", "sed '$d'", "sed -n '$p'", "grep -an a",
	"grep a", "grep -q a", "tr -s '\\n'", "tr -cs a-z '\\n'", "cut -f 99 -s", "awk '{n++} END{print n}'", "paste - -", "{ read -r x; printf '%s\\n' \"$x\"; cat; }", "f", "false", "sort nosuchfile", "sort -k0", "sed s/x", "cut -f0",
	"(cat; exit 3)", "sh -c 'cat; kill -9 $$'", "sh -c 'cat; exit 7'",
}

// randomText is lines of all kinds.
func randomText(r *rand.Rand) []byte {
	bits := []string{"a", "b1", "c", "A", "1", "22", "-3", " ", ":", "\t", "ab", "xyz", "a b", "\r", "word", "e", "\xc3\xa9", "\x00", "\xff"}
	n := len(bits)
	if r.IntN(3) > 0 {
		n -= 2
	}
	var b []byte
	for range r.IntN([]int{1, 10, 300, 3000}[r.IntN(4)]) {
		for range r.IntN(7) {
			b = append(b, bits[r.IntN(n)]...)
		}
		b = append(b, '\n')
	}
	switch r.IntN(20) {
	case 0:
		b = append(b, bytes.Repeat([]byte("long "), 30000)...)
		b = append(b, '\n')
	case 1, 2:
		b = append(b, "no newline"...)
	}
	return b
}

// randomPipeline makes a pipeline, the same with par in it where that makes no
// difference, and tells which of its statuses depend on chance: those before the
// number.
func randomPipeline(r *rand.Rand) (plain, split []string, certain int) {
	for range 1 + r.IntN(4) {
		var p, s string
		switch k := r.IntN(20); {
		case k < 10:
			p = linewise[r.IntN(len(linewise))]
			s = p
			if r.IntN(3) == 0 {
				s = fmt.Sprintf("par -j %d -c %s %s", 1+r.IntN(8), []string{"1", "10", "1000", "64K", "1M", "16M"}[r.IntN(6)], p)
			}
		case k < 19:
			p = others[r.IntN(len(others))]
			s = p
		default:
			p = "head -n 2"
			s = p
			certain = len(plain)
		}
		if strings.HasPrefix(p, "grep") && s != p { // the status of par is the highest
			s = p
		}
		if !strings.HasPrefix(p, "{") && !strings.HasPrefix(p, "(") && strings.Contains(p, " | ") {
			for _, part := range strings.Split(p, " | ") {
				plain, split = append(plain, part), append(split, part)
			}
			continue
		}
		plain, split = append(plain, p), append(split, s)
		if slices.Contains([]string{"false", "sort nosuchfile", "sort -k0", "sed s/x", "cut -f0", "grep -q a"}, p) {
			certain = len(plain) - 1
		}
	}
	return plain, split, certain
}

// withStatuses is what puts the statuses of stages into a file in any shell.
func withStatuses(stages []string) string {
	var list []string
	for i, s := range stages {
		list = append(list, fmt.Sprintf("{ %s\necho %d $? >&3; }", s, i))
	}
	return "exec 3>statuses; f() { sed 's/^/f: /'; }\n" + strings.Join(list, " | ") + "\n"
}

// TestParallelSame: pipelines come out the same with par and --parallel as in dash, in
// bytes and statuses.
func TestParallelSame(t *testing.T) {
	bin := installed(t)
	dash, err := exec.LookPath("dash")
	if err != nil {
		t.Skip(err)
	}
	seed := uint64(1)
	fmt.Sscan(os.Getenv("GPIPE_SEED"), &seed)
	n := effort.Of(20, 300, 2000)
	fmt.Sscan(os.Getenv("GPIPE_PIPELINES"), &n)
	const workers = 4
	for w := range workers {
		t.Run(fmt.Sprint(w), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, uint64(w)))
			for i := range n / workers {
				sameBoth(t, r, bin, dash, i)
				if t.Failed() {
					return
				}
			}
		})
	}
}

// sameBoth compares one pipeline.
func sameBoth(t *testing.T, r *rand.Rand, bin, dash string, i int) {
	t.Helper()
	text := randomText(r)
	plain, split, certain := randomPipeline(r)
	option := fmt.Sprintf("--parallel=%d,%s", []int{1, 2, 3, 8}[r.IntN(4)], []string{"1", "7", "100", "4K", "64K", "1M", "16M"}[r.IntN(7)])
	if len(text) > 1000 && strings.Contains(option, ",1") && !strings.HasSuffix(option, "M") {
		option = "--parallel=2,64K"
	}
	if len(text) > 1000 && strings.HasSuffix(option, ",7") {
		option = "--parallel=3,4K"
	}
	if r.IntN(4) == 0 {
		option = "--parallel"
	}
	if len(text) > 1000 {
		for k := range split {
			split[k] = strings.Replace(strings.Replace(split[k], "-c 1 ", "-c 2000 ", 1), "-c 10 ", "-c 3K ", 1)
		}
	}
	locale := []string{"C", "C.UTF-8"}[r.IntN(2)]
	want, wantStatuses := runPipeline(t, text, locale, dash, "-c", withStatuses(plain))
	script := "f() { sed 's/^/f: /'; }\n" + strings.Join(split, " | ") + "\nset -- ${PIPESTATUS[*]}; n=0; for s; do echo $n $s >&3; n=$((n+1)); done"
	got, statuses := runPipeline(t, text, locale, filepath.Join(bin, "gpipe"), option, "-c", "exec 3>statuses\n"+script)
	if !bytes.Equal(want, got) {
		os.WriteFile(filepath.Join(os.TempDir(), "parallel-input"), text, 0o666)
		t.Errorf("%d: %s: %s of %d bytes: %s", i, option, strings.Join(split, " | "), len(text), cmp.Diff(string(clip(want)), string(clip(got))))
	}
	for k, status := range wantStatuses { // a group that a signal ends says nothing
		if got, ok := statuses[k]; k >= certain && (!ok || got != status) {
			os.WriteFile(filepath.Join(os.TempDir(), "parallel-input"), text, 0o666)
			t.Errorf("%d: %s: %s of %d bytes: statuses %v, want %v", i, option, strings.Join(split, " | "), len(text), statuses, wantStatuses)
			return
		}
	}
}

func clip(b []byte) []byte { return b[:min(len(b), 3000)] }

// runPipeline runs a shell, and returns its output and the statuses of the stages.
func runPipeline(t *testing.T, in []byte, locale string, argv ...string) (out []byte, statuses map[int]int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*hangs)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir = t.TempDir()
	cmd.Stdin, cmd.Env = bytes.NewReader(in), append(os.Environ(), "LC_ALL="+locale)
	out, _ = cmd.Output()
	if ctx.Err() != nil {
		t.Fatalf("%q hangs", argv)
	}
	list, err := os.ReadFile(filepath.Join(cmd.Dir, "statuses"))
	if err != nil {
		t.Fatal(err)
	}
	statuses = make(map[int]int)
	for line := range strings.Lines(string(list)) {
		var stage, status int
		fmt.Sscan(line, &stage, &status)
		statuses[stage] = status
	}
	return out, statuses
}
