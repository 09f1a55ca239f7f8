package interp

import (
	"errors"
	"strings"
	"syscall"

	"gpipe/internal/option"
	"gpipe/internal/state"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/self"
	"gpipe/internal/vars"
)

// initDir sets the first working directory and PWD (XCU 2.5.3).
func (sh *Shell) initDir(dir string) error {
	if dir != "" {
		if err := sh.enter(dir); err != nil {
			return &Error{Op: "open", Operand: dir, Err: err}
		}
	}
	pwd, _ := sh.st.Vars.Get(vars.PWD)
	if !state.IsCleanPath(pwd) || !files.SameFile(sh.dir.Fd(), ".", pwd) {
		// Like getcwd, this fails when the directory is gone: PWD is then unset.
		pwd, _ = files.Getwd(sh.dir.Fd())
	}
	sh.cwd = pwd
	if pwd == "" {
		sh.st.Vars.Unset(vars.PWD, false)
		return nil
	}
	sh.st.Vars.Export(vars.PWD)
	return sh.assignScalar(vars.PWD, pwd)
}

// enter makes path, relative to the current directory, the working directory.
func (sh *Shell) enter(path string) error {
	path, err := sh.files.Path(path)
	if err != nil {
		return err
	}
	fd, err := files.OpenDir(sh.dir.Fd(), path)
	if err != nil {
		return err
	}
	if sh.root == sh { // the process's is the shell's
		defer sys.Close(fd)
		return self.Fchdir(fd)
	}
	sh.stand(fd)
	return nil
}

// stand makes the directory fd, which it takes over, the working directory of
// the environment alone.
func (sh *Shell) stand(fd int) {
	sh.dir.Unref()
	sh.dir = state.NewDirectory(fd)
	sh.st.DirFd = fd
}

// pin gives sh, which runs beside the main environment, a working directory and
// a umask that this one does not change.
func (sh *Shell) pin() error {
	if sh.umask < 0 {
		sh.umask = int32(self.Umask())
	}
	if sh.dir != nil {
		return nil
	}
	fd, err := files.OpenDir(-1, ".")
	if err == nil {
		sh.stand(fd)
	}
	return err
}

// Name returns the logical working directory, "" when unknown.
func (d Dir) Name() string { return d.sh.cwd }

// Fd returns the descriptor of the working directory for the *at system
// calls, or -1 when it is the process's own.
func (d Dir) Fd() int { return d.sh.dir.Fd() }

// Physical returns the working directory without symbolic links.
func (d Dir) Physical() (string, error) { return files.Getwd(d.sh.dir.Fd()) }

// Change changes the working directory as cd -L (physical false) or cd -P
// does, and sets PWD and OLDPWD. It returns the new logical directory.
func (d Dir) Change(path string, physical bool) (string, error) {
	if d.sh.opts&option.Restricted != 0 {
		return "", errRestricted
	}
	logical := path
	if !physical {
		if !strings.HasPrefix(path, "/") && d.sh.cwd != "" {
			logical = strings.TrimSuffix(d.sh.cwd, "/") + "/" + path // of // that leaves // (XCU cd, step 7)
		}
		var err error
		if logical, err = state.CleanPath(logical, len(logical)-len(path)); err != nil {
			return "", err
		}
		path = logical
	}
	err := d.sh.enter(path)
	if errors.Is(err, syscall.ENAMETOOLONG) && !physical {
		// The logical name may be too long where the relative one is not.
		if rel, ok := strings.CutPrefix(logical, d.sh.cwd+"/"); ok && d.sh.cwd != "" {
			err = d.sh.enter(rel)
		}
	}
	if err != nil {
		return "", err
	}
	if physical || !strings.HasPrefix(logical, "/") {
		if logical, err = files.Getwd(d.sh.dir.Fd()); err != nil {
			logical = ""
		}
	}
	return logical, d.sh.moved(logical)
}

// moved records the new logical directory in PWD and OLDPWD.
func (sh *Shell) moved(logical string) error {
	v := sh.st.Vars
	old, hadOld := v.Get(vars.PWD)
	exported := !hadOld || v.Attrs(vars.PWD)&vars.Exported != 0
	sh.cwd = logical
	if hadOld {
		if err := sh.assignScalar(vars.OLDPWD, old); err != nil {
			return err
		}
	}
	if exported {
		v.Export(vars.PWD)
		v.Export(vars.OLDPWD)
	}
	return sh.assignScalar(vars.PWD, logical)
}

// Dir is the working directory of an environment.
type Dir struct{ sh *Shell }

// Dir returns the working directory of this environment.
func (sh *Shell) Dir() Dir { return Dir{sh} }
