package popen

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
)

// TestMisuseOfCmd: each misuse is an *ArgumentError that says what it is, and
// nothing is started or left open.
func TestMisuseOfCmd(t *testing.T) {
	leaks(t)
	var none context.Context
	const groups = "OwnGroup, CallerGroup, Foreground, Session"
	for _, c := range []struct {
		arg, why string
		set      func(c *Cmd)
	}{
		{"ctx", "is nil", func(c *Cmd) { *c = *CommandContext(none, "true") }},
		{"ctx", "is nil", func(c *Cmd) { *c = Cmd{Line: "true"} }},
		{"Line", nul, func(c *Cmd) { c.Line = "true\x00" }},
		{"Args", nul, func(c *Cmd) { c.Args = []string{"a", "\x00"} }},
		{"Name", nul, func(c *Cmd) { c.Name = "\x00" }},
		{"Set", nul, func(c *Cmd) { c.Set = "-e\x00" }},
		{"Shell", nul, func(c *Cmd) { c.Shell = []string{"sh\x00", "-c"} }},
		{"Shell", "is empty", func(c *Cmd) { c.Shell = []string{} }},
		{"Env", nul, func(c *Cmd) { c.Env = []string{"A=\x00"} }},
		{"Dir", nul, func(c *Cmd) { c.Dir = "/\x00" }},
		{"Set", "e is no option", func(c *Cmd) { c.Set = "e" }},
		{"Set", "-eZ is no option", func(c *Cmd) { c.Set = "-eZ" }},
		{"Set", "-o is no option", func(c *Cmd) { c.Set = "-e -o" }},
		{"Set", "nosuch is no option", func(c *Cmd) { c.Set = "-o nosuch" }},
		{"Set", "-- is no option", func(c *Cmd) { c.Set = "--" }},
		{"Set", "-c is no option", func(c *Cmd) { c.Set = "-c" }},
		{"Set", "has no place in Shell", func(c *Cmd) { c.Set, c.Shell = "-e", []string{"fish"} }},
		{"MaxOutput", "is negative", func(c *Cmd) { c.MaxOutput = -1 }},
		{"Pdeathsig", "is no signal", func(c *Cmd) { c.Pdeathsig = 1000 }},
		{groups, "exclude each other", func(c *Cmd) { c.OwnGroup, c.CallerGroup = true, true }},
		{groups, "exclude each other", func(c *Cmd) { c.Foreground, c.Session = true, true }},
	} {
		for f, run := range map[string]func(c *Cmd) error{
			"Start": (*Cmd).Start, "Run": (*Cmd).Run,
			"Output":         func(c *Cmd) error { _, err := c.Output(); return err },
			"CombinedOutput": func(c *Cmd) error { _, err := c.CombinedOutput(); return err },
		} {
			cmd := Command("true")
			c.set(cmd)
			checkMisuse(t, run(cmd), "popen.Cmd."+f, c.arg, c.why)
			if f == "Start" { // with pipes, that are closed
				cmd := Command("true")
				c.set(cmd)
				cmd.StdinPipe()
				cmd.StdoutPipe()
				checkMisuse(t, cmd.Start(), "popen.Cmd.Start", c.arg, c.why)
			}
		}
	}
}

// TestMisuseOfCmdOrder: what is called twice, too early or too late.
func TestMisuseOfCmdOrder(t *testing.T) {
	leaks(t)
	const already, before, set = "was started already", "was not started", "is set already"
	c := Command("true")
	checkMisuse(t, c.Wait(), "popen.Cmd.Wait", "Cmd", before)
	checkMisuse(t, c.Signal(0), "popen.Cmd.Signal", "Cmd", before)
	checkMisuse(t, c.Kill(), "popen.Cmd.Signal", "Cmd", before)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	checkMisuse(t, c.Start(), "popen.Cmd.Start", "Cmd", already)
	checkMisuse(t, c.Run(), "popen.Cmd.Run", "Cmd", already)
	_, err := c.Output()
	checkMisuse(t, err, "popen.Cmd.Output", "Cmd", already)
	_, err = c.StdinPipe()
	checkMisuse(t, err, "popen.Cmd.StdinPipe", "Cmd", already)
	_, err = c.StdoutPipe()
	checkMisuse(t, err, "popen.Cmd.StdoutPipe", "Cmd", already)
	_, err = c.StderrPipe()
	checkMisuse(t, err, "popen.Cmd.StderrPipe", "Cmd", already)
	if err := c.Wait(); err != nil {
		t.Error(err)
	}
	for _, sig := range []syscall.Signal{-1, 1000} {
		if err := c.Signal(sig); err != syscall.EINVAL {
			t.Error(err)
		}
	}
	c = Command("true")
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(""), io.Discard, io.Discard
	_, err = c.StdinPipe()
	checkMisuse(t, err, "popen.Cmd.StdinPipe", "Stdin", set)
	_, err = c.StdoutPipe()
	checkMisuse(t, err, "popen.Cmd.StdoutPipe", "Stdout", set)
	_, err = c.StderrPipe()
	checkMisuse(t, err, "popen.Cmd.StderrPipe", "Stderr", set)
	_, err = c.Output()
	checkMisuse(t, err, "popen.Cmd.Output", "Stdout", set)
	c.Stdout = nil
	_, err = c.CombinedOutput()
	checkMisuse(t, err, "popen.Cmd.CombinedOutput", "Stderr", set)
	c = Command("true")
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.StdoutPipe()
	checkMisuse(t, err, "popen.Cmd.StdoutPipe", "Stdout", set)
	c.Stdout = io.Discard // after all
	checkMisuse(t, c.Start(), "popen.Cmd.Start", "Stdout", "is set, and a pipe for it, too")
	if _, err := out.Read(make([]byte, 1)); err == nil {
		t.Error("the pipe is open")
	}
	var nobody *Cmd
	_, e1 := nobody.Output()
	_, e2 := nobody.StdinPipe()
	for i, err := range []error{nobody.Start(), nobody.Run(), e1, e2} {
		if err != os.ErrInvalid {
			t.Error(i, err)
		}
	}
	checkMisuse(t, nobody.Wait(), "popen.Cmd.Wait", "Cmd", before)
	if nobody.String() != "" || nobody.Pid() != 0 || nobody.Omitted() != 0 || nobody.Environ() != nil {
		t.Error("a nil Cmd")
	}
}

// TestCmdFailures: a Cmd that can't start leaves nothing open, with whatever pipes.
func TestCmdFailures(t *testing.T) {
	leaks(t)
	ctx, cancel := context.WithCancel(bg)
	cancel()
	closed, _ := os.Open(os.DevNull)
	closed.Close()
	for _, c := range []func() *Cmd{
		func() *Cmd { return Command("if") },
		func() *Cmd { return CommandContext(ctx, "true") },
		func() *Cmd { c := CommandContext(ctx, "true"); c.Shell = []string{"sh", "-c"}; return c },
		func() *Cmd { c := Command("true"); c.Shell = []string{"/no/such/shell", "-c"}; return c },
		func() *Cmd { c := Command("true"); c.Stderr = (*os.File)(nil); return c },
		func() *Cmd { c := Command("true"); c.ExtraFiles = []*os.File{closed}; return c },
		func() *Cmd { c := Command("true | true"); c.Dir = "/no/such/directory"; return c },
	} {
		cmd := c()
		in, _ := cmd.StdinPipe()
		out, _ := cmd.StdoutPipe()
		if err := cmd.Start(); err == nil {
			t.Errorf("%s started", cmd)
			cmd.Wait()
		}
		if _, err := in.Write(nil); err == nil {
			t.Errorf("%s: the input is open", cmd)
		}
		if _, err := out.Read(make([]byte, 1)); err == nil {
			t.Errorf("%s: the output is open", cmd)
		}
		if _, err := c().Output(); err == nil {
			t.Errorf("%s: no error", cmd)
		}
		var buf bytes.Buffer
		cmd = c()
		cmd.Stdin, cmd.Stdout = strings.NewReader("x"), &buf
		if err := cmd.Run(); err == nil {
			t.Errorf("%s: no error", cmd)
		}
	}
}
