package proc

import (
	"bytes"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// Meter looks at a process while it runs, through /proc. It is used by one
// goroutine at a time.
type Meter struct {
	dir, io, wchan, stat int // descriptors, -1: not open
	buf                  [2048]byte
}

// Meter returns a Meter for the process, or nil when it has been reaped or
// there is no way to look at it.
func (p *Process) Meter() *Meter {
	p.mu.Lock() // the pid is ours as long as it is not reaped
	defer p.mu.Unlock()
	if p.reaped {
		return nil
	}
	m := &Meter{dir: openProc(unix.AT_FDCWD, "/proc/"+strconv.Itoa(p.pid)), io: -1, wchan: -1, stat: -1}
	if m.dir < 0 {
		return nil
	}
	m.io, m.wchan, m.stat = openProc(m.dir, "io"), openProc(m.dir, "wchan"), openProc(m.dir, "stat")
	if m.io < 0 && m.wchan < 0 {
		m.Close()
		return nil
	}
	return m
}

func openProc(dir int, name string) int {
	fd, err := unix.Openat(dir, name, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1
	}
	return fd
}

// Close closes the Meter.
func (m *Meter) Close() {
	for _, fd := range []*int{&m.dir, &m.io, &m.wchan, &m.stat} {
		if *fd >= 0 {
			unix.Close(*fd)
			*fd = -1
		}
	}
}

// read reads one of the files anew; nil: it can't be, or not any more.
func (m *Meter) read(fd int) []byte {
	if fd < 0 {
		return nil
	}
	n, err := unix.Pread(fd, m.buf[:], 0)
	if err != nil || n <= 0 {
		return nil
	}
	return m.buf[:n]
}

// IO returns how many bytes the process, and the children it has waited for,
// have read and written.
func (m *Meter) IO() (read, written int64, ok bool) { return parseIO(m.read(m.io)) }

// Activity tells what the process is doing at the moment.
func (m *Meter) Activity() Activity {
	where := m.read(m.wchan)
	switch {
	case len(where) == 0:
		return ActivityUnknown
	case bytes.HasPrefix(where, []byte("wait_woken")): // for data of what has several readers
		return m.waitsAt()
	case len(where) > 1 || where[0] != '0':
		if a := sleepingIn(where); a != ActivityWaiting || m.state() != 'D' {
			return a
		}
		return ActivityDisk
	}
	// It runs, or the kernel does not tell where processes sleep.
	switch m.state() {
	case 'R':
		return ActivityRunning
	case 'D':
		return ActivityDisk
	}
	return ActivityUnknown
}

// state is the letter of the process in /proc/PID/stat, or 0.
func (m *Meter) state() byte {
	stat := m.read(m.stat)
	if i := bytes.LastIndexByte(stat, ')'); i >= 0 && i+2 < len(stat) {
		return stat[i+2]
	}
	return 0
}

// waitsAt tells what the descriptor is that the process waits at in a system call.
func (m *Meter) waitsAt() Activity {
	_, rest, _ := bytes.Cut(m.once("syscall"), []byte(" 0x"))
	first, _, _ := bytes.Cut(rest, []byte{' '})
	fd, err := strconv.ParseUint(string(first), 16, 31)
	if err != nil {
		return ActivityWaiting
	}
	n, err := unix.Readlinkat(m.dir, "fd/"+strconv.FormatUint(fd, 10), m.buf[:])
	switch name := m.buf[:max(n, 0)]; {
	case err != nil:
	case bytes.HasPrefix(name, []byte("socket:")):
		return ActivitySocket
	case bytes.HasPrefix(name, []byte("/dev/")):
		return ActivityTerminal
	}
	return ActivityWaiting
}

// once reads a file of the process that is rarely asked for.
func (m *Meter) once(name string) []byte {
	fd := openProc(m.dir, name)
	if fd < 0 {
		return nil
	}
	defer unix.Close(fd)
	return m.read(fd)
}

// PeakMemory returns the most memory that the program has had by now, in bytes; what
// the process was before it became that program does not count. 0: not known.
func (m *Meter) PeakMemory() int64 {
	_, rest, _ := bytes.Cut(m.once("status"), []byte("\nVmHWM:"))
	line, _, _ := bytes.Cut(rest, []byte{'\n'})
	number, _, ok := bytes.Cut(bytes.TrimSpace(line), []byte(" kB"))
	kilobytes, err := strconv.ParseInt(string(number), 10, 64)
	if !ok || err != nil {
		return 0
	}
	return kilobytes << 10
}

// Splices tells whether the process is found moving bytes in a way that IO does not
// count: in splice(2) or one of its kind, or with files that it is further in than
// it has read or written.
func (m *Meter) Splices() bool {
	number, _, _ := bytes.Cut(m.once("syscall"), []byte{' '})
	switch n, err := strconv.Atoi(string(number)); {
	case err != nil: // it runs
	case n == unix.SYS_SPLICE || n == unix.SYS_VMSPLICE || n == unix.SYS_TEE:
		return true
	}
	before, beforeOut, ok := m.IO()
	if !ok {
		return false
	}
	in, out := m.positions()
	const headers = 1 << 20 // a file may begin elsewhere than where it was opened
	return in > before+headers || out > beforeOut+headers
}

// positions is how far the process is in the regular files that it has open, for
// reading and for writing.
func (m *Meter) positions() (read, written int64) {
	dir := "/proc/self/fd/" + strconv.Itoa(m.dir)
	entries, err := os.ReadDir(dir + "/fd")
	if err != nil {
		return 0, 0
	}
	for _, e := range entries {
		var st unix.Stat_t
		if unix.Stat(dir+"/fd/"+e.Name(), &st) != nil || !regular(&st) {
			continue
		}
		switch pos, mode := position(dir + "/fdinfo/" + e.Name()); mode {
		case unix.O_RDONLY:
			read += pos
		case unix.O_WRONLY:
			written += pos
		}
	}
	return read, written
}

// IO returns how many bytes the process has read and written, all in all if
// it has ended. It fails when it was reaped, and for most users when it is a
// zombie.
func (p *Process) IO() (read, written int64, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reaped {
		return 0, 0, false
	}
	m := Meter{dir: -1, io: openProc(unix.AT_FDCWD, "/proc/"+strconv.Itoa(p.pid)+"/io"), wchan: -1, stat: -1}
	defer m.Close()
	return m.IO()
}

// position is that of a descriptor, and what it is open for, -1: not known.
func position(name string) (pos int64, mode int) {
	text, err := os.ReadFile(name)
	if err != nil {
		return 0, -1
	}
	mode = -1
	for line := range bytes.Lines(text) {
		key, value, _ := bytes.Cut(bytes.TrimSpace(line), []byte(":\t"))
		switch string(key) {
		case "pos":
			if pos, err = strconv.ParseInt(string(value), 10, 64); err != nil {
				return 0, -1
			}
		case "flags":
			if flags, err := strconv.ParseInt(string(value), 8, 64); err == nil {
				mode = int(flags & unix.O_ACCMODE)
			}
		}
	}
	return pos, mode
}

// parseIO reads the first two lines of /proc/PID/io.
func parseIO(text []byte) (read, written int64, ok bool) {
	first, rest, _ := bytes.Cut(text, []byte{'\n'})
	second, _, _ := bytes.Cut(rest, []byte{'\n'})
	r, rok := bytes.CutPrefix(first, []byte("rchar: "))
	w, wok := bytes.CutPrefix(second, []byte("wchar: "))
	read, rerr := strconv.ParseInt(string(r), 10, 64)
	written, werr := strconv.ParseInt(string(w), 10, 64)
	return read, written, rok && wok && rerr == nil && werr == nil
}
