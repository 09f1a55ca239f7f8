package builtin

import (
	"errors"
	"io/fs"
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/interp"
	"gpipe/ipc"
)

// sharedRow is a line of ipc ls.
type sharedRow struct {
	object string
	bytes  int
	users  int // negative: not known
	owner  int // negative: this user
	note   string
	orphan bool
}

func ipcList(sh *interp.Shell, args []string) int {
	quiet, orphans := false, false
	for len(args) > 0 {
		switch args[0] {
		case "-q":
			quiet = true
		case "--orphans":
			orphans = true
		default:
			return ipcWrong(sh, "ls", interp.Quote(args[0])+": invalid option")
		}
		args = args[1:]
	}
	rows, status := sharedRows(sh)
	var table [][]string
	if !quiet {
		table = append(table, []string{"OBJECT", "BYTES", "USERS", "OWNER", "WHAT"})
	}
	for _, r := range rows {
		switch {
		case orphans && !r.orphan:
		case quiet:
			table = append(table, []string{r.object})
		default:
			table = append(table, r.cells())
		}
	}
	writeTable(sh.Out(), table)
	return status
}

func (r *sharedRow) cells() []string {
	users, owner := "-", "-"
	if r.users >= 0 {
		users = strconv.Itoa(r.users)
	}
	if r.owner >= 0 {
		owner = strconv.Itoa(r.owner)
	}
	return []string{r.object, strconv.Itoa(r.bytes), users, owner, r.note}
}

// writeTable writes cells in columns, the last one without spaces after it.
func writeTable(out *interp.Writer, table [][]string) {
	var widths [8]int
	for _, row := range table {
		for i, cell := range row {
			widths[i] = max(widths[i], len(cell))
		}
	}
	for _, row := range table {
		for i, cell := range row {
			out.WriteString(cell)
			if i+1 < len(row) {
				out.WriteString(strings.Repeat(" ", widths[i]-len(cell)+2))
			}
		}
		out.WriteByte('\n')
	}
}

// sharedRows is all objects that can be seen. What can't be listed is reported,
// and makes the status 1.
func sharedRows(sh *interp.Shell) (rows []sharedRow, status int) {
	own, err := sharedDir(sh).List()
	if err != nil {
		ipcWrong(sh, "ls", worded("", err))
		status = 1
	}
	for i := range own {
		rows = append(rows, memoryRow(&own[i]))
	}
	for _, kind := range []ipc.SysVKind{ipc.SysVSegments, ipc.SysVSemaphoreSets, ipc.SysVQueues} {
		all, err := ipc.ListSysV(kind)
		if err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrNotExist) {
			ipcWrong(sh, "ls", string(kind)+": "+reason(err))
			status = 1
		}
		for i := range all {
			rows = append(rows, sysvRow(&all[i]))
		}
	}
	queues, err := ipc.ListPOSIX()
	if err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrNotExist) {
		ipcWrong(sh, "ls", worded("", err))
		status = 1
	}
	for _, q := range queues {
		rows = append(rows, sharedRow{object: interp.Quote(q.Name), bytes: q.Bytes, users: -1, owner: q.Uid,
			note: "message queue, mode " + octal(q.Perm)})
	}
	return rows, status
}

func memoryRow(i *ipc.Info) sharedRow {
	r := sharedRow{object: i.Name, bytes: i.Size, users: i.Members, owner: -1, orphan: i.Orphan()}
	if i.Err != nil {
		r.users, r.note = -1, reason(i.Err)
		return r
	}
	what := "memory"
	if len(i.Parts) > 0 {
		what = strings.Join(i.Parts, ", ")
	}
	r.note = what + ", made by " + strconv.Itoa(i.MadeBy) + " at " + i.Made.Format("2006-01-02 15:04:05")
	return r
}

func sysvRow(i *ipc.SysVInfo) sharedRow {
	r := sharedRow{object: string(i.Kind) + ":" + strconv.Itoa(i.ID), bytes: i.Bytes, users: -1, owner: i.Uid}
	what := strconv.Itoa(i.Count)
	switch i.Kind {
	case ipc.SysVSegments:
		what, r.users, r.orphan = "segment", i.Count, i.Count == 0
	case ipc.SysVSemaphoreSets:
		what += " semaphores"
	case ipc.SysVQueues:
		what += " messages"
	}
	r.note = what + ", key 0x" + strconv.FormatUint(uint64(uint32(i.Key)), 16) + ", mode " + octal(i.Perm)
	return r
}

func octal(perm int) string { return strconv.FormatInt(int64(perm), 8) }

// ipcRemove removes objects.
func ipcRemove(sh *interp.Shell, args []string) int {
	given, rest, bad := options(append([]string{"rm"}, args...), "f")
	switch {
	case bad != "":
		return ipcWrong(sh, "rm", bad+": invalid option")
	case len(rest) == 0:
		return ipcWrong(sh, "rm", "an object is needed")
	}
	status := 0
	for _, operand := range rest {
		status = max(status, removeShared(sh, operand, given != ""))
	}
	return status
}

// removeShared removes an object, or reports why it did not, and returns the
// status.
func removeShared(sh *interp.Shell, operand string, force bool) int {
	o, why := sharedObjectOf(operand)
	if why != "" {
		return ipcWrong(sh, "rm", interp.Quote(operand)+": "+why)
	}
	err := o.find()
	if err == nil && !force && o.used(sh) {
		err = errInUse
	}
	if err == nil {
		err = o.remove(sh)
	}
	switch {
	case err == nil:
		return 0
	case errors.Is(err, syscall.EINVAL):
		return ipcWrong(sh, "rm", worded(operand, err))
	}
	ipcWrong(sh, "rm", worded(operand, err))
	return 1
}

var errInUse = errors.New("in use")

func (o *sharedObject) remove(sh *interp.Shell) error {
	switch {
	case o.posix:
		return ipc.RemovePOSIX(o.name)
	case o.kind != "":
		return ipc.RemoveSysV(o.kind, o.id)
	}
	return sharedDir(sh).Remove(o.name)
}

// used tells whether some process is known to have the object.
func (o *sharedObject) used(sh *interp.Shell) bool {
	switch o.kind {
	case "":
		all, _ := sharedDir(sh).List()
		for i := range all {
			if all[i].Name == o.name {
				return all[i].Members > 0
			}
		}
	case ipc.SysVSegments:
		all, _ := ipc.ListSysV(o.kind)
		for _, i := range all {
			if i.ID == o.id {
				return i.Count > 0
			}
		}
	}
	return false
}
