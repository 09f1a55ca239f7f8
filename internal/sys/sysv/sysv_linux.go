//go:build linux && (amd64 || arm64 || arm || riscv64 || loong64)

package sysv

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys/thread"
)

// Commands of msgctl, semctl and shmctl.
const (
	ipcRemove     = 0
	semGetAll     = 13
	semGetPid     = 11
	semGetVal     = 12
	semSetVal     = 16
	setAllCommand = 17
)

// MsgHeader is how many bytes of a message for MsgSend and MsgReceive are its
// type.
const MsgHeader = int(unsafe.Sizeof(uintptr(0)))

// MsgGet is msgget(2).
func MsgGet(key, flags int) (int, error) {
	return ipcCall(unix.SYS_MSGGET, uintptr(key), uintptr(flags), 0, 0)
}

// MsgRemove removes a queue.
func MsgRemove(id int) error {
	_, err := ipcCall(unix.SYS_MSGCTL, uintptr(id), ipcRemove, 0, 0)
	return err
}

// MsgSend sends msg, the type in its first MsgHeader bytes.
func MsgSend(done <-chan struct{}, id int, msg []byte, flags int) error {
	e := atOnce(func() syscall.Errno {
		// SAFETY: the kernel reads msg during the call.
		_, _, e := syscall.RawSyscall6(unix.SYS_MSGSND, uintptr(id), uintptr(unsafe.Pointer(&msg[0])),
			uintptr(len(msg)-MsgHeader), uintptr(flags|SysVNoWait), 0, 0)
		return e
	})
	if e != syscall.EAGAIN || flags&SysVNoWait != 0 {
		return thread.FromErrno(e)
	}
	return thread.Interruptible(done, func() syscall.Errno {
		// SAFETY: the same.
		_, _, e := syscall.Syscall6(unix.SYS_MSGSND, uintptr(id), uintptr(unsafe.Pointer(&msg[0])),
			uintptr(len(msg)-MsgHeader), uintptr(flags), 0, 0)
		return e
	})
}

// atOnce makes a call that does not wait, and so may keep the scheduler from
// the processor.
func atOnce(call func() syscall.Errno) syscall.Errno {
	for {
		if e := call(); e != syscall.EINTR {
			return e
		}
	}
}

// MsgReceive receives a message, its type before it, into buf. It returns how
// many bytes the message has without it.
func MsgReceive(done <-chan struct{}, id int, buf []byte, typ, flags int) (n int, err error) {
	e := atOnce(func() syscall.Errno {
		// SAFETY: the kernel writes to buf during the call.
		r, _, e := syscall.RawSyscall6(unix.SYS_MSGRCV, uintptr(id), uintptr(unsafe.Pointer(&buf[0])),
			uintptr(len(buf)-MsgHeader), uintptr(typ), uintptr(flags|SysVNoWait), 0)
		n = int(r)
		return e
	})
	if e != syscall.ENOMSG || flags&SysVNoWait != 0 {
		return n, thread.FromErrno(e)
	}
	err = thread.Interruptible(done, func() syscall.Errno {
		// SAFETY: the same.
		r, _, e := syscall.Syscall6(unix.SYS_MSGRCV, uintptr(id), uintptr(unsafe.Pointer(&buf[0])),
			uintptr(len(buf)-MsgHeader), uintptr(typ), uintptr(flags), 0)
		n = int(r)
		return e
	})
	return n, err
}

// MsgType returns the type of a message.
func MsgType(msg []byte) int {
	// SAFETY: the slice checks the bounds; a long of the C library is a Go int.
	return *(*int)(unsafe.Pointer(&msg[:MsgHeader][0]))
}

// SetMsgType sets it.
func SetMsgType(msg []byte, typ int) {
	// SAFETY: as in MsgType.
	*(*int)(unsafe.Pointer(&msg[:MsgHeader][0])) = typ
}

// SemGet is semget(2).
func SemGet(key, n, flags int) (int, error) {
	return ipcCall(unix.SYS_SEMGET, uintptr(key), uintptr(n), uintptr(flags), 0)
}

// SemRemove removes a set.
func SemRemove(id int) error {
	_, err := ipcCall(unix.SYS_SEMCTL, uintptr(id), 0, ipcRemove, 0)
	return err
}

// SemValue returns the value of one semaphore.
func SemValue(id, num int) (int, error) {
	return ipcCall(unix.SYS_SEMCTL, uintptr(id), uintptr(num), semGetVal, 0)
}

// SemSetValue sets the value of one semaphore.
func SemSetValue(id, num, value int) error {
	_, err := ipcCall(unix.SYS_SEMCTL, uintptr(id), uintptr(num), semSetVal, uintptr(value))
	return err
}

// SemSetAll sets the values of all semaphores of a set.
func SemSetAll(id int, values []uint16) error {
	// SAFETY: the kernel reads as many values as there are semaphores, which
	// the caller has made.
	_, err := ipcCall(unix.SYS_SEMCTL, uintptr(id), 0, setAllCommand, uintptr(unsafe.Pointer(&values[0])))
	return err
}

// SemOperate is semop(2).
func SemOperate(done <-chan struct{}, id int, ops []SemOp, wait bool) error {
	for i := range ops {
		ops[i].Flags |= SysVNoWait
	}
	e := atOnce(func() syscall.Errno {
		// SAFETY: the kernel reads ops during the call.
		_, _, e := syscall.RawSyscall(unix.SYS_SEMOP, uintptr(id), uintptr(unsafe.Pointer(&ops[0])), uintptr(len(ops)))
		return e
	})
	if e != syscall.EAGAIN || !wait {
		return thread.FromErrno(e)
	}
	for i := range ops {
		ops[i].Flags &^= SysVNoWait
	}
	return thread.Interruptible(done, func() syscall.Errno {
		// SAFETY: the kernel reads ops during the call.
		_, _, e := syscall.Syscall(unix.SYS_SEMOP, uintptr(id), uintptr(unsafe.Pointer(&ops[0])), uintptr(len(ops)))
		return e
	})
}

func ipcCall(nr, a, b, c, d uintptr) (int, error) {
	r, _, e := syscall.Syscall6(nr, a, b, c, d, 0, 0)
	if e != 0 {
		return -1, e
	}
	return int(r), nil
}

// ShmGet is shmget(2).
func ShmGet(key, size, flags int) (int, error) { return unix.SysvShmGet(key, size, flags) }

// ShmAttach maps a segment.
func ShmAttach(id int, readOnly bool) ([]byte, error) {
	flags := 0
	if readOnly {
		flags = unix.SHM_RDONLY
	}
	return unix.SysvShmAttach(id, 0, flags)
}

// ShmDetach unmaps what ShmAttach has mapped.
func ShmDetach(mem []byte) error { return unix.SysvShmDetach(mem) }

// ShmRemove removes a segment once nobody has it attached.
func ShmRemove(id int) error {
	_, err := unix.SysvShmCtl(id, unix.IPC_RMID, nil)
	return err
}
