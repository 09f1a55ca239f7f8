//go:build !windows

package ipc

import (
	"cmp"
	"encoding/binary"
	"errors"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/shm"
	"gpipe/internal/sys/sysv"
)

// Info is what List tells of memory that has a name.
type Info struct {
	Name    string
	Size    int       // bytes for the user
	Members int       // processes that have it open
	Parts   []string  // "mutex", "queue", ... of what is at its beginning, if it is known
	MadeBy  int       // the process that made it
	Made    time.Time // when
	Err     error     // why nothing is known about it
}

// Orphan tells whether nobody has the memory open: after a crash it is there
// until it is removed. Memory that is to outlive its processes is one, too.
func (i *Info) Orphan() bool { return i.Err == nil && i.Members == 0 }

// List tells of all memory in the directory, by name. It is empty if there is
// no directory.
func (d Dir) List() ([]Info, error) {
	dirfd, err := d.openDir(false)
	if err == sys.ENOENT {
		return nil, nil
	}
	if err != nil {
		return nil, failed("list", d.path, err)
	}
	defer sys.Close(dirfd)
	var all []Info
	err = files.ReadDir(dirfd, ".", make([]byte, files.DirBufSize), func(name []byte, _ files.EntryType) {
		if isName(string(name)) {
			all = append(all, Info{Name: string(name)})
		}
	})
	if err != nil {
		return nil, failed("list", d.path, err)
	}
	for i := range all {
		all[i].Err = d.look(&all[i])
	}
	all = slices.DeleteFunc(all, func(i Info) bool { return errors.Is(i.Err, sys.ENOENT) })
	slices.SortFunc(all, func(a, b Info) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

// List is Dir.List of the DefaultDir.
func List() ([]Info, error) { return DefaultDir().List() }

// Remove is Dir.Remove in the DefaultDir.
func Remove(name string) error { return DefaultDir().Remove(name) }

// look reads the table at the beginning of a file. It changes nothing, and so
// needs no more than to read.
func (d Dir) look(i *Info) error {
	fd, err := d.openFile(i.Name, files.ReadOnly)
	if err != nil {
		return err
	}
	defer sys.Close(fd)
	if i.Size, err = readHeader(fd); err != nil {
		return err
	}
	table := make([]byte, tableSize()+4)
	n, err := files.ReadFileFrom(fd, table, 0)
	if err != nil {
		return err
	}
	if n < len(table) {
		return ErrTruncated
	}
	order := binary.NativeEndian
	i.MadeBy = int(order.Uint32(table[madeByAt:]))
	i.Made = time.Unix(int64(order.Uint64(table[madeAt:])), 0)
	if kind := kindName(order.Uint32(table[tableSize():])); kind != "" {
		i.Parts = []string{kind}
	}
	if boot := shm.BootID(); boot != [16]byte(table[bootAt:bootAt+16]) {
		return nil // nobody has had it open since
	}
	r := &region{name: i.Name, mem: table, namespace: shm.PidNamespace(), slot: -1}
	i.Members = r.crowd()
	return nil
}

func kindName(kind uint32) string {
	switch kind {
	case mutexKind:
		return "mutex"
	case rwmutexKind:
		return "rwmutex"
	case condKind:
		return "cond"
	case semaphoreKind:
		return "semaphore"
	case counterKind:
		return "counter"
	case queueKind:
		return "queue"
	case ringKind:
		return "ring"
	case workKind:
		return "work queue"
	}
	return ""
}

// SysVKind is a kind of System V object.
type SysVKind string

// The kinds of System V objects.
const (
	SysVQueues        SysVKind = "msg"
	SysVSemaphoreSets SysVKind = "sem"
	SysVSegments      SysVKind = "shm"
)

// SysVInfo is what ListSysV tells of an object.
type SysVInfo struct {
	Kind     SysVKind
	Key      Key
	ID       int
	Perm     int
	Uid      int
	Count    int // messages, semaphores, or processes that have it attached
	Bytes    int // of a segment, or in a queue
	LastUsed int // the process that used it last, if that is known
}

// ListSysV tells of the System V objects of a kind that this process sees.
func ListSysV(kind SysVKind) ([]SysVInfo, error) {
	objects, err := sysv.SysVObjects(string(kind))
	if err != nil {
		return nil, failed("list", string(kind), err)
	}
	var all []SysVInfo
	for _, o := range objects {
		all = append(all, SysVInfo{Kind: kind, Key: Key(o.Key), ID: o.ID, Perm: o.Perm & 0o777, Uid: o.Uid,
			Count: o.Count, Bytes: o.Bytes, LastUsed: o.LastUsed})
	}
	return all, nil
}

// RemoveSysV removes a System V object.
func RemoveSysV(kind SysVKind, id int) error {
	remove := sysv.MsgRemove
	switch kind {
	case SysVSemaphoreSets:
		remove = sysv.SemRemove
	case SysVSegments:
		remove = sysv.ShmRemove
	}
	err := remove(id)
	if err == sys.EINVAL {
		err = ErrRemoved
	}
	return failed("remove", idName(id), err)
}

// posixDir is where the kernel shows POSIX message queues, if that is mounted.
const posixDir = "/dev/mqueue"

// POSIXInfo is what ListPOSIX tells of a POSIX message queue.
type POSIXInfo struct {
	Name  string // with the slash
	Perm  int
	Uid   int
	Bytes int // in the queue, 0 for one that must not be read
}

// ListPOSIX tells of the POSIX message queues that this process sees, by name.
// It is fs.ErrNotExist where the system does not show them.
func ListPOSIX() ([]POSIXInfo, error) {
	dirfd, err := sys.Open(-1, posixDir, files.ReadOnly|files.Directory, 0)
	if err != nil {
		return nil, failed("list", posixDir, err)
	}
	defer sys.Close(dirfd)
	here, err := files.StatFd(dirfd)
	above, e := files.StatFile(dirfd, "..", true)
	if err != nil || e != nil || here.Dev == above.Dev { // nothing is mounted
		return nil, failed("list", posixDir, fs.ErrNotExist)
	}
	var all []POSIXInfo
	err = files.ReadDir(dirfd, ".", make([]byte, files.DirBufSize), func(name []byte, _ files.EntryType) {
		all = append(all, POSIXInfo{Name: "/" + string(name)})
	})
	if err != nil {
		return nil, failed("list", posixDir, err)
	}
	all = slices.DeleteFunc(all, func(q POSIXInfo) bool { return q.Name == "/." || q.Name == "/.." })
	for i := range all {
		q := &all[i]
		if st, err := files.StatFile(dirfd, q.Name[1:], false); err == nil {
			q.Perm, q.Uid = int(st.Perm), st.Uid
		}
		text, _ := files.ReadTextAt(dirfd, q.Name[1:])
		q.Bytes = queueBytes(string(text))
	}
	slices.SortFunc(all, func(a, b POSIXInfo) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

// queueBytes is the number in what the kernel says of a queue: QSIZE:number.
func queueBytes(text string) int {
	text, _ = strings.CutPrefix(text, "QSIZE:")
	digits, _, _ := strings.Cut(text, " ")
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

// RemovePOSIX removes the name of a POSIX message queue: processes that have it
// open keep it.
func RemovePOSIX(name string) error {
	return failed("remove", name, sysv.MqUnlink(strings.TrimPrefix(name, "/")))
}
