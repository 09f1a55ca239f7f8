package main

import (
	"context"
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/carrier"
	"gpipe/internal/redirect"
	"gpipe/internal/remote"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/poll"
	"gpipe/internal/sys/rlimit"
	"gpipe/internal/sys/self"
	"gpipe/internal/sys/signals"
)

// onHost is the process of the built-in on: it stands here for a command on another
// host, and ends as that does. Its words are a directory for connections, the place of
// the command, for messages, and the arguments of on. life is a descriptor that comes
// to its end when the shell is gone, and "+" behind it if the shell waits for the
// command, which does not outlive it then.
func onHost(life string, words []string) int {
	if len(words) < 2 {
		return complain("on: started by hand", 2)
	}
	c := client{place: words[1]}
	number, waited := strings.CutSuffix(life, "+")
	fd, err := strconv.Atoi(number)
	if err == nil {
		c.life, err = sys.Dup(fd)
		sys.Close(fd)
	}
	r, fault := remote.ParseRequest(words[2:])
	switch {
	case err != nil:
		return c.fails(err.Error(), 2)
	case fault != "":
		return c.fails(fault, 2)
	}
	self.UseProcessors()
	if waited {
		go c.endWith()
	}
	return c.run(r, words[0])
}

// client is such a process.
type client struct {
	place string
	host  string
	life  int
}

// fails reports.
func (c *client) fails(why string, status int) int {
	text := c.place + "on: "
	if c.host != "" {
		text += c.host + ": "
	}
	return complain(text+why, status)
}

// run runs the command.
func (c *client) run(r *remote.Request, dir string) int {
	c.host = r.Hosts[0]
	life, stderr := redirect.NewFile(c.life), redirect.Borrow(2)
	h := carrier.Host{Name: c.host, Launch: r.Launch, SSH: r.SSH, Jump: r.Jump, Worker: r.Worker, NoCopy: r.NoCopy,
		Binary: self.Program(), Dir: dir, Life: life, Stderr: stderr, Silence: r.Silence, Tell: func(what string) { c.fails(what, 0) }}
	conn, err := h.Open(context.Background())
	if err != nil {
		return c.fails(err.Error(), carrier.Lost)
	}
	s := remote.NewSession(conn, conn)
	noise, err := s.Greet(h.Greeting())
	conn.Settled()
	if err != nil {
		return c.unanswered(conn, noise, err)
	}
	std, err := c.streams(r.Stdin)
	if err != nil {
		return c.fails(err.Error(), carrier.Lost)
	}
	status, err := s.Run(start(r), std, c.signals())
	switch err := err.(type) {
	case *remote.LostError:
		conn.Abandon()
		return c.fails(err.Error(), carrier.Lost)
	case *remote.WriteError:
		return c.fails(err.Error(), 1)
	}
	if status.Fault != "" {
		return c.fails(status.Fault, status.Code)
	}
	return endAs(status)
}

// unanswered says why there is no worker.
func (c *client) unanswered(conn *carrier.Conn, noise string, err error) int {
	if noise = strings.TrimSpace(noise); noise != "" {
		noise = ", which said: " + noise[:min(len(noise), 200)]
	}
	conn.HangUp()
	if sys.Errno(err) == 0 && strings.HasSuffix(err.Error(), "EOF") {
		return c.fails("no worker has answered: "+conn.Ended()+noise, carrier.Lost)
	}
	conn.Abandon()
	return c.fails(err.Error()+noise, carrier.Lost)
}

// start is the command as the worker gets it.
func start(r *remote.Request) *remote.Start {
	env := sys.Environ()
	s := &remote.Start{Argv: r.Argv, Env: r.Environ(env), Dir: r.Dir, Must: r.Dir != "", Umask: self.Umask(), Stdin: r.Stdin, Silence: r.Silence}
	if s.Dir != "" {
		return s
	}
	for _, entry := range env {
		if name, ok := strings.CutPrefix(entry, "PWD="); ok && strings.HasPrefix(name, "/") && files.SameFile(-1, name, ".") {
			s.Dir = name
			return s
		}
	}
	s.Dir, _ = files.Getwd(-1)
	return s
}

// streams are those of the command.
func (c *client) streams(stdin bool) (std remote.Streams, err error) {
	std = remote.Streams{Stdout: remote.NewEnd(1), Stderr: remote.NewEnd(2), Stop: func() { signals.Kill(sys.Getpid(), int(syscall.SIGSTOP)) }}
	if !stdin {
		return std, nil
	}
	in, err := remote.NewInput(redirect.Borrow(0), leaveInput)
	if err != nil {
		return std, err
	}
	std.Stdin, std.EndStdin = in, in.End
	return std, nil
}

// leaveInput lets whoever writes to standard input know that nobody reads.
func leaveInput() {
	null, err := sys.Open(-1, "/dev/null", syscall.O_RDONLY, 0)
	if err == nil {
		sys.DupTo(null, 0)
		sys.Close(null)
	}
}

// signals are those that come for the command. What is ignored here stays so.
func (c *client) signals() <-chan syscall.Signal {
	came := make(chan syscall.Signal, 64)
	catcher := signals.NewCatcher(func(sig syscall.Signal) {
		select {
		case came <- sig:
		default:
		}
	})
	for _, sig := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGUSR1, syscall.SIGUSR2,
		syscall.SIGALRM, syscall.SIGTSTP, syscall.SIGCONT} {
		if !sys.Ignored(sig) {
			catcher.Catch(sig)
		}
	}
	return came
}

// endWith ends the process when the shell is gone.
func (c *client) endWith() {
	if poll.AwaitReadable(c.life, -1) == nil {
		signals.DieOf(syscall.SIGHUP)
	}
}

// endAs ends the process as the command has ended.
func endAs(s remote.Status) int {
	n, ok := signals.Number(s.Signal)
	if s.Signal == "" || !ok || n <= 0 {
		return s.Code
	}
	rlimit.Set(rlimit.Limit{Resource: syscall.RLIMIT_CORE}) // the core is there
	sig := syscall.Signal(n)
	signals.Default(sig)
	signals.DieOf(sig)
	return 128 + n
}
