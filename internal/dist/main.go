// Dist makes what a release has: for each target a tarball with the static binary, the
// manual page, completions and documents; for Linux packages for dpkg and rpm, too; and
// SHA256SUMS. The same commit gives the same bytes, wherever and whenever it is built.
//
//	go run ./internal/dist [-o DIR] [-packages=false] [OS/ARCH...]
//
// make dist does that. Packages are made by nfpm, which is a tool of nfpm.mod and no
// dependency of gpipe.
package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
)

// target is a system that gpipe is built for.
type target struct{ os, arch string }

func (t target) String() string { return t.os + "/" + t.arch }

// targets are those of a release.
var targets = []target{
	{"linux", "amd64"}, {"linux", "arm64"}, {"linux", "arm"},
	{"darwin", "amd64"}, {"darwin", "arm64"}, {"freebsd", "amd64"},
}

func main() {
	out := flag.String("o", "dist", "the directory for what is made, which is emptied")
	packages := flag.Bool("packages", true, "make packages for dpkg and rpm")
	flag.Parse()
	if err := dist(*out, *packages, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

func dist(out string, packages bool, names []string) error {
	list := targets
	if len(names) > 0 {
		list = nil
		for _, name := range names {
			at := slices.IndexFunc(targets, func(t target) bool { return t.String() == name })
			if at < 0 {
				return fmt.Errorf("%s: no target: these are %v", name, targets)
			}
			list = append(list, targets[at])
		}
	}
	if err := empty(out); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "dist")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	for _, t := range list {
		r, err := build(t, work)
		if err != nil {
			return fmt.Errorf("%v: %w", t, err)
		}
		if err := r.tarball(out); err != nil {
			return fmt.Errorf("%v: %w", t, err)
		}
		if t.os == "linux" && packages {
			if err := r.packages(out, work); err != nil {
				return fmt.Errorf("%v: %w", t, err)
			}
		}
	}
	return sums(out)
}

// empty makes a directory, or empties one that is an earlier run's.
func empty(out string) error {
	if entries, err := os.ReadDir(out); err == nil && len(entries) > 0 {
		if _, err := os.Stat(filepath.Join(out, "SHA256SUMS")); err != nil {
			return fmt.Errorf("%s: not emptied, since it is not made by this program: %w", out, err)
		}
	}
	return errors.Join(os.RemoveAll(out), os.MkdirAll(out, 0o777))
}

// release is gpipe for a target.
type release struct {
	target
	version string
	time    time.Time // of the commit: that of every file
	files   []file
}

// build builds gpipe and reads the other files of a release.
func build(t target, work string) (*release, error) {
	binary := filepath.Join(work, t.os+"-"+t.arch)
	args := []string{"build", "-trimpath", "-buildvcs=auto", "-ldflags=-s -w -buildid=" + hook(t), "-o", binary, "./cmd/gpipe"}
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOOS="+t.os, "GOARCH="+t.arch, "GOARM=7", "GOAMD64=v1", "GOARM64=v8.0")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("go build: %w", err)
	}
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return nil, err
	}
	r := &release{target: t, version: "0.0.0-devel"}
	if v, ok := strings.CutPrefix(info.Main.Version, "v"); ok {
		r.version = v
	}
	if r.time, err = timeOf(info); err != nil {
		return nil, err
	}
	r.files, err = contents(binary)
	return r, err
}

// hook is the linker's flag for the entry hook, where there is one.
func hook(t target) string {
	if t.os == "linux" && (t.arch == "amd64" || t.arch == "arm64") {
		return " -E=gpipe_entry"
	}
	return ""
}

// timeOf is SOURCE_DATE_EPOCH, the time of the commit, or the beginning.
func timeOf(info *debug.BuildInfo) (time.Time, error) {
	if text := os.Getenv("SOURCE_DATE_EPOCH"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		return time.Unix(n, 0).UTC(), err
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			return time.Parse(time.RFC3339, s.Value)
		}
	}
	return time.Unix(0, 0).UTC(), nil
}

// sums writes SHA256SUMS, for sha256sum -c.
func sums(out string) error {
	entries, err := os.ReadDir(out)
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(out, e.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&text, "%x  %s\n", sha256.Sum256(data), e.Name())
	}
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), []byte(text.String()), 0o666)
}
