package interp

import (
	"syscall"

	"gpipe/redirect"
)

// Invoke runs a built-in with the Shell's files: its output is flushed, and
// a failing write becomes its status.
func (sh *Shell) Invoke(b *Builtin, args []string) Flow {
	saved := sh.out
	sh.out = Writer{buf: saved.buf[len(saved.buf):], files: &sh.files, waker: sh.Waker()}
	sh.last = 0
	status, f := b.Run(sh, args)
	err := sh.out.Flush()
	if sh.out.wrote {
		sh.NewEpoch()
	}
	kept := sh.out.buf
	sh.out = saved
	if len(saved.buf) == 0 {
		sh.out.buf = kept
	}
	sh.status = status
	sh.piped = false
	if err == nil {
		return f
	}
	return sh.writeError(args[0], err, f)
}

// writeError handles output that could not be written. EPIPE ends the
// environment as SIGPIPE would have ended a process, unless that is ignored.
func (sh *Shell) writeError(name string, err error, f Flow) Flow {
	if err == syscall.EPIPE && !sh.isIgnored(syscall.SIGPIPE) {
		sh.status = 128 + int(syscall.SIGPIPE)
		sh.killed = syscall.SIGPIPE
		return Exit()
	}
	if err == redirect.ErrWoken {
		sh.status = 128 + int(syscall.SIGTERM)
		return f
	}
	sh.Report(name + ": write: " + cause(err))
	if sh.status == 0 {
		sh.status = 1
	}
	return f
}

// Out is where the running built-in writes its standard output.
func (sh *Shell) Out() *Writer { return &sh.out }

// isIgnored tells whether the environment ignores sig.
func (sh *Shell) isIgnored(sig sigNum) bool {
	for _, s := range sh.ignored {
		if s == sig {
			return true
		}
	}
	return false
}

// sigNum is a signal number.
type sigNum = syscall.Signal
