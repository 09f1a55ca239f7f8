package interp

import "strings"

// trace prints a command before it runs (set -x), quoted so that it could be
// read in again.
func (sh *Shell) trace(assigns []assign, args []string) {
	var b strings.Builder
	b.WriteString(sh.prompt4())
	sep := ""
	for i := range assigns {
		a := &assigns[i]
		value, _ := sh.st.Vars.Get(a.slot)
		b.WriteString(sep + a.name + "=" + QuoteWord(value))
		sep = " "
	}
	for _, arg := range args {
		b.WriteString(sep + QuoteWord(arg))
		sep = " "
	}
	b.WriteString("\n")
	if f := sh.files.Get(2); f != nil {
		n, _ := f.Write([]byte(b.String()))
		sh.tally.Count(0, int64(max(n, 0)))
	}
}
