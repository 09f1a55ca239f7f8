// Poke does things to a shell at moments when it can do nothing but wait.
//
//	poke PID STEP...
//
// Before each step it waits until all threads of the process PID, and of its
// descendants but for poke itself, are asleep. A step is a signal
// for the process, as TERM, or with a minus sign for its group; "open:FILE" opens
// a FIFO and closes it, "write:FILE" writes a line into one, "read:FILE" opens one for
// reading, and "end" ends all descendants. When the process has gone,
// poke ends what it left and goes.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

func main() {
	signal.Ignore()
	syscall.Setsid()
	pid, err := strconv.Atoi(os.Args[1])
	for _, step := range os.Args[2:] {
		if err == nil {
			err = quiet(pid)
		}
		if err == nil {
			err = do(pid, step)
		}
	}
	if errors.Is(err, errGone) {
		sweep(pid)
	} else if err != nil {
		fmt.Fprintln(os.Stderr, "poke:", err)
		os.Exit(1)
	}
}

var errGone = errors.New("the process has gone")

// looks is how often in a row all must be asleep: what has been woken is not seen
// to run at once.
const looks = 6

// quiet returns when the process and its descendants are asleep.
func quiet(pid int) error {
	for n := 0; n < looks; n++ {
		if s := state(fmt.Sprintf("/proc/%d/stat", pid)); s == 0 || s == 'Z' {
			return errGone
		}
		if !asleep(pid) {
			n = 0
		}
		time.Sleep(time.Millisecond)
	}
	return nil
}

// state returns that of a process or a thread, 0 if there is none.
func state(file string) byte {
	text, _ := os.ReadFile(file)
	if at := bytes.LastIndexByte(text, ')'); at >= 0 && at+2 < len(text) {
		return text[at+2]
	}
	return 0
}

// asleep tells whether all threads of a process and of its descendants wait for
// something, but for this process.
func asleep(pid int) bool {
	for _, p := range family(pid) {
		files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", p))
		for _, file := range files {
			if s := state(file); s == 'R' || s == 'D' {
				return false
			}
		}
	}
	return true
}

// family is a process and its descendants, but for this process.
func family(pid int) []int {
	all := []int{pid}
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, file := range files {
		text, _ := os.ReadFile(file)
		for _, word := range strings.Fields(string(text)) {
			if child, err := strconv.Atoi(word); err == nil && child != os.Getpid() {
				all = append(all, family(child)...)
			}
		}
	}
	return all
}

// sweep ends what a process has left in its group, when that is asleep, too: it
// may hold open what others read to its end.
func sweep(group int) {
	for n := 0; n < looks && syscall.Kill(-group, 0) == nil; n++ {
		files, _ := filepath.Glob("/proc/[0-9]*/stat")
		for _, file := range files {
			text, _ := os.ReadFile(file)
			var state byte
			var parent, of int
			at := bytes.LastIndexByte(text, ')')
			if at < 0 {
				continue
			}
			fmt.Sscanf(string(text[at+1:]), " %c %d %d", &state, &parent, &of)
			if of == group && (state == 'R' || state == 'D') {
				n = 0
			}
		}
	}
	syscall.Kill(-group, syscall.SIGKILL)
}

func do(pid int, step string) error {
	what, file, _ := strings.Cut(step, ":")
	switch what {
	case "open", "write":
		return feed(file, what == "write")
	case "read":
		return drain(pid, file)
	case "end":
		for _, p := range family(pid) {
			if p != pid {
				syscall.Kill(p, syscall.SIGKILL)
			}
		}
		return nil
	}
	name, group := strings.CutPrefix(step, "-")
	number := unix.SignalNum("SIG" + name)
	if number == 0 {
		return fmt.Errorf("%s: unknown step", step)
	}
	if group {
		pid = -pid
	}
	return syscall.Kill(pid, number)
}

// feed opens a FIFO if somebody reads it.
func feed(file string, write bool) error {
	f, err := os.OpenFile(file, os.O_WRONLY|syscall.O_NONBLOCK, 0)
	if errors.Is(err, syscall.ENXIO) {
		return nil // all are asleep, and nobody will
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if write {
		_, err = f.WriteString("line of text\n")
	}
	return err
}

// drain opens a FIFO for reading until those that write to it have done that.
func drain(pid int, file string) error {
	fd, err := syscall.Open(file, syscall.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return &os.PathError{Op: "open", Path: file, Err: err}
	}
	defer syscall.Close(fd)
	return quiet(pid)
}
