package interp

// epoch is a number that changes when files may have got other contents, as
// far as the shell has to do with it: a command ran, output was written,
// something came through a pipe. What was read ahead of a file is good for one
// epoch (redirect.Line).
func (sh *Shell) epoch() uint64 { return sh.rt.epoch.Load() }

// newEpoch begins a new epoch, for all environments.
func (sh *Shell) newEpoch() { sh.rt.epoch.Add(1) }
