package builtin

import (
	"strconv"
	"strings"

	"gpipe/internal/interp"
	"gpipe/ipc"
)

func ipcCommand() *interp.Builtin {
	return &interp.Builtin{
		Name: "ipc", Extra: true,
		Usage: "ls [-q] [--orphans] | rm [-f] object... | send [-n] [-t type] [-p priority] [-w seconds] [-E status] object [message] | " +
			"recv [-0n] [-t type] [-w seconds] [-E status] object | shm object [offset [count]]",
		Doc: "Look at what processes share, clean it up, and send messages. An object is the name of memory or of\n" +
			"a queue of this user; shm:id, sem:id or msg:id, or with 0x and the key, of System V; or /name, a\n" +
			"POSIX message queue.\n" +
			"ls  lists what there is: object, bytes, processes that have it, owner, and what is known of it\n" +
			"--orphans  only memory that nobody has, as after a crash    -q  only the objects, for rm\n" +
			"rm  removes objects, but not memory that somebody has    -f  that too\n" +
			"send  sends a message, or what standard input has; recv  receives one and prints it. Queues that\n" +
			"have a name or key are made if they are not there.\n" +
			"-t  of a type; for recv -type is the lowest up to that    -p  what has more comes first\n" +
			"-n  do not wait: the status is 1    -w  wait so long at most    -E  that status instead of 1\n" +
			"-0  a null byte is after the message, not a newline\n" +
			"shm  prints what is in memory, from offset on",
		Run: runIPC,
	}
}

func runIPC(sh *interp.Shell, args []string) (int, interp.Flow) {
	if len(args) < 2 {
		sh.Report("ipc: ls, rm, send, recv or shm is needed")
		return 2, interp.Next
	}
	switch verb, rest := args[1], args[2:]; verb {
	case "ls":
		return ipcList(sh, rest), interp.Next
	case "rm":
		return ipcRemove(sh, rest), interp.Next
	case "send":
		return ipcSend(sh, rest)
	case "recv":
		return ipcReceive(sh, rest)
	case "shm":
		return ipcDump(sh, rest), interp.Next
	default:
		sh.Report("ipc: " + interp.Quote(verb) + ": not ls, rm, send, recv or shm")
		return 2, interp.Next
	}
}

// ipcWrong reports what is wrong with the arguments of ipc, or with an object.
func ipcWrong(sh *interp.Shell, verb, why string) int {
	sh.Report("ipc " + verb + ": " + why)
	return 2
}

// sharedObject is what an operand of ipc names.
type sharedObject struct {
	kind  ipc.SysVKind // "": it is none of System V
	key   ipc.Key
	id    int
	byKey bool
	posix bool
	name  string // of the others
}

// sharedObjectOf reads an operand.
func sharedObjectOf(operand string) (o sharedObject, why string) {
	if strings.HasPrefix(operand, "/") {
		if len(operand) == 1 || strings.Contains(operand[1:], "/") {
			return o, "not the name of a message queue"
		}
		return sharedObject{posix: true, name: operand}, ""
	}
	kind, number, ok := strings.Cut(operand, ":")
	if !ok {
		return sharedObject{name: operand}, ""
	}
	o.kind = ipc.SysVKind(kind)
	switch o.kind {
	case ipc.SysVQueues, ipc.SysVSemaphoreSets, ipc.SysVSegments:
	default:
		return o, "not shm, sem or msg before the colon"
	}
	if hex, ok := strings.CutPrefix(number, "0x"); ok {
		key, err := strconv.ParseUint(hex, 16, 32)
		if err != nil || key == 0 {
			return o, "not a key"
		}
		o.key, o.byKey = ipc.Key(int32(uint32(key))), true
		return o, ""
	}
	id, ok := decimal(number)
	if !ok || number == "" {
		return o, "not an id"
	}
	o.id = id
	return o, ""
}

// find gives an object of System V that has a key its id.
func (o *sharedObject) find() error {
	if !o.byKey {
		return nil
	}
	all, err := ipc.ListSysV(o.kind)
	if err != nil {
		return err
	}
	for _, i := range all {
		if i.Key == o.key {
			o.id, o.byKey = i.ID, false
			return nil
		}
	}
	return ipc.ErrRemoved
}
