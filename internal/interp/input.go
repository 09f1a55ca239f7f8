package interp

import (
	"errors"
	"io"
	"syscall"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
)

// Input is a file that the shell itself reads. What comes is counted, and begins
// a new epoch if it is from somebody who is at work; the time that is spent waiting
// shows; and a signal that has an action runs it meanwhile.
type Input struct {
	sh   *Shell
	file *redirect.File
	next Flow

	// Brief is for what does not wait on in POSIX mode when the action of a
	// signal has run: it fails with ErrInterrupted then.
	Brief bool
}

// The errors of an Input that are no failure of the file.
var (
	// ErrLeft: a signal, or its action, has left the command: see Next.
	ErrLeft = errors.New("left")
	// ErrInterrupted: see Brief. The status is that of Shell.Interrupted.
	ErrInterrupted = errors.New("interrupted")
)

// Input is the file that fd stands for. The error is EBADF.
func (sh *Shell) Input(fd int) (Input, error) {
	f := sh.files.Get(fd)
	if f == nil {
		return Input{}, syscall.EBADF
	}
	return sh.InputOf(f), nil
}

// InputOf is an Input that reads f, which stays the caller's.
func (sh *Shell) InputOf(f *redirect.File) Input { return Input{sh: sh, file: f} }

// File is what is read.
func (in *Input) File() *redirect.File { return in.file }

// Next is where the shell goes on after ErrLeft.
func (in *Input) Next() Flow { return in.next }

// ReadLine appends what l says, as redirect.File.ReadLine does; the Waker and the
// Epoch are the Input's.
func (in *Input) ReadLine(dst []byte, l *redirect.Line) ([]byte, error) {
	sh, start := in.sh, len(dst)
	was := sh.tally.Begin(pipeline.WaitingForInput)
	l.Waker, l.Epoch = sh.Waker(), sh.epoch()
	dst, err := redirect.ReadLine(in.file, dst, l)
	if err == redirect.ErrWoken {
		dst, err = in.readOn(dst, l, len(dst)-start)
	}
	sh.tally.Begin(was)
	in.count(len(dst) - start)
	return dst, err
}

// readOn is the rest of a ReadLine that was woken when it had read so much.
func (in *Input) readOn(dst []byte, line *redirect.Line, read int) ([]byte, error) {
	l := *line
	for {
		if l.Max > 0 {
			l.Max -= read
		}
		if err := in.woken(); err != nil {
			return dst, err
		}
		l.Waker, l.Epoch = in.sh.Waker(), in.sh.epoch()
		before := len(dst)
		var err error
		if dst, err = redirect.ReadLine(in.file, dst, &l); err != redirect.ErrWoken {
			return dst, err
		}
		read = len(dst) - before
	}
}

// Read reads once. At the end it returns 0 and io.EOF.
func (in *Input) Read(p []byte) (int, error) {
	was := in.sh.tally.Begin(pipeline.WaitingForInput)
	n, err := redirect.ReadOr(in.file, in.sh.Waker(), p)
	for err == redirect.ErrWoken {
		if err = in.woken(); err == nil {
			n, err = redirect.ReadOr(in.file, in.sh.Waker(), p)
		}
	}
	in.sh.tally.Begin(was)
	n = max(n, 0)
	in.count(n)
	if n == 0 && err == nil {
		err = io.EOF
	}
	return n, err
}

// count notes that something was read.
func (in *Input) count(n int) {
	in.sh.tally.Count(int64(n), 0)
	if redirect.Live(in.file) {
		in.sh.newEpoch()
	}
}

// woken runs the actions of signals that have come. Without an error the wait
// goes on.
func (in *Input) woken() error {
	next, again := in.sh.Woken()
	if !again {
		in.next = next
		return ErrLeft
	}
	if in.Brief && in.sh.Interrupted() != 0 {
		return ErrInterrupted
	}
	return nil
}

// Script is the shell's standard input as a source: it reads no further than
// the line it needs, since commands read what follows.
func (sh *Shell) Script() Source { return Source{Reader: &scriptReader{sh: sh}} }

// scriptReader gives one line of standard input per Read, if p has the room.
type scriptReader struct {
	sh   *Shell
	line []byte
	rest []byte
	done bool
}

func (r *scriptReader) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		if err := r.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// fill reads the next line.
func (r *scriptReader) fill() error {
	in, err := r.sh.Input(0) // another file by now, maybe
	if r.done || err != nil {
		return io.EOF
	}
	r.line, err = in.ReadLine(r.line[:0], &redirect.Line{Delim: '\n'})
	switch {
	case err == ErrLeft:
		return &leaveError{in.next}
	case err != nil:
		return err
	case len(r.line) == 0:
		return io.EOF
	}
	r.done = r.line[len(r.line)-1] != '\n'
	r.rest = r.line
	return nil
}
