package interp

import (
	"errors"
	"strings"
	"syscall"

	"gpipe/internal/option"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/vars"
)

// Startup says which files are run before the script.
type Startup struct {
	Login     bool   // /etc/profile and .profile in the home directory
	NoProfile bool   // not these
	RCFile    string // of an interactive shell, instead of its own file and of what ENV names
	NoRC      bool   // neither
}

// StartUp runs the files of a login shell (XCU sh -l) and that of an interactive
// one, which ENV names (XCU sh, ENVIRONMENT VARIABLES), and then, outside of POSIX
// mode, the one that the user has for this shell, if the shell is neither privileged nor one whose effective ids differ from the real ones. Like PS4, ENV
// expands parameters only, since it comes from the environment. POSIX leaves open
// what a relative pathname does: it is not read, nor is a file in a home directory
// that is none, for that would run what is in the current directory.
func (sh *Shell) StartUp(s Startup) Flow {
	if !s.Login && sh.opts&option.Interactive == 0 || sh.opts&option.Privileged != 0 || !sys.SameIds() {
		return Next
	}
	var paths []string
	if s.Login && !s.NoProfile {
		home, _ := sh.st.Vars.Get(vars.HOME)
		paths = append(paths, "/etc/profile", strings.TrimSuffix(home, "/")+"/.profile")
		if !strings.HasPrefix(home, "/") {
			paths = paths[:1]
		}
	}
	for _, path := range paths {
		if f := sh.startFile(path); f != Next {
			return f
		}
	}
	if sh.opts&option.Interactive == 0 || s.NoRC {
		return Next
	}
	if s.RCFile != "" {
		if !strings.Contains(s.RCFile, "/") {
			s.RCFile = "./" + s.RCFile
		}
		return sh.startFile(s.RCFile)
	}
	if file := sh.parameters(vars.ENV); strings.HasPrefix(file, "/") {
		if f := sh.startFile(file); f != Next {
			return f
		}
	}
	if dir := sh.UserDir("XDG_CONFIG_HOME", ".config"); dir != "" && !sh.posix() {
		return sh.startFile(dir + "/gpipe/rc.sh")
	}
	return Next
}

// UserDir is a directory of the user's: the one that a variable names, or the one
// with that name in the home directory; "" if neither is absolute.
func (sh *Shell) UserDir(variable, name string) string {
	if dir, _ := sh.st.Vars.Get(sh.Slot(variable)); strings.HasPrefix(dir, "/") {
		return dir
	}
	if home, _ := sh.st.Vars.Get(vars.HOME); strings.HasPrefix(home, "/") {
		return strings.TrimSuffix(home, "/") + "/" + name
	}
	return ""
}

// startFile runs a file if there is one. An error in it costs no more than its
// line.
func (sh *Shell) startFile(path string) Flow {
	if files.Exists(sh.dir.Fd(), path) {
		sh.Spare()
	}
	_, f, err := sh.Runner().Source(path, nil)
	if err != nil && !errors.Is(err, syscall.ENOENT) {
		sh.Report(Message(err))
	}
	if f == flowAbort || f == flowBreakOff {
		return Next
	}
	return f
}
