package main

import (
	"runtime/debug"
	"testing"
)

func TestVersion(t *testing.T) {
	settings := func(pairs ...string) (list []debug.BuildSetting) {
		for i := 0; i < len(pairs); i += 2 {
			list = append(list, debug.BuildSetting{Key: pairs[i], Value: pairs[i+1]})
		}
		return list
	}
	for _, c := range []struct {
		main     string
		settings []debug.BuildSetting
		version  string
		commit   string
	}{
		{"", nil, "devel", ""},
		{"(devel)", settings("vcs.time", "2026-01-02T03:04:05Z"), "devel", ""},
		{"v1.2.3", nil, "1.2.3", ""},
		{"v0.0.0-20260102030405-0123456789ab+dirty", settings("vcs", "git", "vcs.modified", "true",
			"vcs.revision", "0123456789abcdef", "vcs.time", "2026-01-02T03:04:05Z"),
			"0.0.0-20260102030405-0123456789ab+dirty", "0123456789abcdef of 2026-01-02T03:04:05Z, modified"},
		{"v1.2.3", settings("vcs.revision", "01", "vcs.modified", "false"), "1.2.3", "01"},
	} {
		info := &debug.BuildInfo{Main: debug.Module{Version: c.main}, Settings: c.settings}
		if v, commit := version(info), commitOf(info); v != c.version || commit != c.commit {
			t.Errorf("%q %v: %q, %q", c.main, c.settings, v, commit)
		}
	}
}
