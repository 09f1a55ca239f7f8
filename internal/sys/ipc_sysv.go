package sys

import "golang.org/x/sys/unix"

// What System V objects are made with.
const (
	SysVCreate    = 0o1000 // IPC_CREAT
	SysVExclusive = 0o2000 // IPC_EXCL
	SysVNoWait    = 0o4000 // IPC_NOWAIT
	SysVPrivate   = 0      // IPC_PRIVATE

	SemUndo    = 0o10000 // SEM_UNDO
	MsgNoError = 0o10000 // MSG_NOERROR
	MsgExcept  = 0o20000 // MSG_EXCEPT
)

// SemOp is struct sembuf.
type SemOp struct {
	Num   uint16
	Op    int16
	Flags int16
}

// Errors of System V objects and POSIX message queues.
const (
	EIDRM     = unix.EIDRM
	ENOMSG    = unix.ENOMSG
	E2BIG     = unix.E2BIG
	EAGAIN    = unix.EAGAIN
	EEXIST    = unix.EEXIST
	ENOENT    = unix.ENOENT
	EMSGSIZE  = unix.EMSGSIZE
	EFAULT    = unix.EFAULT
	EACCES    = unix.EACCES
	ENOSYS    = unix.ENOSYS
	EPERM     = unix.EPERM
	ETIMEDOUT = unix.ETIMEDOUT
	ELOOP     = unix.ELOOP
	ENOTDIR   = unix.ENOTDIR
	EISDIR    = unix.EISDIR
	EMLINK    = unix.EMLINK // FreeBSD's ELOOP for O_NOFOLLOW
	ERANGE    = unix.ERANGE
	EFBIG     = unix.EFBIG
)
