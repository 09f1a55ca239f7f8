package sys

import (
	"syscall"
)

// spawnPortable starts a process with syscall.ForkExec.
func spawnPortable(a *SpawnAttr) (*Process, error) {
	n := 0
	for _, m := range a.Files {
		n = max(n, m.Child+1)
	}
	files := make([]uintptr, n)
	for i := range files {
		files[i] = ^uintptr(0)
	}
	for _, m := range a.Files {
		files[m.Child] = uintptr(m.Parent)
	}
	pid, err := syscall.ForkExec(a.Path, a.Argv, &syscall.ProcAttr{Env: a.Env, Files: files,
		Sys: &syscall.SysProcAttr{Setpgid: a.SetPgid, Pgid: a.Pgid}})
	if err != nil {
		return nil, &SpawnError{Step: "execve", Fd: -1, Err: err}
	}
	return &Process{pid: pid}, nil
}
