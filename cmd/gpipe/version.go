package main

import (
	"runtime"
	"runtime/debug"

	"gpipe/internal/sys"
)

// versionText is what --version prints: the version on the first line, then the
// commit and how the program was built, as far as the build has noted it.
func versionText() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = new(debug.BuildInfo)
	}
	text := "gpipe " + version(info) + "\n"
	if commit := commitOf(info); commit != "" {
		text += "commit " + commit + "\n"
	}
	hook := "without the entry hook"
	if sys.Entered() {
		hook = "with the entry hook"
	}
	return text + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH + ", " + hook + "\n"
}

// version is the version of the module: a tag, or one that go makes of the commit.
func version(info *debug.BuildInfo) string {
	if v := info.Main.Version; len(v) > 1 && v[0] == 'v' {
		return v[1:]
	}
	return "devel"
}

// commitOf is the commit that was built and its time, "" when it is not known.
func commitOf(info *debug.BuildInfo) string {
	var revision, time, modified string
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			revision = s.Value
		case "vcs.time":
			time = " of " + s.Value
		case "vcs.modified":
			if s.Value == "true" {
				modified = ", modified"
			}
		}
	}
	if revision == "" {
		return ""
	}
	return revision + time + modified
}
