package builtin

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"gpipe/internal/interp"
	"gpipe/ipc"
)

func queue() *interp.Builtin {
	return &interp.Builtin{
		Name: "queue", Extra: true,
		Usage: "push [-0nu] [-c count] [-s size] [-w seconds] [-E status] name [item...] | pop [-0n] [-w seconds] [-E status] name | " +
			"work [-n] [-j count] [-w seconds] name command [argument...] | close name | len [-a] name | drain name",
		Doc: "Hand items on to other processes of this user, first come, first served, through a queue in memory\n" +
			"that lasts until ipc rm removes it.\n" +
			"push  adds items, or the lines of standard input. The first makes the queue.\n" +
			"pop  prints the first item and takes it away; it waits for one. The status is 1 at the end.\n" +
			"work  runs the command in a subshell for each item, which is its last argument, until the end.\n" +
			"An item is gone when the command has ended; if the shell dies before, another gets it. The\n" +
			"status is the number of commands that failed, at most 101.\n" +
			"close  lets nobody push any more: the end comes when all items are done.\n" +
			"len  prints how many items wait    -a  with those that are being worked at\n" +
			"drain  throws away the items that wait\n" +
			"-0  a null byte is after each item, not a newline    -u  add only what is not in the queue\n" +
			"-n  do not wait: the status is 1    -w  wait so long at most    -E  that status instead of 1;\n" +
			"work ends then as at the end\n" +
			"-j  run so many commands at once\n" +
			"-c  room for so many items, 1024 without it, in a new queue    -s  of so many bytes, 4096 without it",
		Run: runQueue,
	}
}

// The room that a queue has, unless it is made with another.
const (
	queueCount = 1024
	queueSize  = 4096
)

// What the options -j, -c and -s take at most.
const (
	maxJobs  = 1 << 12
	maxItems = 1 << 20
	maxItem  = 1 << 30
)

// queueCall is one call of queue.
type queueCall struct {
	patience
	sh     *interp.Shell
	verb   string
	delim  byte
	unique bool // -u
	all    bool // -a
	jobs   int  // -j
	count  int  // -c
	size   int  // -s
	name   string
	rest   []string

	q *ipc.WorkQueue
}

// queueVerb is what queue can do.
type queueVerb struct {
	letters string // options, for optionReader
	most    int    // operands after the name; -1: any number
	least   int
	create  bool // it makes the queue
	run     func(c *queueCall) (int, interp.Flow)
}

func queueVerbs(verb string) (v queueVerb, ok bool) {
	switch verb {
	case "push":
		return queueVerb{"0nuc:s:w:E:", -1, 0, true, (*queueCall).push}, true
	case "pop":
		return queueVerb{"0nw:E:", 0, 0, true, (*queueCall).pop}, true
	case "work":
		return queueVerb{"nj:w:", -1, 1, true, (*queueCall).work}, true
	case "close":
		return queueVerb{"", 0, 0, false, (*queueCall).closeInput}, true
	case "len":
		return queueVerb{"a", 0, 0, false, (*queueCall).length}, true
	case "drain":
		return queueVerb{"", 0, 0, false, (*queueCall).drain}, true
	}
	return v, false
}

func runQueue(sh *interp.Shell, args []string) (int, interp.Flow) {
	c := &queueCall{patience: newPatience(), sh: sh, delim: '\n', jobs: 1, count: queueCount, size: queueSize}
	if len(args) < 2 {
		sh.Report("queue: push, pop, work, close, len or drain is needed")
		return 2, interp.Next
	}
	c.verb = args[1]
	v, ok := queueVerbs(c.verb)
	if !ok {
		sh.Report("queue: " + interp.Quote(c.verb) + ": not push, pop, work, close, len or drain")
		return 2, interp.Next
	}
	if why := c.read(&v, args[2:]); why != "" {
		sh.Report("queue " + c.verb + ": " + why)
		return 2, interp.Next
	}
	m, err := c.open(v.create)
	if err != nil {
		return c.fail(err), interp.Next
	}
	defer m.Close()
	return v.run(c)
}

// read reads the arguments after the verb, and says what is wrong with them.
func (c *queueCall) read(v *queueVerb, args []string) (why string) {
	g := optionReader{args: args, letters: v.letters}
	if why := g.each(c.setOption); why != "" {
		return why
	}
	switch {
	case len(g.args) == 0:
		return "a name is needed"
	case len(g.args)-1 < v.least:
		return interp.Quote(g.args[0]) + ": a command is needed"
	case v.most >= 0 && len(g.args)-1 > v.most:
		return interp.Quote(g.args[v.most+1]) + ": too many operands"
	}
	c.name, c.rest = g.args[0], g.args[1:]
	return ""
}

func (c *queueCall) setOption(letter byte, value string) (why string) {
	switch letter {
	case '0':
		c.delim = 0
	case 'u':
		c.unique = true
	case 'a':
		c.all = true
	case 'j':
		if c.jobs = count(value, maxJobs); c.jobs == 0 {
			return "not a number of jobs"
		}
	case 'c':
		if c.count = count(value, maxItems); c.count == 0 {
			return "not a number of items"
		}
	case 's':
		if c.size = count(value, maxItem); c.size == 0 {
			return "not a number of bytes"
		}
	default:
		return c.set(letter, value)
	}
	return ""
}

// open opens the queue, whatever room it has.
func (c *queueCall) open(create bool) (*ipc.Memory, error) {
	dir := sharedDir(c.sh)
	for {
		m, err := dir.Open(c.name)
		made := false
		if create && errors.Is(err, fs.ErrNotExist) {
			m, err = dir.Create(c.name, ipc.WorkQueueSize(c.count, c.size), 0o600)
			if errors.Is(err, fs.ErrExist) { // since then
				continue
			}
			made = true
		}
		if err != nil {
			return nil, err
		}
		if c.q, err = ipc.NewWorkQueue(m, 0, 0, 0); err != nil && (made || create && unused(m)) {
			c.q, err = ipc.NewWorkQueue(m, 0, c.count, c.size)
		}
		if err != nil {
			m.Close()
			return nil, err
		}
		return m, nil
	}
}

// fail reports an error that is none of a wait, and returns the status.
func (c *queueCall) fail(err error) int {
	switch {
	case errors.Is(err, io.ErrClosedPipe):
		c.sh.Report("queue " + c.verb + ": " + interp.Quote(c.name) + ": it is closed")
	case errors.Is(err, ipc.ErrLayout):
		c.sh.Report("queue " + c.verb + ": " + interp.Quote(c.name) + ": not a queue")
	default:
		c.sh.Report("queue " + c.verb + ": " + worded(c.name, err))
	}
	return 2
}

// ended is the status of a call whose wait has failed, or was cut short.
func (c *queueCall) ended(next interp.Flow, err error) (int, interp.Flow) {
	switch {
	case err == interp.ErrLeft:
		return c.sh.Status(), next
	case err == io.EOF:
		return 1, interp.Next
	case gaveUp(err):
		return c.busy, interp.Next
	}
	return c.fail(err), interp.Next
}

// take takes the first item, on the environment sh.
func (c *queueCall) take(sh *interp.Shell) (item *ipc.Item, next interp.Flow, err error) {
	item, err = c.q.TryTake()
	if !errors.Is(err, ipc.ErrBusy) || c.limit == 0 {
		return item, interp.Next, err
	}
	next, err = sh.Patiently(c.limit, func(ctx context.Context) (err error) {
		item, err = c.q.Take(ctx)
		return err
	})
	return item, next, err
}

// pop prints an item, and gives it back if that fails.
func (c *queueCall) pop() (int, interp.Flow) {
	item, next, err := c.take(c.sh)
	if err != nil {
		return c.ended(next, err)
	}
	out := c.sh.Out()
	out.Write(item.Data)
	out.WriteByte(c.delim)
	if out.Flush() != nil {
		item.Return(context.Background())
		return 1, interp.Next
	}
	if err := item.Done(); err != nil {
		return c.fail(err), interp.Next
	}
	return 0, interp.Next
}

func (c *queueCall) closeInput() (int, interp.Flow) {
	if err := c.q.CloseInput(context.Background()); err != nil {
		return c.fail(err), interp.Next
	}
	return 0, interp.Next
}

func (c *queueCall) length() (int, interp.Flow) {
	n, out, err := c.q.Len()
	if err != nil {
		return c.fail(err), interp.Next
	}
	if c.all {
		n += out
	}
	c.sh.Out().WriteString(strconv.Itoa(n) + "\n")
	return 0, interp.Next
}

func (c *queueCall) drain() (int, interp.Flow) {
	if _, err := c.q.Drain(context.Background()); err != nil {
		return c.fail(err), interp.Next
	}
	return 0, interp.Next
}

// unused tells whether nobody has said yet what is in the memory: who has made it
// is about to, or was killed before.
func unused(m *ipc.Memory) bool {
	head := make([]byte, 64)
	n, _ := m.ReadAt(head, 0)
	return strings.Trim(string(head[:n]), "\x00") == ""
}
