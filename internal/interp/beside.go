package interp

import "sync"

// Beside calls work on n subshells of sh at once, in this process, and waits until
// all have returned.
func (sh *Shell) Beside(n int, work func(child *Shell)) {
	children := make([]*Shell, n)
	for i := range children {
		children[i] = sh.Fork()
	}
	var all sync.WaitGroup
	for _, child := range children {
		all.Go(func() {
			work(child)
			child.End(Next)
		})
	}
	sh.park(all.Wait)
	sh.newEpoch()
	for _, child := range children {
		sh.joined(child)
	}
}

// RunApart is RunWords in a subshell. It returns the status, and whether the
// command was cut short because a signal, or the end of the context, has ended
// the subshell.
func (sh *Shell) RunApart(words []string) (status int, cut bool) {
	child := sh.nested()
	f := child.RunWords(words)
	cut = child.killed != 0 || child.gone()
	status = child.End(f)
	sh.joined(child)
	return status, cut
}
