package builtin

import (
	"bytes"
	"context"
	"errors"

	"gpipe/internal/interp"
	"gpipe/internal/redirect"
	"gpipe/ipc"
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
	in, err := c.sh.Input(0)
	if err != nil {
		c.sh.Report("queue push: 0: " + err.Error())
		return 2, interp.Next
	}
	var data []byte
	for {
		if data, err = in.ReadLine(data[:0], &redirect.Line{Delim: c.delim}); err != nil || len(data) == 0 {
			return c.inputEnded(in.Next(), err)
		}
		if status, next := c.add(bytes.TrimSuffix(data, []byte{c.delim})); status != 0 || next != interp.Next {
			return status, next
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
