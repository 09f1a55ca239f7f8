//go:build !(linux && (amd64 || arm64 || arm || riscv64 || loong64))

package sysv

import "golang.org/x/sys/unix"

// There are no System V objects here, as far as this package goes.

// MsgHeader is how many bytes of a message are its type.
const MsgHeader = 8

// MsgGet is msgget(2).
func MsgGet(int, int) (int, error) { return -1, unix.ENOSYS }

// MsgRemove removes a queue.
func MsgRemove(int) error { return unix.ENOSYS }

// MsgSend sends a message.
func MsgSend(<-chan struct{}, int, []byte, int) error { return unix.ENOSYS }

// MsgReceive receives one.
func MsgReceive(<-chan struct{}, int, []byte, int, int) (int, error) { return 0, unix.ENOSYS }

// MsgType returns the type of a message.
func MsgType([]byte) int { return 0 }

// SetMsgType sets it.
func SetMsgType([]byte, int) {}

// SemGet is semget(2).
func SemGet(int, int, int) (int, error) { return -1, unix.ENOSYS }

// SemRemove removes a set.
func SemRemove(int) error { return unix.ENOSYS }

// SemValue returns the value of one semaphore.
func SemValue(int, int) (int, error) { return 0, unix.ENOSYS }

// SemSetValue sets the value of one semaphore.
func SemSetValue(int, int, int) error { return unix.ENOSYS }

// SemSetAll sets the values of all semaphores of a set.
func SemSetAll(int, []uint16) error { return unix.ENOSYS }

// SemOperate is semop(2).
func SemOperate(<-chan struct{}, int, []SemOp, bool) error { return unix.ENOSYS }

// ShmGet is shmget(2).
func ShmGet(int, int, int) (int, error) { return -1, unix.ENOSYS }

// ShmAttach maps a segment.
func ShmAttach(int, bool) ([]byte, error) { return nil, unix.ENOSYS }

// ShmDetach unmaps what ShmAttach has mapped.
func ShmDetach([]byte) error { return unix.ENOSYS }

// ShmRemove removes a segment once nobody has it attached.
func ShmRemove(int) error { return unix.ENOSYS }
