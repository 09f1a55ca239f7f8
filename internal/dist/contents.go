package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// file is one of a release.
type file struct {
	name      string // in the tarball
	installed string // by a package; "" is not
	data      []byte
	mode      int64
}

// contents reads the files of a release.
func contents(binary string) ([]file, error) {
	files := []file{
		{name: "gpipe", installed: "/usr/bin/gpipe", mode: 0o755},
		{name: "README.md", installed: "/usr/share/doc/gpipe/README.md"},
		{name: "CHANGELOG.md", installed: "/usr/share/doc/gpipe/CHANGELOG.md"},
		{name: "LICENSE", installed: "/usr/share/doc/gpipe/copyright"},
		{name: "docs/gpipe.1", installed: "/usr/share/man/man1/gpipe.1.gz"},
		{name: "completions/gpipe.bash", installed: "/usr/share/bash-completion/completions/gpipe"},
		{name: "completions/_gpipe", installed: "/usr/share/zsh/site-functions/_gpipe"},
		{name: "completions/gpipe.fish", installed: "/usr/share/fish/vendor_completions.d/gpipe.fish"},
	}
	for i := range files {
		f := &files[i]
		from := f.name
		if f.mode == 0 {
			f.mode = 0o644
		} else {
			from = binary
		}
		var err error
		if f.data, err = os.ReadFile(from); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// tarball writes the release as gpipe_VERSION_OS_ARCH.tar.gz.
func (r *release) tarball(out string) error {
	var data bytes.Buffer
	z := gzip.NewWriter(&data)
	w := tar.NewWriter(z)
	for _, f := range r.files {
		h := &tar.Header{
			Typeflag: tar.TypeReg, Format: tar.FormatUSTAR, Name: "gpipe-" + r.version + "/" + f.name,
			Size: int64(len(f.data)), Mode: f.mode, ModTime: r.time, Uname: "root", Gname: "root",
		}
		if err := w.WriteHeader(h); err != nil {
			return err
		}
		if _, err := w.Write(f.data); err != nil {
			return err
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		return err
	}
	name := fmt.Sprintf("gpipe_%s_%s_%s.tar.gz", r.version, r.os, r.arch)
	return os.WriteFile(filepath.Join(out, name), data.Bytes(), 0o666)
}

// zipped is data as gzip, without a name and a time.
func zipped(data []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(data)
	err = errors.Join(err, w.Close())
	return out.Bytes(), err
}

// put writes a file with its mode and time.
func put(name string, data []byte, mode int64, at time.Time) error {
	if err := os.WriteFile(name, data, 0o666); err != nil {
		return err
	}
	return errors.Join(os.Chmod(name, os.FileMode(mode)), os.Chtimes(name, at, at))
}
