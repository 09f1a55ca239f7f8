package interp

import (
	"io"

	"gpipe/redirect"
)

// Input is the shell's standard input as a source: it reads no further than
// the line it needs, since commands read what follows.
func (sh *Shell) Input() Source { return Source{Reader: &lineReader{sh: sh}} }

// lineReader gives one line of standard input per Read, if p has the room.
type lineReader struct {
	sh   *Shell
	line []byte
	rest []byte
	done bool
}

func (r *lineReader) Read(p []byte) (int, error) {
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
func (r *lineReader) fill() error {
	f := r.sh.files.Get(0)
	if r.done || f == nil {
		return io.EOF
	}
	var err error
	r.line = r.line[:0]
	for {
		r.line, err = f.ReadLine(r.line, &redirect.Line{Delim: '\n', Waker: r.sh.Waker(), Epoch: r.sh.Epoch()})
		if err == nil {
			break
		}
		if err != redirect.ErrWoken {
			return err
		}
		if next, again := r.sh.Woken(); !again {
			return &left{next}
		}
	}
	if len(r.line) == 0 {
		return io.EOF
	}
	r.done = r.line[len(r.line)-1] != '\n'
	r.rest = r.line
	return nil
}
