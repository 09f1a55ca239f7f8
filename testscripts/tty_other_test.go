//go:build !linux

package testscripts

import (
	"errors"
	"os"
)

// newTerminal is not known here.
func newTerminal() (program *os.File, closes func(), err error) {
	return nil, nil, errors.ErrUnsupported
}
