package interactive

import (
	"errors"
	"strings"
	"syscall"

	"gpipe/internal/edit"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
)

// readBindings reads the inputrc file of the user: that of INPUTRC, or
// .inputrc in the home directory. One that is not there is no error.
func (s *Session) readBindings() {
	if s.sh.Options()&option.Privileged != 0 || !sys.SameIds() {
		return
	}
	path, _ := s.get("INPUTRC")
	if path == "" {
		path = "~/.inputrc"
	}
	text, err := s.readFile(path)
	if err == nil {
		term, _ := s.get("TERM")
		err = s.bindings.Inputrc(text, edit.Conditions{Application: "bash", Terminal: term, Include: s.readFile})
	}
	if err != nil && !errors.Is(err, syscall.ENOENT) {
		for line := range strings.SplitSeq(err.Error(), "\n") {
			s.sh.Report(interp.Quote(path) + ": " + line)
		}
	}
}

// readFile reads a file with an absolute name, or one in a home directory that
// has one: what is in the current directory binds no keys.
func (s *Session) readFile(path string) (string, error) {
	if rest, home := strings.CutPrefix(path, "~/"); home {
		dir, _ := s.get("HOME")
		path = dir + "/" + rest
	}
	if !strings.HasPrefix(path, "/") {
		return "", syscall.ENOENT
	}
	text, err := files.ReadTextAt(-1, path)
	return string(text), err
}

// heedMode heeds set -o vi and set -o emacs.
func (s *Session) heedMode() {
	switch o := s.sh.Options(); {
	case o&option.Vi != 0:
		_ = s.bindings.Set("editing-mode", "vi")
	case o&option.Emacs != 0:
		_ = s.bindings.Set("editing-mode", "emacs")
	}
}
