//go:build !linux

package sysv

import "golang.org/x/sys/unix"

// MqAttr is struct mq_attr.
type MqAttr struct{ Flags, MaxMessages, MessageSize, Current int }

// MqOpen is mq_open(3), the name without its slash.
func MqOpen(string, int, uint32, *MqAttr) (int, error) { return -1, unix.ENOSYS }

// MqUnlink is mq_unlink(3).
func MqUnlink(string) error { return unix.ENOSYS }

// MqAttributes is mq_getattr(3).
func MqAttributes(int) (MqAttr, error) { return MqAttr{}, unix.ENOSYS }

// MqSend is mq_send(3).
func MqSend(int, []byte, uint32, bool) error { return unix.ENOSYS }

// MqReceive is mq_receive(3).
func MqReceive(int, []byte, bool) (int, uint32, error) { return 0, 0, unix.ENOSYS }
