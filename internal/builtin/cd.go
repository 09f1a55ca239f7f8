package builtin

import (
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/sys/files"
	"gpipe/internal/vars"
)

func cd() *interp.Builtin {
	return &interp.Builtin{
		Name: "cd", Completes: completion.Directory, Usage: "[-L | -P [-e]] [directory | -]",
		Doc: "Change the working directory: to HOME by default, with - to OLDPWD. A relative name is looked\n" +
			"for in the directories of CDPATH first. The new name is printed if it is not the one given.\n" +
			"-L  go by the name: .. undoes the step before it (the default)\n" +
			"-P  go by the file system: PWD has no symbolic links\n" +
			"-e  with -P, return status 1 if the new name cannot be found out",
		Run: runCd,
	}
}

func runCd(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "LPe")
	if bad != "" {
		return badOption(sh, "cd", bad), interp.Next
	}
	physical, strict := physically(sh, given), strings.Contains(given, "e")
	failed := 1
	if physical && strict && posix(sh) { // 1 says that only the name is not known
		failed = 2
	}
	dir, print, why := cdOperand(sh, rest)
	if why != "" {
		sh.Report("cd: " + why)
		return failed, interp.Next
	}
	name, found, err := changeDir(sh, dir, physical, print)
	print = print || found
	if err != nil && sh.Shopts()&option.CdableVars != 0 {
		if value, ok := sh.Declarations().Value(dir); ok {
			var failure error
			if _, failure = sh.Dir().Change(value, physical); failure == nil {
				name, err, print = value, nil, true
			}
		}
	}
	if err != nil {
		sh.Report("cd: " + interp.Quote(dir) + ": " + interp.Cause(err))
		return failed, interp.Next
	}
	if print {
		sh.Out().WriteString(name + "\n")
	}
	if physical && strict && name == "" {
		return 1, interp.Next
	}
	return 0, interp.Next
}

// changeDir goes to a directory that may be found by CDPATH, unless its name is as
// it stands; found: it was there under another name.
func changeDir(sh *interp.Shell, dir string, physical, plain bool) (name string, found bool, err error) {
	path := dir
	if place, ok := searchCDPath(sh, dir); ok && !plain {
		path, found = place, place != dir // through an empty element it is the same
	}
	name, err = sh.Dir().Change(path, physical)
	return name, found, err
}

// physically tells whether -P or -L is in force: what was given last, or set -P.
func physically(sh *interp.Shell, given string) bool {
	if c := lastOf(given, "LP"); c != 0 {
		return c == 'P'
	}
	return sh.Options()&option.Physical != 0
}

// lastOf returns the last of the letters among those that were given, or 0.
func lastOf(given, letters string) byte {
	if i := strings.LastIndexAny(given, letters); i >= 0 {
		return given[i]
	}
	return 0
}

// cdOperand is the directory to go to, whether its name is to be printed, and
// what is wrong. An empty name is an error (POSIX.1-2024), but for OLDPWD and
// HOME, with which cd goes nowhere in other shells too.
func cdOperand(sh *interp.Shell, rest []string) (dir string, print bool, why string) {
	switch {
	case len(rest) > 1:
		return "", false, "too many operands"
	case len(rest) == 0:
		home, set := sh.Vars().Get(vars.HOME)
		if !set {
			return "", false, "HOME is not set"
		}
		if home == "" {
			home = "."
		}
		return home, false, ""
	case rest[0] == "-":
		old, set := sh.Vars().Get(vars.OLDPWD)
		if !set {
			return "", false, "OLDPWD is not set"
		}
		if old == "" {
			old = "."
		}
		return old, true, ""
	case rest[0] == "":
		return "", false, "empty directory name"
	}
	return rest[0], false, ""
}

// searchCDPath looks for a directory in CDPATH, unless its name says where it
// is: it begins with a slash, or its first component is . or ..
func searchCDPath(sh *interp.Shell, dir string) (string, bool) {
	first, _, _ := strings.Cut(dir, "/")
	if first == "" || first == "." || first == ".." {
		return "", false
	}
	list, _ := sh.Vars().Get(vars.CDPATH)
	if list == "" {
		return "", false
	}
	for base := range strings.SplitSeq(list, ":") {
		path := base + "/" + dir
		switch {
		case base == "":
			path = dir
		case strings.HasSuffix(base, "/"):
			path = base + dir
		}
		st, err := files.StatFile(sh.Dir().Fd(), path, true)
		if err == nil && st.Kind == files.KindDirectory {
			return path, true
		}
	}
	return "", false
}
