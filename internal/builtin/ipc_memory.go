package builtin

import (
	"gpipe/internal/interp"
	"gpipe/ipc"
)

// ipcDump prints what is in memory.
func ipcDump(sh *interp.Shell, args []string) int {
	rest, bad := operands(append([]string{"shm"}, args...))
	switch {
	case bad != "":
		return ipcWrong(sh, "shm", interp.Quote(bad)+": invalid option")
	case len(rest) == 0:
		return ipcWrong(sh, "shm", "an object is needed")
	case len(rest) > 3:
		return ipcWrong(sh, "shm", interp.Quote(rest[3])+": too many operands")
	}
	numbers := [2]int{0, -1}
	for i, operand := range rest[1:] {
		n, ok := decimal(operand)
		if !ok || operand == "" {
			return ipcWrong(sh, "shm", interp.Quote(operand)+": not a number of bytes")
		}
		numbers[i] = n
	}
	o, why := sharedObjectOf(rest[0])
	if why == "" && (o.posix || o.kind != "" && o.kind != ipc.SysVSegments) {
		why = "not memory"
	}
	if why != "" {
		return ipcWrong(sh, "shm", interp.Quote(rest[0])+": "+why)
	}
	m, err := o.memory(sh)
	if err != nil {
		return ipcWrong(sh, "shm", worded(rest[0], err))
	}
	defer m.Close()
	if err := dumpMemory(sh.Out(), m, int64(numbers[0]), numbers[1]); err != nil {
		return ipcWrong(sh, "shm", interp.Quote(rest[0])+": "+reason(err))
	}
	return 0
}

// memory opens the memory that the object is.
func (o *sharedObject) memory(sh *interp.Shell) (*ipc.Memory, error) {
	if o.kind == "" {
		return sharedDir(sh).Open(o.name)
	}
	if err := o.find(); err != nil {
		return nil, err
	}
	return ipc.SysVID(o.id, true)
}

// dumpMemory writes count bytes, or all if it is negative.
func dumpMemory(out *interp.Writer, m *ipc.Memory, offset int64, count int) error {
	left := max(int64(m.Len())-offset, 0)
	if count >= 0 {
		left = min(left, int64(count))
	}
	buf := make([]byte, min(left, 32<<10))
	for left > 0 && out.Err() == nil {
		n, err := m.ReadAt(buf[:min(left, int64(len(buf)))], offset)
		if err != nil {
			return err
		}
		out.Write(buf[:n])
		offset, left = offset+int64(n), left-int64(n)
	}
	return nil
}
