package files

import (
	"bytes"
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// eachEntry walks the linux_dirent64 records in buf: inode and offset of eight
// bytes each, record length of two, type of one, name ended by a NUL.
func eachEntry(buf []byte, each func(name []byte, t EntryType)) {
	const typeAt, nameAt = 18, 19
	for len(buf) > nameAt {
		size := int(binary.NativeEndian.Uint16(buf[16:]))
		if size <= nameAt || size > len(buf) {
			return
		}
		name := buf[nameAt:size]
		if i := bytes.IndexByte(name, 0); i >= 0 {
			name = name[:i]
		}
		if len(name) > 0 && !dots(name) {
			each(name, typeOfEntry(buf[typeAt]))
		}
		buf = buf[size:]
	}
}

func typeOfEntry(t byte) EntryType {
	switch t {
	case unix.DT_UNKNOWN:
		return EntryUnknown
	case unix.DT_DIR:
		return EntryDir
	case unix.DT_LNK:
		return EntryLink
	}
	return EntryOther
}

func dots(name []byte) bool {
	return len(name) <= 2 && name[0] == '.' && (len(name) == 1 || name[1] == '.')
}
