//go:build !windows

package popen

import (
	"os"
	"strings"

	"gpipe/internal/option"
	"gpipe/internal/sys/self"
	"gpipe/internal/sys/spawn"
	"gpipe/pipeline"
)

// launch starts the command, for the method f.
func (c *Cmd) launch(f string) error {
	if c == nil {
		return os.ErrInvalid
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.started {
		return &ArgumentError{Func: f, Arg: "Cmd", Why: "was started already"}
	}
	c.started = true
	cmd, err := c.begin(f)
	c.ends.in, c.ends.out, c.ends.err = nil, nil, nil // they have another owner
	if c.pty != nil {
		c.pty.handed()
	}
	if err != nil {
		c.abandon()
		return err
	}
	if c.cmd = cmd; c.tail != nil {
		c.tail.Start()
	}
	return nil
}

// abandon closes the host's ends of all pipes.
func (c *Cmd) abandon() {
	c.ends.abandon()
	if c.tail != nil {
		c.tail.Drop()
		c.tail = nil
	}
}

// begin checks and starts. The command's ends of the pipes are closed in any case.
func (c *Cmd) begin(f string) (running, error) {
	arg, why := c.misused()
	if why != "" {
		c.ends.drop()
		return nil, &ArgumentError{Func: f, Arg: arg, Why: why}
	}
	o := c.options()
	if o.shell != nil {
		return startArgs(c.ctx, short(c.Line), o.shell, &c.ends, o)
	}
	if err := over(c.ctx, c.Line); err != nil {
		c.ends.drop()
		return nil, err
	}
	return startLine(c.ctx, c.Line, &c.ends, o, false)
}

// options translates the fields.
func (c *Cmd) options() *options {
	o := apply(nil)
	o.dir, o.args, o.name, o.extra = c.Dir, c.Args, c.Name, c.ExtraFiles
	o.session, o.pdeathsig, o.group = c.Session, c.Pdeathsig, c.group()
	o.set = strings.Fields(c.Set)
	if c.Env != nil {
		o.env = self.Deduplicate(c.Env)
	}
	if c.Grace != 0 {
		o.grace = c.Grace
	}
	if c.Drain != 0 {
		o.drain = c.Drain
	}
	o.given = [3]bool{true, true, true}
	o.std = [3]any{c.Stdin, c.Stdout, c.Stderr}
	if shell := *c.shell(); shell != nil {
		o.shell = c.argv(shell)
	}
	return o
}

// group is the process group of the commands.
func (c *Cmd) group() pipeline.Group {
	switch {
	case c.OwnGroup:
		return pipeline.GroupOwn
	case c.CallerGroup:
		return pipeline.GroupCaller
	case c.Foreground:
		return pipeline.GroupForeground
	}
	return pipeline.GroupAuto
}

// misused tells which field can't be, and why.
func (c *Cmd) misused() (field, why string) {
	groups := 0
	for _, is := range [...]bool{c.OwnGroup, c.CallerGroup, c.Foreground, c.Session} {
		if is {
			groups++
		}
	}
	switch {
	case c.ctx == nil:
		return "ctx", "is nil"
	case groups > 1:
		return "OwnGroup, CallerGroup, Foreground, Session", "exclude each other"
	case c.Shell != nil && len(c.Shell) == 0:
		return "Shell", "is empty"
	case c.Stdin != nil && c.ends.in != nil:
		return "Stdin", twice
	case c.Stdout != nil && c.ends.out != nil:
		return "Stdout", twice
	case c.Stderr != nil && c.ends.err != nil:
		return "Stderr", twice
	case c.MaxOutput < 0:
		return "MaxOutput", "is negative"
	case !isSignal(c.Pdeathsig):
		return "Pdeathsig", "is no signal"
	case c.Pdeathsig != 0 && !spawn.CanPdeathsig:
		return "Pdeathsig", "is not supported by this system"
	}
	for _, x := range [...]struct {
		field string
		list  []string
	}{{"Line", []string{c.Line}}, {"Args", c.Args}, {"Name", []string{c.Name}}, {"Set", []string{c.Set}}, {"Shell", c.Shell},
		{"Env", c.Env}, {"Dir", []string{c.Dir}}} {
		if anyNUL(x.list) {
			return x.field, nul
		}
	}
	return c.badSet()
}

const twice = "is set, and a pipe for it, too"

// badSet tells what is wrong with Set.
func (c *Cmd) badSet() (field, why string) {
	words, shell := strings.Fields(c.Set), *c.shell()
	if shell != nil {
		if len(words) > 0 && len(shell) == 1 {
			return "Set", "has no place in Shell"
		}
		return "", ""
	}
	if _, _, bad := option.Read(words); bad != "" {
		return "Set", bad + " is no option"
	}
	return "", ""
}
