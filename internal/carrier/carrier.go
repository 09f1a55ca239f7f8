// Package carrier brings a stream of bytes to a worker on another host: by ssh, over
// connections that several commands share, or by any command that carries one.
package carrier

import (
	"context"
	"errors"
	"io"
	"strings"
	"syscall"
	"time"

	"gpipe/internal/columns"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/remote"
	"gpipe/internal/sys"
	"gpipe/internal/sys/pipes"
)

// Host is a host and the way to it.
type Host struct {
	Name   string
	Launch string // a command that carries a stream to a worker; "": ssh
	SSH    string // "": ssh
	Jump   string
	Worker string // the file of the worker there; "": it is looked for
	NoCopy bool   // no worker is copied
	Binary string // the file here that is copied; "": there is none

	Dir    string         // a private directory, for the connections
	Life   *redirect.File // connections end when it is at its end
	Stderr *redirect.File // of ssh, or the launcher; nil: /dev/null
	Tell   func(string)   // is told what happens on the way

	Silence time.Duration // how long ssh may be silent on the way there; 0: for ever
}

// Conn is a stream to a worker.
type Conn struct {
	io.Reader
	io.Writer
	job   *pipeline.Job
	ends  [2]*remote.End
	place int    // descriptor that keeps the place on a connection, or -1
	back  func() // takes the terminal back
}

// pipeSize is that of the pipes to ssh.
const pipeSize = 256 << 10

// Open opens the way to a worker.
func (h *Host) Open(ctx context.Context) (*Conn, error) {
	if h.Launch != "" {
		worker := h.Worker
		if worker == "" {
			worker = "gpipe"
		}
		var o pipeline.Options
		back := lendTerminal(&o) // it may have to ask for a password
		c, err := h.start(ctx, append(h.launcher(), worker, WorkerOption), &o)
		if err != nil {
			back()
			return nil, err
		}
		c.back = back
		return c, nil
	}
	m, err := h.master(ctx)
	if err != nil {
		return nil, err
	}
	argv := append(h.ssh(), "-S", m.socket(), "-o", "ControlMaster=no", "-T", "--", h.Name, "exec "+columns.Quote(m.worker)+" "+WorkerOption)
	c, err := h.start(ctx, argv, &pipeline.Options{})
	if err != nil {
		sys.Close(m.place)
		return nil, err
	}
	c.place = m.place
	return c, nil
}

// Greeting is how long a worker may be silent before it greets; 0: for ever, since a
// launcher may have to wait in a queue.
func (h *Host) Greeting() time.Duration {
	if h.Launch != "" {
		return 0
	}
	return h.Silence
}

// Lost is the status of a command whose host could not be reached, or was lost.
const Lost = 254

// WorkerOption makes gpipe a worker; with a value it tells about itself: see Probe.
const WorkerOption = "--worker"

// launcher is the words of the command that carries the stream; %h stands for the
// host.
func (h *Host) launcher() []string {
	words := strings.Fields(h.Launch)
	for i := range words {
		words[i] = strings.ReplaceAll(words[i], "%h", h.Name)
	}
	return words
}

// ssh is the words of ssh, with the options that all calls have.
func (h *Host) ssh() []string {
	words := strings.Fields(h.SSH)
	if len(words) == 0 {
		words = []string{"ssh"}
	}
	if h.Jump != "" {
		words = append(words, "-J", h.Jump)
	}
	return append(words, "-o", "ClearAllForwardings=yes", "-o", "ControlPersist=no")
}

// start starts a carrier, in a group of its own: the keys of the terminal are for the
// client, which passes them on.
func (h *Host) start(ctx context.Context, argv []string, o *pipeline.Options) (*Conn, error) {
	var ends [2]*remote.End
	o.Group = pipeline.GroupOwn
	for i := range ends {
		r, w, err := sys.Pipe()
		if err != nil {
			if i > 0 {
				ends[0].Close()
			}
			return nil, err
		}
		pipes.SetPipeSize(w, pipeSize)
		theirs := redirect.NewFile(w)
		if i == 0 {
			theirs = redirect.NewFile(r)
			ends[i], o.Stdin = remote.NewEnd(w), theirs
		} else {
			ends[i], o.Stdout = remote.NewEnd(r), theirs
		}
		defer theirs.Unref()
	}
	if h.Stderr != nil {
		o.Stderr = h.Stderr
	}
	job, err := pipeline.New(pipeline.Cmd(argv...)).StartWith(context.WithoutCancel(ctx), o)
	if err != nil {
		ends[0].Close()
		ends[1].Close()
		return nil, notStarted(argv[0], err)
	}
	return &Conn{Reader: ends[1], Writer: ends[0], job: job, ends: ends, place: -1, back: func() {}}, nil
}

// notStarted says of a program why it could not be started.
func notStarted(name string, err error) error {
	if e := sys.Errno(err); e != 0 && !errors.Is(err, pipeline.ErrNotFound) {
		return &pathError{name, e}
	}
	return &pathError{name, pipeline.ErrNotFound}
}

// Settled says that the worker is there.
func (c *Conn) Settled() { c.back() }

// HangUp ends the stream to the worker: it sees the end of the stream.
func (c *Conn) HangUp() {
	c.ends[0].Close()
}

// Close ends the carrier and waits for that. Nobody reads or writes any more.
func (c *Conn) Close() {
	c.HangUp()
	c.job.Wait()
	c.ends[1].Close()
	if c.place >= 0 {
		sys.Close(c.place)
	}
}

// Abandon ends the carrier by force.
func (c *Conn) Abandon() {
	c.job.Signal(syscall.SIGKILL)
}

// Ended waits for the carrier, and says how it has ended.
func (c *Conn) Ended() string {
	c.job.Wait()
	st := c.job.Status(0)
	if ws := st.WaitStatus; ws.Signaled() {
		return st.Name + ": " + ws.Signal().String()
	}
	return remote.Status{Code: st.ExitCode()}.String() + " of " + st.Name
}
