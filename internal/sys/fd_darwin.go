package sys

import "syscall"

// Pipe makes a pipe; both ends are close-on-exec and blocking. The lock keeps
// forks out until they are.
func Pipe() (r, w int, err error) {
	var p [2]int
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := syscall.Pipe(p[:]); err != nil {
		return -1, -1, err
	}
	syscall.CloseOnExec(p[0])
	syscall.CloseOnExec(p[1])
	return p[0], p[1], nil
}

func dup3(from, to int) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := syscall.Dup2(from, to); err != nil {
		return err
	}
	syscall.CloseOnExec(to)
	return nil
}
