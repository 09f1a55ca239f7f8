package pipeline

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"gpipe/internal/columns"
	"gpipe/internal/sys/files"
)

// defaultPath is searched where no PATH is set, as execvp(3) does.
const defaultPath = "/bin:/usr/bin"

// searchPath returns the last PATH of env, which is the one most programs
// would use.
func searchPath(env []string) (string, bool) {
	for i := len(env) - 1; i >= 0; i-- {
		if v, ok := strings.CutPrefix(env[i], "PATH="); ok {
			return v, true
		}
	}
	return "", false
}

// lookup finds the program name in path (XBD 8.3), relative to the directory
// dir. Its errors are ErrNotFound, ErrDot, and EACCES for a program that is
// there but may not be executed.
func lookup(name, path string, dir int, allowDot bool) (string, error) {
	if name == "" {
		return "", ErrNotFound
	}
	if strings.Contains(name, "/") {
		return name, nil
	}
	var failed error = ErrNotFound
	for more := true; more; {
		var elem string
		elem, path, more = strings.Cut(path, ":")
		file := join(elem, name)
		switch err := files.Executable(dir, file); {
		case err == nil && !allowDot && !strings.HasPrefix(elem, "/"):
			return "", &dotError{file}
		case err == nil:
			return file, nil
		case errno(err, syscall.ENOENT) || errno(err, syscall.ENOTDIR):
		default:
			failed = err
		}
	}
	return "", failed
}

// join names a file in an element of PATH, where "" is the current directory.
func join(elem, name string) string {
	switch {
	case elem == "":
		return "./" + name
	case strings.HasSuffix(elem, "/"):
		return elem + name
	}
	return elem + "/" + name
}

// dotError is an ErrDot that names the file.
type dotError struct{ file string }

func (e *dotError) Error() string { return columns.Plain(e.file) + ": " + ErrDot.Error() }
func (e *dotError) Unwrap() error { return ErrDot }

// startCode is the exit status for a program that could not be started
// (XCU 2.8.2).
func startCode(err error) int {
	if errors.Is(err, fs.ErrNotExist) || errno(err, syscall.ENOTDIR) {
		return 127
	}
	return 126
}
