package interp

import (
	"context"
	"io"
	"strconv"
	"syscall"

	"gpipe/internal/parallel"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/sys/files"
)

// countedLines is what sort | uniq -c has between its two stages when these are one
// count of equal lines. Both have ended when one has nothing to do any more.
type countedLines struct {
	ready chan *counts  // closed when the stage of sort has ended
	over  chan struct{} // closed when that of uniq has
	left  int64         // bytes that uniq would not have read when it ended
}

// counts is what was counted. Who has it releases it.
type counts struct {
	*parallel.Counter
	spilled []*redirect.File // what memory did not take
}

func (c *counts) release() {
	if c == nil {
		return
	}
	for _, f := range c.spilled {
		f.Unref()
	}
}

// How much is read at once, and counted in memory.
const (
	countReads  = 256 << 10
	countMemory = 128 << 20
)

// countStages makes the stages for sort and uniq -c.
func (sh *Shell) countStages(sorts, uniq *stage, x, y *external) (pipeline.Stage, pipeline.Stage) {
	c := &countedLines{ready: make(chan *counts, 1), over: make(chan struct{})}
	first := sh.builtinStage(sorts.simple, x.argv, c.read, func() { close(c.ready) })
	second := sh.builtinStage(uniq.simple, y.argv, c.write, func() { close(c.over) })
	return first.Written(sorts.text), second.Written(uniq.text)
}

// The statuses of sort and uniq when they fail.
const (
	sortFails = 2
	uniqFails = 1
)

// read is the stage of sort: it counts the lines of its input. Its status is that of
// a sort whose reader ends as the other stage does.
func (c *countedLines) read(sh *Shell, _ []string) (int, Flow) {
	in, err := sh.Input(0)
	all := &counts{Counter: parallel.NewCounter()}
	if err == nil {
		err = all.readAll(sh, &in)
	}
	if err != nil {
		all.release()
	}
	switch {
	case err == ErrLeft:
		return sh.status, in.Next()
	case err != nil:
		sh.Report("sort: read: " + Cause(err))
		return sortFails, Next
	}
	c.ready <- all
	next, err := sh.Patiently(-1, func(ctx context.Context) error {
		select {
		case <-c.over:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	select { // the other stage may have failed before
	case all := <-c.ready:
		all.release()
	default:
	}
	switch {
	case err != nil:
		return sh.status, next
	case c.left > pipeSize && !sh.isIgnored(syscall.SIGPIPE):
		return 128 + int(syscall.SIGPIPE), Next
	case c.left > pipeSize:
		return sortFails, Next
	}
	return 0, Next
}

// readAll counts the lines of the input.
func (c *counts) readAll(sh *Shell, in *Input) error {
	buf := make([]byte, countReads)
	for {
		n, err := in.Read(buf)
		c.Add(buf[:n])
		if err == nil && c.Memory() > countMemory {
			err = c.spill(sh)
		}
		switch {
		case err == io.EOF:
			c.End()
			return nil
		case err != nil:
			return err
		}
	}
}

// spill puts what was counted into a file without a name.
func (c *counts) spill(sh *Shell) error {
	fd, err := sh.unnamedFile()
	if err != nil {
		return err
	}
	f := redirect.NewFile(fd)
	c.spilled = append(c.spilled, f)
	return c.Spill(f)
}

// spilledReader reads a file from its beginning.
type spilledReader struct {
	file *redirect.File
	at   int64
}

func (r *spilledReader) Read(p []byte) (int, error) {
	fd, err := r.file.Fd()
	if err != nil {
		return 0, err
	}
	n, err := files.ReadFileFrom(fd, p, r.at)
	r.at += int64(n)
	if n == 0 && err == nil {
		err = io.EOF
	}
	return n, err
}

// write is the stage of uniq -c.
func (c *countedLines) write(sh *Shell, _ []string) (int, Flow) {
	var all *counts
	next, err := sh.Patiently(-1, func(ctx context.Context) error {
		select {
		case all = <-c.ready:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	defer func() { all.release() }()
	switch {
	case err != nil:
		return sh.status, next
	case all == nil:
		return 0, Next
	}
	c.left = all.Bytes
	if err := all.writeAll(sh.Out(), &c.left); err != nil {
		sh.Report("uniq: read: " + Cause(err))
		return uniqFails, Next
	}
	if sh.Out().Flush() != nil {
		return uniqFails, Next
	}
	return 0, Next
}

// writeAll writes the counts, and subtracts from left what has been done with.
func (c *counts) writeAll(out *Writer, left *int64) error {
	var spilled []io.Reader
	for _, f := range c.spilled {
		spilled = append(spilled, &spilledReader{file: f})
	}
	var text []byte
	return c.Each(spilled, func(line []byte, n int64) bool {
		text = append(append(appendCount(text[:0], n), line...), '\n')
		_, err := out.Write(text)
		*left -= n * int64(len(line)+1)
		return err == nil
	})
}

// appendCount appends what uniq -c puts before a line.
func appendCount(dst []byte, n int64) []byte {
	const width = 7
	var digits [20]byte
	text := strconv.AppendInt(digits[:0], n, 10)
	for i := len(text); i < width; i++ {
		dst = append(dst, ' ')
	}
	return append(append(dst, text...), ' ')
}
