package plan

import (
	"maps"
	"slices"
	"strconv"

	"gpipe/internal/redirect"
	"gpipe/internal/sys/spawn"
)

// file is what a descriptor stands for. The number is that of the shell's
// descriptor; no two that are different files have the same.
type file struct {
	number int
	label  string
}

// opened is the number of the first file that is not open from the start.
const opened = 1 << 20

// scope is a set of descriptors that commands run with.
type scope struct {
	files    map[int]*file
	named    map[string]int // the fds that {name}> has made
	function bool           // the body of a function, which may be called from anywhere
	fed      bool           // asynchronous lists have its standard input
	stage    bool           // the next command is a stage of a pipeline
}

// startScope is what gpipe itself was started with.
func startScope(open []int) *scope {
	s := &scope{files: make(map[int]*file), named: make(map[string]int)}
	for _, fd := range open {
		label := "fd " + strconv.Itoa(fd) + " of gpipe"
		if fd <= 2 {
			label = [...]string{"standard input", "standard output", "standard error"}[fd]
		}
		s.files[fd] = &file{fd, label}
	}
	return s
}

// calledScope is that of a function's body.
func calledScope() *scope {
	s := &scope{files: make(map[int]*file), named: make(map[string]int), function: true}
	for fd := range 3 {
		s.files[fd] = &file{fd, "fd " + strconv.Itoa(fd) + " of the caller"}
	}
	return s
}

func (s *scope) fork() *scope {
	return &scope{files: maps.Clone(s.files), named: maps.Clone(s.named), function: s.function, fed: s.fed, stage: s.stage}
}

// list gives the descriptors, sorted.
func (s *scope) list() []Fd {
	fds := []Fd{}
	for _, fd := range slices.Sorted(maps.Keys(s.files)) {
		fds = append(fds, Fd{fd, s.files[fd].label})
	}
	return fds
}

// steps is how a process started here gets its descriptors: what the shell
// would have the child do.
func (s *scope) steps() []Step {
	labels := make(map[int]string)
	var m []spawn.FdMap
	for _, fd := range slices.Sorted(maps.Keys(s.files)) {
		f := s.files[fd]
		labels[f.number] = f.label
		m = append(m, spawn.FdMap{Child: fd, Parent: f.number})
	}
	steps := []Step{}
	for _, st := range redirect.Plan(nil, m) {
		switch st.Op {
		case spawn.FdKeep:
			steps = append(steps, Step{Do: "keep", From: -1, Fd: st.A, Last: st.A, File: labels[st.A]})
		case spawn.FdDup:
			from := st.A
			labels[st.B] = labels[from]
			if from >= opened {
				from = -1
			}
			steps = append(steps, Step{Do: "dup2", From: from, Fd: st.B, Last: st.B, File: labels[st.B]})
		case spawn.FdCloseRange:
			steps = append(steps, Step{Do: "close", From: -1, Fd: st.A, Last: st.B})
		}
	}
	return steps
}
