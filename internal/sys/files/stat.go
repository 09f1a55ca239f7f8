package files

import (
	"time"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// Kind is the type of a file.
type Kind uint8

// The types of files.
const (
	KindOther Kind = iota
	KindRegular
	KindDirectory
	KindSymlink
	KindBlock
	KindChar
	KindFIFO
	KindSocket
)

// Status is what stat(2) tells of a file.
type Status struct {
	Kind                   Kind
	SetUID, SetGID, Sticky bool
	Perm                   uint32 // the bits of rwxrwxrwx
	Size                   int64
	Dev, Ino               uint64
	Uid, Gid               int
	Mtime, Atime           time.Time
}

// SameAs tells whether both are the same file.
func (s *Status) SameAs(t *Status) bool { return s.Dev == t.Dev && s.Ino == t.Ino }

// StatFile returns the state of path, relative to the directory dirfd
// (negative: the process's cwd). A symbolic link at its end is followed or not.
func StatFile(dirfd int, path string, follow bool) (Status, error) {
	if dirfd < 0 {
		dirfd = unix.AT_FDCWD
	}
	flags := 0
	if !follow {
		flags = unix.AT_SYMLINK_NOFOLLOW
	}
	var st unix.Stat_t
	for {
		err := unix.Fstatat(dirfd, path, &st, flags)
		if err == nil {
			return statusOf(&st), nil
		}
		if err != unix.EINTR {
			return Status{}, err
		}
	}
}

func statusOf(st *unix.Stat_t) Status {
	mode := uint32(st.Mode)
	return Status{
		Kind:   kindOfMode(mode & unix.S_IFMT),
		SetUID: mode&unix.S_ISUID != 0,
		SetGID: mode&unix.S_ISGID != 0,
		Sticky: mode&unix.S_ISVTX != 0,
		Perm:   mode & 0o777,
		Size:   st.Size,
		Dev:    uint64(st.Dev),
		Ino:    uint64(st.Ino),
		Uid:    int(st.Uid),
		Gid:    int(st.Gid),
		Mtime:  time.Unix(st.Mtim.Unix()),
		Atime:  time.Unix(st.Atim.Unix()),
	}
}

func kindOfMode(format uint32) Kind {
	switch format {
	case unix.S_IFREG:
		return KindRegular
	case unix.S_IFDIR:
		return KindDirectory
	case unix.S_IFLNK:
		return KindSymlink
	case unix.S_IFBLK:
		return KindBlock
	case unix.S_IFCHR:
		return KindChar
	case unix.S_IFIFO:
		return KindFIFO
	case unix.S_IFSOCK:
		return KindSocket
	}
	return KindOther
}

// Permissions for Access.
const (
	CanRead    = unix.R_OK
	CanWrite   = unix.W_OK
	CanExecute = unix.X_OK
)

// Access returns nil when the effective user and group may use path so.
func Access(dirfd int, path string, mode uint32) error {
	if dirfd < 0 {
		dirfd = unix.AT_FDCWD
	}
	err := unix.Faccessat(dirfd, path, mode, unix.AT_EACCESS)
	if err == unix.EACCES && sys.SameIds() {
		// By the older call, which knows the real ids only: it may be the
		// newer one that was refused.
		return unix.Faccessat(dirfd, path, mode, 0)
	}
	return err
}
