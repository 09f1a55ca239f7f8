package sys

// spawnFault is the failure of a spawn.
func spawnFault() error {
	if e := fault(atClone); e != 0 {
		return &SpawnError{Step: "clone", Fd: -1, Err: e}
	}
	if e := fault(atExec); e != 0 {
		return &SpawnError{Step: "execve", Fd: -1, Err: e}
	}
	return nil
}
