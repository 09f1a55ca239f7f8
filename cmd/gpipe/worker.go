package main

import (
	"runtime"
	"syscall"

	"gpipe/internal/carrier"
	"gpipe/internal/remote"
	"gpipe/internal/sys/proc"
	"gpipe/internal/sys/self"
	"gpipe/internal/sys/signals"
	"gpipe/internal/sys/thread"
)

// worker runs a command for a gpipe on another host, to which standard input and
// output lead. With a question it tells about itself.
func worker(question string) int {
	if question != "" {
		text, err := carrier.Probe(question, self.Program())
		if err != nil {
			return complain("worker: "+err.Error(), 2)
		}
		return print(text + "\n")
	}
	proc.FosterOrphans()
	thread.ReceiveSignals()
	proc.AdoptOrphans()
	self.UseProcessors()
	stop := make(chan struct{}, 1)
	c := signals.NewCatcher(func(syscall.Signal) {
		select {
		case stop <- struct{}{}:
		default:
		}
	})
	for _, sig := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM} {
		c.Catch(sig)
	}
	signals.Default(syscall.SIGPIPE)
	runtime.LockOSThread() // with the thread that started the command that ends
	if remote.Serve(remote.NewEnd(0), remote.NewEnd(1), stop, remote.StartCommand) != nil {
		return 1
	}
	return 0
}
