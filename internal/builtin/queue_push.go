package builtin

import (
	"bytes"
	"context"
	"errors"
	"syscall"

	"gpipe/internal/interp"
	"gpipe/internal/sys"
	"gpipe/ipc"
	"gpipe/redirect"
)

// push adds the operands, or what standard input has.
func (c *queueCall) push() (int, interp.Flow) {
	for _, item := range c.rest {
		if status, next := c.add([]byte(item)); status != 0 || next != interp.Next {
			return status, next
		}
	}
	if len(c.rest) > 0 {
		return 0, interp.Next
	}
	in := c.sh.Files().Get(0)
	if in == nil {
		c.sh.Report("queue push: 0: " + syscall.EBADF.Error())
		return 2, interp.Next
	}
	line := redirect.Line{Delim: c.delim, Epoch: c.sh.Epoch()}
	var data []byte
	for {
		var next interp.Flow
		var err error
		if data, next, err = c.readItem(in, &line, data[:0]); err != nil || len(data) == 0 {
			return c.inputEnded(next, err)
		}
		if status, next := c.add(bytes.TrimSuffix(data, []byte{c.delim})); status != 0 || next != interp.Next {
			return status, next
		}
		if in.Live() {
			c.sh.NewEpoch()
			line.Epoch = c.sh.Epoch()
		}
	}
}

// readItem appends the next line to data; nothing at the end.
func (c *queueCall) readItem(in *redirect.File, line *redirect.Line, data []byte) ([]byte, interp.Flow, error) {
	for {
		line.Waker = c.sh.Waker()
		var err error
		if data, err = in.ReadLine(data, line); err != sys.ErrWoken {
			return data, interp.Next, err
		}
		if next, again := c.sh.Woken(); !again {
			return data, next, interp.ErrLeft
		}
	}
}

func (c *queueCall) inputEnded(next interp.Flow, err error) (int, interp.Flow) {
	switch {
	case err == nil:
		return 0, interp.Next
	case err == interp.ErrLeft:
		return c.sh.Status(), next
	}
	c.sh.Report("queue push: read: " + interp.Cause(err))
	return 2, interp.Next
}

// add adds an item. One that no command could be given is an error.
func (c *queueCall) add(item []byte) (int, interp.Flow) {
	if bytes.IndexByte(item, 0) >= 0 {
		c.sh.Report("queue push: " + interp.Quote(string(item)) + ": a null byte")
		return 2, interp.Next
	}
	err := c.tryAdd(item)
	next := interp.Next
	if errors.Is(err, ipc.ErrBusy) && c.limit != 0 {
		next, err = c.sh.Patiently(c.limit, func(ctx context.Context) error {
			if c.unique {
				_, err := c.q.PushUnique(ctx, item)
				return err
			}
			return c.q.Push(ctx, item)
		})
	}
	if err != nil {
		return c.ended(next, err)
	}
	return 0, interp.Next
}

func (c *queueCall) tryAdd(item []byte) error {
	if c.unique {
		_, err := c.q.TryPushUnique(item)
		return err
	}
	return c.q.TryPush(item)
}
