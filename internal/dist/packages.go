package main

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// packages makes a package for dpkg and one for rpm.
func (r *release) packages(out, work string) error {
	dir, err := os.MkdirTemp(work, "package")
	if err != nil {
		return err
	}
	config := filepath.Join(dir, "nfpm.yaml")
	text, err := r.config(dir)
	if err != nil {
		return err
	}
	if err := os.WriteFile(config, []byte(text), 0o666); err != nil {
		return err
	}
	for _, kind := range []string{"deb", "rpm"} {
		name := filepath.Join(out, fmt.Sprintf("gpipe_%s_%s_%s.%s", r.version, r.os, r.arch, kind))
		cmd := exec.Command("go", "tool", "-modfile=internal/dist/nfpm.mod", "nfpm", "package", "-f", config, "-p", kind, "-t", name)
		cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH="+strconv.FormatInt(r.time.Unix(), 10))
		if text, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("nfpm: %w\n%s", err, text)
		}
	}
	return nil
}

// config is what nfpm reads, with the files it names written into the directory.
func (r *release) config(dir string) (string, error) {
	arch := r.arch
	if arch == "arm" {
		arch = "arm7"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `name: gpipe
arch: %s
platform: linux
version: %q
version_schema: semver
section: shells
priority: optional
maintainer: The authors of gpipe <gpipe@localhost>
description: |
  Shell that joins processes by kernel pipes
  gpipe runs sh scripts, and tells what every stage of a pipeline does.
license: MIT
mtime: %s
rpm:
  buildhost: localhost
contents:
`, arch, r.version, r.time.Format(time.RFC3339))
	for _, f := range r.files {
		data, name := f.data, filepath.Join(dir, strings.ReplaceAll(f.name, "/", "-"))
		if path.Ext(f.installed) == ".gz" {
			var err error
			if data, err = zipped(data); err != nil {
				return "", err
			}
		}
		if err := put(name, data, f.mode, r.time); err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "  - src: %s\n    dst: %s\n    file_info:\n      mode: %#o\n      mtime: %s\n", name, f.installed, f.mode, r.time.Format(time.RFC3339))
	}
	return b.String(), nil
}
