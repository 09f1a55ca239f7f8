//go:build !windows

// Package ipc is for processes that share memory: locks, condition variables,
// semaphores, queues and rings that go on when a process is killed in the middle
// of any of it.
//
// It begins with a Memory. New makes one without a name, which a child gets as a
// file; Create makes one with a name, which others Open. In it are, each at an
// offset that the processes agree on, a Mutex, an RWMutex, a Cond, a Semaphore,
// a Counter, a MessageQueue, a Ring, a WorkQueue, and whatever else the program
// puts there. Bytes that are zeros are one of these as soon as the first process
// says so.
//
//	m, err := ipc.OpenOrCreate("counter", ipc.MutexSize+8, 0o600)
//	...
//	mu, err := ipc.NewMutex(m, 0)
//	...
//	if err := mu.Lock(ctx); err != nil { // see ErrOwnerDied
//	...
//	n := m.Bytes()[ipc.MutexSize:]
//
// There are also the ways of others: MapFile, System V shared memory, semaphores
// and message queues, POSIX message queues, and the locks of flock(1).
//
// # Waiting
//
// Every call that may wait takes a context and returns its error when it is
// done; what it waited for it does not have then. A call with a context that is
// done returns its error at once. Where nobody has to wait, there is no system
// call, unless the kernel has the object.
//
// # When a process dies
//
// The kernel tells those who wait. What a process had is free, and what was
// half done is undone, with two exceptions that a program has to deal with: a
// lock comes with ErrOwnerDied, since only the program knows what it protects;
// and an item of work comes a second time. The documentation of each type says
// what survives.
//
// A process that is only stopped has what it has.
//
// # Errors
//
// They are *Error with what was done to which object. Use errors.Is with the
// errors of this package and of io/fs.
//
// # Trust
//
// Who can write to the memory can write nonsense to it. Calls of this package
// then return errors, ErrLayout if they notice, or wrong results, or wait as
// long as their context lets them; they don't crash, and touch nothing outside
// the memory. What Bytes returns is the program's own business. Memory with a
// name is in a directory that only its user can read; one that is not like that
// is refused.
//
// # Systems
//
// On Linux a list that the kernel keeps for each process tells of its end, and
// waits are futexes; locks and waits work across containers, in whose namespaces
// process ids mean different things. Elsewhere, and where a filter forbids these
// lists, a lock on a file in /dev/shm or /tmp tells of the end, to processes of
// the same user that see the same directory; on systems other than Linux waits
// are repeated looks, a few milliseconds apart, and System V and POSIX objects
// are errors.ErrUnsupported. The build tag ipcportable has Linux do the same.
package ipc
