package system

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
)

// made describes the files of a layer: those that were made, changed and removed.
func made(layer string, ignore []string) (map[string]string, error) {
	files := make(map[string]string)
	err := filepath.WalkDir(layer, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(layer, file)
		if err != nil || name == "." || ignored(name, ignore) {
			return err
		}
		files[name], err = describe(file, d)
		return err
	})
	return files, err
}

// describe tells what a file is, but not when it was made.
func describe(file string, d fs.DirEntry) (string, error) {
	info, err := d.Info()
	if err != nil {
		return "", err
	}
	st := info.Sys().(*syscall.Stat_t)
	text := fmt.Sprintf("%s %d:%d", info.Mode(), st.Uid, st.Gid)
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := os.Readlink(file)
		return text + " -> " + target, err
	case info.Mode()&fs.ModeCharDevice != 0 && st.Rdev == 0:
		return "removed", nil // so a layer marks it
	case info.Mode().IsRegular():
		data, err := os.ReadFile(file)
		return fmt.Sprintf("%s %d %.8x", text, len(data), sha256.Sum256(data)), err
	}
	return text, nil
}

// Diff tells how two results differ, "" if they are the same.
func Diff(want, got Result) string {
	var out strings.Builder
	if want.Status != got.Status {
		fmt.Fprintf(&out, "status %d, want %d\n", got.Status, want.Status)
	}
	out.WriteString(lines("stdout", want.Stdout, got.Stdout))
	out.WriteString(lines("stderr", want.Stderr, got.Stderr))
	var differing []string
	names := maps.Clone(want.Files)
	maps.Copy(names, got.Files)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if want.Files[name] != got.Files[name] {
			differing = append(differing, fmt.Sprintf("/%s: %q, want %q\n", name, got.Files[name], want.Files[name]))
		}
	}
	out.WriteString(strings.Join(differing[:min(shown, len(differing))], ""))
	return out.String()
}

// shown is how many lines of a difference, and how many files, are shown.
const shown = 40

// message is one that a shell writes itself: its words differ.
var message = regexp.MustCompile(`(?m)^.*(\bgpipe: .*line \d+|[^\s:]+: \d+): .*$`)

// lines shows where two texts differ.
func lines(what, want, got string) string {
	want, got = message.ReplaceAllString(want, "(message)"), message.ReplaceAllString(got, "(message)")
	if want == got {
		return ""
	}
	diff := exec.Command("diff", "-U1", "/dev/fd/3", "/dev/fd/4")
	for _, text := range []string{want, got} {
		file, err := os.CreateTemp("", "system")
		if err != nil {
			return err.Error()
		}
		defer os.Remove(file.Name())
		defer file.Close()
		file.WriteString(text)
		diff.ExtraFiles = append(diff.ExtraFiles, file)
	}
	out, _ := diff.Output() // 1 for a difference
	all := strings.SplitAfter(string(out), "\n")
	return what + ":\n" + strings.Join(all[min(2, len(all)):min(shown, len(all))], "")
}
