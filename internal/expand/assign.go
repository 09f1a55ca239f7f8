package expand

import "gpipe/internal/vars"

// Assign expands the word, which Compiler.Assignment made, and assigns the
// string to the variable in slot. It is better than String and Set for
// name=$name...: that appends, without copying the value each time.
func (w *Word) Assign(st *State, slot vars.Slot) error {
	if first, ok := w.leading(); ok && first == slot && st.Vars.Appends(slot) {
		s, err := joinParts(st, w.parts[1:])
		if err != nil {
			return err
		}
		return st.Vars.Append(slot, s)
	}
	s, err := w.String(st)
	if err != nil {
		return err
	}
	return st.Vars.Set(slot, s)
}

// leading returns the variable that the word begins with, if what follows does
// not change it.
func (w *Word) leading() (vars.Slot, bool) {
	if w.kind != general || !w.pure || len(w.parts) < 2 {
		return vars.NoSlot, false
	}
	p, ok := w.parts[0].(variablePart)
	return p.slot, ok
}
