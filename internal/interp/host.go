package interp

import (
	"gpipe/internal/expand"
	"gpipe/internal/redirect"
)

// host is a Shell as words see it.
type host Shell

var _ expand.Host = (*host)(nil)

func (h *host) Special(name byte) (string, bool) { return (*Shell)(h).special(name) }

func (h *host) CommandSubst(body any, dst []byte) ([]byte, error) {
	return (*Shell)(h).commandSubst(body, dst)
}

func (h *host) ProcessSubst(body any) (string, error) {
	return (*Shell)(h).processSubst(body.(*processSubst))
}

func (h *host) HomeDir(user string) (string, bool) {
	if dir, ok := (*Shell)(h).stacked(user); ok {
		return dir, true
	}
	return (*Shell)(h).home(user)
}

func (h *host) Prompt(text string) string { return (*Shell)(h).promptText(text) }

// Unread reports a directory in which a pattern may have matches that it got
// not.
func (h *host) Unread(dir string, err error) {
	(*Shell)(h).Report("read: " + Quote(dir) + ": " + Cause(err))
}

func (h *host) Leaving() bool { return (*Shell)(h).breaksOff() }

func (h *host) Leave() error { return &leaveError{(*Shell)(h).leaveOff()} }

func (h *host) Files() *redirect.Table { return &h.files }
