package arith

// Error is an expression that cannot be evaluated.
type Error struct {
	// Operand is the expression, or the part of it or the value that is
	// wrong.
	Operand string
	// At is where the operand is wrong, if that is known: the rest of it
	// from there.
	At string
	// Err is the cause, mostly a Cause.
	Err error
}

func (e *Error) Error() string {
	s := "arithmetic: "
	if e.Operand != "" {
		s += e.Operand + ": "
	}
	s += e.Err.Error()
	if e.At != "" && e.At != e.Operand {
		s += " at " + e.At
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Cause is why an expression cannot be evaluated.
type Cause string

func (c Cause) Error() string { return string(c) }

// Causes of an Error.
const (
	ErrDivision    Cause = "division by zero"
	ErrExponent    Cause = "negative exponent"
	ErrOperand     Cause = "operand expected"
	ErrOperator    Cause = "operator expected"
	ErrParen       Cause = "missing )"
	ErrColon       Cause = "missing : after ?"
	ErrNotVariable Cause = "assignment to what is not a variable"
	ErrSideEffect  Cause = "assignment in the value of a variable"
	ErrOctal       Cause = "invalid octal number"
	ErrHex         Cause = "invalid hexadecimal number"
	ErrNumber      Cause = "invalid number"
	ErrBase        Cause = "invalid base"
	ErrSubscript   Cause = "bad subscript"
	ErrDepth       Cause = "nested too deeply"
	ErrUnset       Cause = "parameter not set"
)
