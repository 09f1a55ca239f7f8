package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gpipe/internal/effort"

	"github.com/google/go-cmp/cmp"
)

// TestReproducible: two builds have the same bytes, one of them in another directory.
func TestReproducible(t *testing.T) {
	effort.Long(t)
	t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	var sums [2]string
	for i := range sums {
		copied := filepath.Join(t.TempDir(), "module")
		if err := os.CopyFS(copied, os.DirFS(root)); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(filepath.Join(copied, ".git")); err != nil {
			t.Fatal(err)
		}
		t.Chdir(copied)
		withPackages := exec.Command("go", "tool", "-modfile=internal/dist/nfpm.mod", "nfpm", "--version").Run() == nil
		if err := dist("dist", withPackages, []string{"linux/amd64"}); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile("dist/SHA256SUMS")
		if err != nil {
			t.Fatal(err)
		}
		sums[i] = string(text)
		if want := map[bool]int{true: 3, false: 1}[withPackages]; strings.Count(sums[i], "\n") != want {
			t.Errorf("%q", text)
		}
		if out, err := exec.Command("sh", "-c", "cd dist && tar xzf *.tar.gz && gpipe-*/gpipe --version && sha256sum -c SHA256SUMS").CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
	if d := cmp.Diff(sums[0], sums[1]); d != "" {
		t.Error(d)
	}
}

// TestTarball: what is in one.
func TestTarball(t *testing.T) {
	t.Chdir("../..")
	binary := filepath.Join(t.TempDir(), "binary")
	if err := os.WriteFile(binary, []byte("binary"), 0o700); err != nil {
		t.Fatal(err)
	}
	files, err := contents(binary)
	if err != nil {
		t.Fatal(err)
	}
	r := &release{target: targets[0], version: "1.2.3", files: files}
	dir := t.TempDir()
	if err := r.tarball(dir); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "gpipe_1.2.3_linux_amd64.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for in := tar.NewReader(z); ; {
		h, err := in.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Uid != 0 || h.Mode != map[bool]int64{true: 0o755, false: 0o644}[h.Name == "gpipe-1.2.3/gpipe"] {
			t.Errorf("%s: user %d, mode %o", h.Name, h.Uid, h.Mode)
		}
		names = append(names, h.Name)
	}
	if len(names) != len(files) || !slices.Contains(names, "gpipe-1.2.3/docs/gpipe.1") {
		t.Errorf("%q", names)
	}
}

func TestMisuse(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "precious"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := dist(dir, false, nil); err == nil || !strings.Contains(err.Error(), "not emptied") {
		t.Error(err)
	}
	if err := dist(t.TempDir(), false, []string{"plan9/386"}); err == nil || !strings.Contains(err.Error(), "no target") {
		t.Error(err)
	}
}
