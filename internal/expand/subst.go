package expand

import (
	"bytes"
	"unsafe"
)

// substPart is a command substitution.
type substPart struct {
	body   any
	quoted bool
}

// keepOutput bounds the buffer that is kept for the next substitution.
const keepOutput = 64 << 10

func (x *substPart) run(st *State) error { return st.emitScalar(x, x.quoted) }

func (x *substPart) scalar(st *State) (string, error) {
	buf := st.outputs[:0]
	st.outputs = nil // a substitution in this one has its own
	out, err := st.Host.CommandSubst(x.body, buf)
	if err != nil {
		return "", err
	}
	out = trimOutput(out)
	if cap(out) > keepOutput {
		// SAFETY: out was made for this, and nobody writes to it any more.
		return unsafe.String(unsafe.SliceData(out), len(out)), nil // given away
	}
	st.outputs = out
	return string(out), nil
}

// trimOutput removes NULs, which no string of the shell can hold, and then
// the newlines at the end (XCU 2.6.3).
func trimOutput(out []byte) []byte {
	if bytes.IndexByte(out, 0) >= 0 {
		kept := out[:0]
		for _, c := range out {
			if c != 0 {
				kept = append(kept, c)
			}
		}
		out = kept
	}
	n := len(out)
	for n > 0 && out[n-1] == '\n' {
		n--
	}
	return out[:n]
}

// processPart is a process substitution.
type processPart struct {
	body   any
	quoted bool
}

func (x *processPart) run(st *State) error {
	path, err := st.Host.ProcessSubst(x.body)
	if err != nil {
		return err
	}
	st.quoted(path)
	return nil
}
