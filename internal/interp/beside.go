package interp

import "sync"

// Beside calls work on n subshells of sh at once, in this process, and waits until
// all have returned.
func (r Runner) Beside(n int, work func(child *Shell)) {
	sh := r.sh
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

// Apart is Words in a subshell. It returns the status, and whether the
// command was cut short because a signal, or the end of the context, has ended
// the subshell.
func (r Runner) Apart(words []string) (status int, cut bool) {
	child := r.sh.nested()
	f := child.Runner().Words(words)
	cut = child.killed != 0 || child.gone()
	status = child.End(f)
	r.sh.joined(child)
	return status, cut
}
