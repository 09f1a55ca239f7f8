package sysv

import (
	"bytes"
	"strconv"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
)

// SysVObject is what the system tells of a System V object.
type SysVObject struct {
	Key, ID  int
	Perm     int
	Uid      int
	Count    int // of messages or semaphores; of processes that have a segment attached
	Bytes    int // of a segment, or in a queue
	Used     int // when a semaphore operation was made, in seconds since 1970
	MadeBy   int // the process that made a segment
	LastUsed int // the last one that used it
}

// field returns where the value of a column of a list in /proc/sysvipc
// belongs, or nil.
func (o *SysVObject) field(column string) *int {
	switch column {
	case "key":
		return &o.Key
	case "msqid", "semid", "shmid":
		return &o.ID
	case "perms":
		return &o.Perm
	case "uid":
		return &o.Uid
	case "qnum", "nsems", "nattch":
		return &o.Count
	case "cbytes", "size":
		return &o.Bytes
	case "cpid":
		return &o.MadeBy
	case "lspid", "lpid":
		return &o.LastUsed
	case "otime":
		return &o.Used
	}
	return nil
}

// SysVObjects lists the objects of a kind, "msg", "sem" or "shm", that this
// process sees.
func SysVObjects(kind string) ([]SysVObject, error) {
	text, err := files.ReadFile("/proc/sysvipc/" + kind)
	if err != nil {
		return nil, err
	}
	head, rest, _ := bytes.Cut(text, []byte("\n"))
	names := bytes.Fields(head)
	var all []SysVObject
	for line := range bytes.Lines(rest) {
		var o SysVObject
		for i, value := range bytes.Fields(line) {
			if i >= len(names) {
				break
			}
			name := string(names[i])
			base := 10
			if name == "perms" {
				base = 8
			}
			n, _ := strconv.ParseInt(string(value), base, 0)
			if field := o.field(name); field != nil {
				*field = int(n)
			}
		}
		all = append(all, o)
	}
	return all, nil
}

// SysVState returns what SysVObjects has of one object: EINVAL, if it is not
// there.
func SysVState(kind string, id int) (SysVObject, error) {
	all, err := SysVObjects(kind)
	if err != nil {
		return SysVObject{}, err
	}
	for _, o := range all {
		if o.ID == id {
			return o, nil
		}
	}
	return SysVObject{}, sys.EINVAL
}
