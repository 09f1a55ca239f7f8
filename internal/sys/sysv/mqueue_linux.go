package sysv

import (
	"unsafe"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys/thread"
)

// MqAttr is struct mq_attr.
type MqAttr struct {
	Flags, MaxMessages, MessageSize, Current int
	_                                        [4]int
}

// MqOpen is mq_open(3), the name without its slash.
func MqOpen(name string, flags int, mode uint32, attr *MqAttr) (int, error) {
	p, err := mqName(name)
	if err != nil {
		return -1, err
	}
	for {
		// SAFETY: the kernel reads the name and attr during the call.
		fd, _, e := unix.Syscall6(unix.SYS_MQ_OPEN, uintptr(p), uintptr(flags|unix.O_CLOEXEC),
			uintptr(mode), uintptr(unsafe.Pointer(attr)), 0, 0)
		switch e {
		case 0:
			return int(fd), nil
		case unix.EINTR:
		default:
			return -1, e
		}
	}
}

// MqUnlink is mq_unlink(3).
func MqUnlink(name string) error {
	p, err := mqName(name)
	if err != nil {
		return err
	}
	// SAFETY: the kernel reads the name during the call.
	_, _, e := unix.Syscall(unix.SYS_MQ_UNLINK, uintptr(p), 0, 0)
	return thread.FromErrno(e)
}

// mqName returns a name for the kernel, which wants it without the slash; qemu
// looks for that before it.
func mqName(name string) (unsafe.Pointer, error) {
	p, err := unix.BytePtrFromString("/" + name)
	if err != nil {
		return nil, err
	}
	// SAFETY: there is one byte more at least, the NUL.
	return unsafe.Add(unsafe.Pointer(p), 1), nil
}

// MqAttributes is mq_getattr(3).
func MqAttributes(fd int) (MqAttr, error) {
	var attr MqAttr
	// SAFETY: the kernel writes to attr during the call.
	_, _, e := unix.Syscall(unix.SYS_MQ_GETSETATTR, uintptr(fd), 0, uintptr(unsafe.Pointer(&attr)))
	return attr, thread.FromErrno(e)
}

// MqSend is mq_send(3). Where it would have to wait and is not to, it returns
// ETIMEDOUT.
func MqSend(fd int, msg []byte, priority uint32, wait bool) error {
	var past unix.Timespec
	for {
		// SAFETY: the kernel reads msg and past during the call.
		_, _, e := unix.RawSyscall6(unix.SYS_MQ_TIMEDSEND, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(msg))),
			uintptr(len(msg)), uintptr(priority), uintptr(unsafe.Pointer(&past)), 0)
		if e == unix.ETIMEDOUT && wait {
			break
		}
		if e != unix.EINTR {
			return thread.FromErrno(e)
		}
	}
	for {
		// SAFETY: the kernel reads msg during the call.
		_, _, e := unix.Syscall6(unix.SYS_MQ_TIMEDSEND, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(msg))),
			uintptr(len(msg)), uintptr(priority), 0, 0)
		if e != unix.EINTR {
			return thread.FromErrno(e)
		}
	}
}

// MqReceive is mq_receive(3). Where it would have to wait and is not to, it
// returns ETIMEDOUT.
func MqReceive(fd int, buf []byte, wait bool) (n int, priority uint32, err error) {
	var past unix.Timespec
	for {
		// SAFETY: the kernel writes to buf and priority and reads past, during the
		// call.
		r, _, e := unix.RawSyscall6(unix.SYS_MQ_TIMEDRECEIVE, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(buf))),
			uintptr(len(buf)), uintptr(unsafe.Pointer(&priority)), uintptr(unsafe.Pointer(&past)), 0)
		if e == unix.ETIMEDOUT && wait {
			break
		}
		if e != unix.EINTR {
			return int(r), priority, thread.FromErrno(e)
		}
	}
	for {
		// SAFETY: the kernel writes to buf and priority during the call.
		r, _, e := unix.Syscall6(unix.SYS_MQ_TIMEDRECEIVE, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(buf))),
			uintptr(len(buf)), uintptr(unsafe.Pointer(&priority)), 0, 0)
		if e != unix.EINTR {
			return int(r), priority, thread.FromErrno(e)
		}
	}
}
