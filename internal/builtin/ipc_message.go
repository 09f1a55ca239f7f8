package builtin

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"gpipe/internal/interp"
	"gpipe/internal/sys"
	"gpipe/ipc"
)

// The room of a message queue that ipc makes.
const (
	messageCount = 256
	messageSize  = 8192
	posixCount   = 10 // what others than root may have
)

// messageCall is one call of ipc send or recv.
type messageCall struct {
	patience
	sh       *interp.Shell
	verb     string
	delim    byte
	typ      int64 // -t; 0: not given
	upTo     bool  // it was negative
	priority uint32
	operand  string
	rest     []string
}

// read reads the arguments, and says what is wrong with them.
func (c *messageCall) read(letters string, most int, args []string) (why string) {
	g := optionReader{args: args, letters: letters}
	if why := g.each(c.setOption); why != "" {
		return why
	}
	switch {
	case len(g.args) == 0:
		return "an object is needed"
	case len(g.args)-1 > most:
		return interp.Quote(g.args[most+1]) + ": too many operands"
	}
	c.operand, c.rest = g.args[0], g.args[1:]
	return ""
}

func (c *messageCall) setOption(letter byte, value string) (why string) {
	switch letter {
	case '0':
		c.delim = 0
	case 't':
		if c.verb == "recv" && len(value) > 1 && value[0] == '-' {
			c.upTo, value = true, value[1:]
		}
		n, ok := decimal(value)
		if !ok || n == 0 {
			return "not a type"
		}
		c.typ = int64(n)
	case 'p':
		n, ok := decimal(value)
		if !ok || value == "" || n > ipc.MaxPriority {
			return "not a priority"
		}
		c.priority = uint32(n)
	default:
		return c.set(letter, value)
	}
	return ""
}

// open opens the queue, and makes it if it has a name or a key and is not there.
func (c *messageCall) open() (q ipc.MessageQueue, end func(), why string) {
	o, why := sharedObjectOf(c.operand)
	if why == "" && o.kind != "" && o.kind != ipc.SysVQueues {
		why = "not a message queue"
	}
	if why != "" {
		return nil, nil, interp.Quote(c.operand) + ": " + why
	}
	var err error
	switch {
	case o.posix:
		q, err = ipc.OpenPOSIX(o.name, posixCount, messageSize, 0o600)
	case o.byKey:
		q, err = ipc.OpenSysV(o.key, 0o600)
	case o.kind != "":
		q = ipc.OpenSysVID(o.id)
	default:
		return c.openOwn(o.name)
	}
	if err != nil {
		return nil, nil, worded(c.operand, err)
	}
	return q, func() { q.Close() }, ""
}

// openOwn opens a queue in memory that has a name.
func (c *messageCall) openOwn(name string) (q ipc.MessageQueue, end func(), why string) {
	dir := sharedDir(c.sh)
	for {
		m, err := dir.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			m, err = dir.Create(name, ipc.MessageQueueSize(messageCount, messageSize), 0o600)
			if errors.Is(err, fs.ErrExist) { // since then
				continue
			}
		}
		if err != nil {
			return nil, nil, worded(name, err)
		}
		if q, err = ipc.NewMessageQueue(m, 0, 0, 0); err != nil && unused(m) {
			q, err = ipc.NewMessageQueue(m, 0, messageCount, messageSize)
		}
		if err != nil {
			m.Close()
			return nil, nil, interp.Quote(name) + ": not a message queue"
		}
		return q, func() { q.Close(); m.Close() }, ""
	}
}

func ipcSend(sh *interp.Shell, args []string) (int, interp.Flow) {
	c := &messageCall{patience: newPatience(), sh: sh, verb: "send"}
	if why := c.read("nt:p:w:E:", 1, args); why != "" {
		return ipcWrong(sh, c.verb, why), interp.Next
	}
	var data []byte
	if len(c.rest) > 0 {
		data = []byte(c.rest[0])
	} else {
		var next interp.Flow
		var err error
		if data, next, err = c.input(); err == interp.ErrLeft {
			return sh.Status(), next
		} else if err != nil {
			return ipcWrong(sh, c.verb, "read: "+interp.Cause(err)), interp.Next
		}
	}
	q, end, why := c.open()
	if why != "" {
		return ipcWrong(sh, c.verb, why), interp.Next
	}
	defer end()
	m := ipc.Message{Type: c.typ, Priority: c.priority, Data: data}
	next, err := interp.Next, q.TrySend(m)
	if errors.Is(err, ipc.ErrBusy) && c.limit != 0 {
		next, err = sh.Patiently(c.limit, func(ctx context.Context) error { return q.Send(ctx, m) })
	}
	return c.over(next, err)
}

func ipcReceive(sh *interp.Shell, args []string) (int, interp.Flow) {
	c := &messageCall{patience: newPatience(), sh: sh, verb: "recv", delim: '\n'}
	if why := c.read("0nt:w:E:", 0, args); why != "" {
		return ipcWrong(sh, c.verb, why), interp.Next
	}
	q, end, why := c.open()
	if why != "" {
		return ipcWrong(sh, c.verb, why), interp.Next
	}
	defer end()
	which := ipc.Any
	switch {
	case c.upTo:
		which = ipc.UpTo(c.typ)
	case c.typ > 0:
		which = ipc.Type(c.typ)
	}
	m, err := q.TryReceive(which)
	next := interp.Next
	if errors.Is(err, ipc.ErrBusy) && c.limit != 0 {
		next, err = sh.Patiently(c.limit, func(ctx context.Context) (err error) {
			m, err = q.Receive(ctx, which)
			return err
		})
	}
	if err != nil {
		return c.over(next, err)
	}
	out := sh.Out()
	out.Write(m.Data)
	out.WriteByte(c.delim)
	return 0, interp.Next
}

// over is what a call returns whose wait has ended.
func (c *messageCall) over(next interp.Flow, err error) (int, interp.Flow) {
	switch {
	case err == nil:
		return 0, interp.Next
	case err == interp.ErrLeft:
		return c.sh.Status(), next
	case gaveUp(err):
		return c.busy, interp.Next
	}
	return ipcWrong(c.sh, c.verb, interp.Quote(c.operand)+": "+reason(err)), interp.Next
}

// maxMessage bounds what is read to be sent: no queue takes as much.
const maxMessage = 1 << 30

// input reads standard input, up to its end.
func (c *messageCall) input() ([]byte, interp.Flow, error) {
	in, err := c.sh.Input(0)
	if err != nil {
		return nil, interp.Next, err
	}
	var data []byte
	buf := make([]byte, 32<<10)
	for {
		n, err := in.Read(buf)
		data = append(data, buf[:n]...)
		switch {
		case err == io.EOF:
			return data, interp.Next, nil
		case err != nil:
			return nil, in.Next(), err
		case len(data) > maxMessage:
			return nil, interp.Next, sys.EMSGSIZE
		}
	}
}
