package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"

	"gpipe/ipc"
)

// ringBytes is how many bytes the ring has, and queueBytes about how many the
// queue, unless the messages are very long.
const (
	ringBytes  = 1 << 20
	queueBytes = 1 << 20
)

// entries is how many messages of a size the queue has room for.
func entries(size int) int {
	one := ipc.MessageQueueSize(2, size) - ipc.MessageQueueSize(1, size)
	return max(8, queueBytes/one)
}

// transfer receives n messages that another process sends.
func transfer(kind string, n, size int) error {
	var m *ipc.Memory
	var err error
	switch kind {
	case "ring":
		m, err = ipc.New(ipc.RingSize(ringBytes))
	case "queue":
		m, err = ipc.New(ipc.MessageQueueSize(entries(size), size))
	}
	if err != nil {
		return err
	}
	if m != nil {
		defer m.Close()
	}
	receive, end, err := receiver(kind, m, size)
	if err != nil {
		return err
	}
	defer end()
	child, err := start(kind+"-child", n, size, m)
	if err != nil {
		return err
	}
	buf := make([]byte, size)
	sum := uint64(0)
	for range n {
		if err := receive(buf); err != nil {
			return err
		}
		sum += uint64(binary.LittleEndian.Uint32(buf)) + uint64(buf[size-1])
	}
	child.wait()
	fmt.Println(sum)
	return nil
}

func receiver(kind string, m *ipc.Memory, size int) (receive func([]byte) error, end func() error, err error) {
	if kind == "ring" {
		r, err := ipc.NewRing(m, 0, ringBytes)
		if err != nil {
			return nil, nil, err
		}
		end, err := r.Reader()
		if err != nil {
			return nil, nil, err
		}
		return func(buf []byte) error {
			_, err := end.Receive(context.Background(), buf)
			return err
		}, end.Close, nil
	}
	q, err := queue(kind, m, size, os.Getpid())
	if err != nil {
		return nil, nil, err
	}
	end = q.Close
	if kind != "queue" {
		end = q.Remove
	}
	return func(buf []byte) error {
		_, err := q.ReceiveInto(context.Background(), ipc.Any, buf)
		return err
	}, end, nil
}

func queue(kind string, m *ipc.Memory, size, pid int) (ipc.MessageQueue, error) {
	switch kind {
	case "sysv":
		return ipc.OpenSysV(ipc.Key(0x67700000|pid&0xffff), 0o600)
	case "mq":
		return ipc.OpenPOSIX("goipc-"+strconv.Itoa(pid), 10, size, 0o600)
	}
	return ipc.NewMessageQueue(m, 0, entries(size), size)
}

// send is the other process of transfer.
func send(part string, n, size int) error {
	out, end, err := sender(part, size)
	if err != nil {
		return err
	}
	defer end()
	buf := make([]byte, size)
	for i := range n {
		binary.LittleEndian.PutUint32(buf, uint32(i))
		buf[size-1] = byte(i)
		if err := out(buf); err != nil {
			return err
		}
	}
	return nil
}

func sender(part string, size int) (send func([]byte) error, end func() error, err error) {
	var m *ipc.Memory
	if part == "ring-child" || part == "queue-child" {
		if m, err = ipc.OpenFile(os.NewFile(3, "memory")); err != nil {
			return nil, nil, err
		}
	}
	if part == "ring-child" {
		r, err := ipc.NewRing(m, 0, ringBytes)
		if err != nil {
			return nil, nil, err
		}
		w, err := r.Writer()
		if err != nil {
			return nil, nil, err
		}
		return func(buf []byte) error { return w.Send(context.Background(), buf) }, w.Close, nil
	}
	q, err := queue(part[:len(part)-len("-child")], m, size, os.Getppid())
	if err != nil {
		return nil, nil, err
	}
	return func(buf []byte) error { return q.Send(context.Background(), ipc.Message{Data: buf}) }, q.Close, nil
}
