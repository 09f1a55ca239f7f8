// Package self has what belongs to this process as a whole: environment, umask,
// working directory, inherited descriptors, processors.
package self

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
)

// Deduplicate returns env with the last entry only of those that have the same
// name, in the order of these. Entries without a name and a value stay as they
// are, empty ones don't. Env itself is not changed.
func Deduplicate(env []string) []string {
	seen := make(map[string]bool, len(env))
	last := make([]string, 0, len(env))
	for _, entry := range slices.Backward(env) {
		if name, _, ok := strings.Cut(entry, "="); ok {
			if seen[name] {
				continue
			}
			seen[name] = true
		} else if entry == "" {
			continue
		}
		last = append(last, entry)
	}
	slices.Reverse(last)
	return last
}

// EnvironIn returns the process's environment for a program that starts in
// dir: with PWD, if the directory has a name.
func EnvironIn(dir string) []string {
	env := sys.Environ()
	if dir == "" {
		return env
	}
	pwd, ok := absolute(dir)
	if !ok {
		return slices.DeleteFunc(env, func(entry string) bool { return strings.HasPrefix(entry, "PWD=") })
	}
	return Deduplicate(append(env, "PWD="+pwd))
}

// absolute returns the name of a directory from the root on, which may lead
// through symbolic links.
func absolute(dir string) (string, bool) {
	name := path.Clean(dir)
	if !path.IsAbs(dir) {
		wd, ok := unix.Getenv("PWD")
		if !ok || !path.IsAbs(wd) || !files.SameFile(-1, ".", wd) {
			var err error
			if wd, err = files.Getwd(-1); err != nil {
				return "", false
			}
		}
		name = path.Join(wd, dir)
	}
	// What .. behind a symbolic link leads to can't be told from the names.
	return name, !strings.Contains(dir, "..") || files.SameFile(-1, dir, name)
}
