package interp

// RouseOn has a signal that does nothing by default end the wait for what is
// typed: see Roused. It still does nothing to the commands.
func (sh *Shell) RouseOn(sig sigNum) {
	rt := sh.rt
	if !rt.own || rt.rouses.Load()&(1<<sig) != 0 {
		return
	}
	rt.rouses.Or(1 << sig)
	if rt.main.Defaults(sig) {
		rt.signals.catch(rt, sig)
	}
}

// Rouse ends the wait for what is typed.
func (sh *Shell) Rouse() { sh.life.Rouse() }

// Roused tells, of a wait that was made to end, that this was for something to be
// looked at, and not for the action of a trap or the end of the shell: then it may
// go on.
func (sh *Shell) Roused() bool {
	if !sh.acts() || sh.life.Attention() {
		return false
	}
	sh.life.Renew()
	return true
}

// Ended returns a channel that is closed when a job ends.
func (of Jobs) Ended() <-chan struct{} { return of.sh.rt.jobs.News() }
