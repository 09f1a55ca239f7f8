package interp

import "syscall"

// WaitStatus returns the status of the shell as wait(2) would report it of a
// shell process: that of the last command, bit by bit, if it was an external
// command whose status the shell ends with.
func (sh *Shell) WaitStatus() syscall.WaitStatus {
	ws := sh.last
	if ws.Signaled() && 128+int(ws.Signal()) == sh.status {
		return ws
	}
	if sh.killed != 0 {
		return syscall.WaitStatus(sh.killed)
	}
	return syscall.WaitStatus(sh.status&0xff) << 8
}
