package vars

import "errors"

// ReadOnlyError is the error of an assignment to, or the removal of, a
// read-only variable.
type ReadOnlyError struct {
	Name string
}

func (e *ReadOnlyError) Error() string { return e.Name + ": readonly variable" }

// Error is another error of an operation on a variable.
type Error struct {
	Name string
	Err  error
}

func (e *Error) Error() string { return e.Name + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Causes of an Error.
var (
	ErrBadSubscript = errors.New("bad array subscript")
	ErrNotArray     = errors.New("not an indexed array")
	ErrNotAssoc     = errors.New("not an associative array")
	ErrConvert      = errors.New("cannot convert between indexed and associative arrays")
	ErrLoop         = errors.New("circular name reference")
	ErrNotName      = errors.New("not a valid identifier")
	ErrNoScope      = errors.New("can only be used in a function")
)

func (v *Vars) readOnly(s Slot) error { return &ReadOnlyError{Name: v.names.Name(s)} }

func (v *Vars) fail(s Slot, err error) error { return &Error{Name: v.names.Name(s), Err: err} }
