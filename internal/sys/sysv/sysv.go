// Package sysv has the objects of System V, and the message queues of POSIX.
package sysv

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
