package proc

import (
	"bytes"
	"strconv"
	"syscall"

	"gpipe/internal/sys/files"
	"gpipe/internal/sys/procfs"
)

// Relative is a descendant of a process. Nobody here reaps it: between the look at
// it and a signal it may end, and its number could be another's only if the system
// had given out all others meanwhile.
type Relative int

// StopDescendants stops the processes that the process pid has started, and those
// that these have, and returns them, as far as the system tells. The process itself
// should be stopped.
func StopDescendants(pid int) []Relative {
	var all []Relative
	dir := "/proc/" + strconv.Itoa(pid) + "/task"
	threads, _ := procfs.NumbersIn(dir)
	for _, tid := range threads {
		text, _ := files.ReadFileAt(-1, dir+"/"+strconv.Itoa(tid)+"/children")
		for _, word := range bytes.Fields(text) {
			if child, err := strconv.Atoi(string(word)); err == nil && syscall.Kill(child, syscall.SIGSTOP) == nil {
				all = append(all, Relative(child))
				all = append(all, StopDescendants(child)...)
			}
		}
	}
	return all
}

// Signal sends sig to the process.
func (r Relative) Signal(sig syscall.Signal) error { return syscall.Kill(int(r), sig) }

// HasChildren tells whether this process has children, zombies too, as far as the
// system tells.
func HasChildren() bool { return len(children()) > 0 }
