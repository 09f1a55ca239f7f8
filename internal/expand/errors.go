package expand

import "errors"

// Error is a failed expansion: the operation ("" when the operand tells it),
// its operand and the cause.
type Error struct {
	Op, Operand string
	Err         error
}

func (e *Error) Error() string {
	s := e.Err.Error()
	if e.Operand != "" {
		s = e.Operand + ": " + s
	}
	if e.Op != "" {
		s = e.Op + ": " + s
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Status is the exit status of a shell that an Error ends (XCU 2.8.1).
const Status = 2

// Causes of an Error, besides *vars.ReadOnlyError and those of arithmetic.
var (
	ErrNoMatch      = errors.New("no match")
	ErrUnset        = errors.New("parameter not set")
	ErrBadSubst     = errors.New("bad substitution")
	ErrIndirect     = errors.New("invalid indirect expansion")
	ErrCannotAssign = errors.New("cannot assign in this way")
	ErrNegative     = errors.New("substring expression < 0")
	ErrNotSupported = errors.New("not supported")
	ErrTooManyWords = errors.New("brace expansion: too many words")
	ErrTooDeep      = errors.New("nested too deeply")
)

// Message is the cause of an Error that ${parameter?word} asked for.
type Message string

func (m Message) Error() string { return string(m) }

func failed(operand string, err error) error { return &Error{Operand: operand, Err: err} }
