//go:build !linux

package proc

import "syscall"

// Only Linux says who descends from whom: nobody is found here.

type tableReader struct{}

var processes tableReader

func (tableReader) read() *struct{} { return nil }

func (k *Kin) lookIn(*struct{}, []int) bool { return false }

func pipeInode(int) uint64 { return 0 }

func signalIf(int, uint64, syscall.Signal) bool { return false }
