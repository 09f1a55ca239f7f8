package system

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Missing returns the first program that a scenario needs and that is not here.
func (s Scenario) Missing() string {
	for _, name := range s.Needs {
		if _, err := exec.LookPath(name); err != nil {
			return name
		}
	}
	return ""
}

// Get fetches what a scenario needs of the distribution, with nothing of it
// installed, into a directory of which it returns the name.
func (m *Machine) Get(s Scenario) (string, error) {
	dir := filepath.Join(m.Dir, "fetched-"+s.Name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	if s.Fetch[0] == "deb" {
		return dir, run(dir, append([]string{"apt-get", "-q", "-o", "APT::Sandbox::User=root", "download"}, s.Fetch[1:]...)...)
	}
	state, err := os.MkdirTemp(m.Dir, "apt")
	if err != nil {
		return "", err
	}
	list, lists := filepath.Join(state, "sources.list"), filepath.Join(state, "lists")
	source := "deb-src http://deb.debian.org/debian " + codename() + " main\n"
	if err := os.MkdirAll(filepath.Join(lists, "partial"), 0o755); err != nil {
		return "", err
	}
	if err := os.WriteFile(list, []byte(source), 0o644); err != nil {
		return "", err
	}
	options := []string{"apt-get", "-q", "-o", "APT::Sandbox::User=root", "-o", "Dir::Etc::SourceList=" + list,
		"-o", "Dir::Etc::SourceParts=-", "-o", "Dir::State::Lists=" + lists, "-o", "Dir::Cache=" + state}
	if err := run(dir, append(options[:len(options):len(options)], "update")...); err != nil {
		return "", err
	}
	return dir, run(dir, append(append(options, "source", "--download-only"), s.Fetch[1:]...)...)
}

func run(dir string, argv ...string) error {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		text := strings.TrimSpace(string(out))
		return fmt.Errorf("%s: %w: %s", argv[0], err, text[strings.LastIndexByte(text, '\n')+1:])
	}
	return nil
}

// codename is the name of the distribution's release.
func codename() string {
	text, _ := os.ReadFile("/etc/os-release")
	for line := range strings.Lines(string(text)) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "VERSION_CODENAME="); ok {
			return name
		}
	}
	return "stable"
}
