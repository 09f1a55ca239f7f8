package interp

import (
	"path"
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/option"
	"gpipe/internal/past"
	"gpipe/internal/sys/files"
	"gpipe/internal/vars"
)

// ownHistory is where the commands are that someone at a terminal gives, in the
// directory for what programs keep.
const ownHistory = "/gpipe/history"

// NameFile gives HISTFILE a value if it has none, before the files that are run at the
// start of a shell at a terminal, which may take it away. Those who have no home keep
// nothing, nor does POSIX mode.
func (c Commands) NameFile() {
	v := c.sh.st.Vars
	if v.IsSet(vars.HISTFILE) || c.sh.posix() {
		return
	}
	home, _ := v.Get(vars.HOME)
	if dir := c.sh.UserDir("XDG_STATE_HOME", ".local/state"); dir != "" && files.IsDir(-1, home) == nil {
		_ = v.Set(vars.HISTFILE, dir+ownHistory) // one that is readonly stays
	}
}

// append appends what is new in a list to a file. The directory of the one that
// NameFile names is made.
func (c Commands) append(f *past.File, l *past.List) error {
	err := f.Append(l)
	dir, own := strings.CutSuffix(f.Path, ownHistory)
	if err != syscall.ENOENT || !own {
		return err
	}
	const private = 0o700
	for _, part := range []string{path.Dir(dir), dir, dir + path.Dir(ownHistory)} {
		if err := files.Mkdir(part, private); err != nil && err != syscall.EEXIST {
			return err
		}
	}
	return f.Append(l)
}

// shorten heeds HISTFILESIZE when a shell at a terminal has read so many commands of a
// file.
func (c Commands) shorten(f *past.File, read int) error {
	value, _ := c.sh.st.Vars.Get(c.sh.Slot("HISTFILESIZE"))
	n, err := strconv.Atoi(value)
	if c.sh.opts&option.Interactive == 0 || err != nil || n < 0 || n >= read {
		return nil
	}
	return f.Truncate(n)
}
