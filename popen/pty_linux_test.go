package popen

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

// terminal starts a line in a terminal of 100 columns and 30 rows.
func terminal(t *testing.T, c *Cmd) *Pty {
	t.Helper()
	p, err := c.Terminal(100, 30)
	if err != nil {
		t.Skip(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPty: all streams are the terminal, which is the controlling one, of the size.
func TestPty(t *testing.T) {
	leaks(t)
	for _, shell := range [][]string{nil, {"bash", "-c"}} {
		c := Command("test -t 0 && test -t 1 && test -t 2 && stty size </dev/tty; exit 3")
		c.Shell = shell
		p := terminal(t, c)
		if columns, rows := p.Size(); columns != 100 || rows != 30 {
			t.Error(columns, rows)
		}
		text, err := io.ReadAll(p)
		if string(text) != "30 100\r\n" || err != nil {
			t.Errorf("%q, %v", text, err)
		}
		if err := c.Wait(); ExitCode(err) != 3 {
			t.Error(err)
		}
		if p.Close() != nil || p.Close() != os.ErrClosed {
			t.Error("Close")
		}
	}
}

// TestPtyTalk: what is typed is read and shown; a new size is a signal; ^C ends.
func TestPtyTalk(t *testing.T) {
	leaks(t)
	c := Command(`trap 'stty size' WINCH; echo ready; while :; do read line && echo "<$line>"; done`)
	p := terminal(t, c)
	defer p.Close()
	in := bufio.NewReader(p)
	expect := func(want string) {
		t.Helper()
		line, err := in.ReadString('\n')
		if got := strings.TrimSpace(line); got != want || err != nil {
			t.Fatalf("%q, %v; want %q", line, err, want)
		}
	}
	expect("ready")
	io.WriteString(p, "typed\n")
	expect("typed") // the echo
	expect("<typed>")
	if err := p.Resize(40, 20); err != nil {
		t.Fatal(err)
	}
	io.WriteString(p, "more\n") // a read may not end by a signal
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if strings.TrimSpace(line) == "20 40" {
			break
		}
	}
	io.WriteString(p, "\x03")
	if err := c.Wait(); ExitCode(err) != 130 {
		t.Error(err)
	}
}

// TestPtyHangUp: to close it is a hang-up, and so is the end of the context an end.
func TestPtyHangUp(t *testing.T) {
	leaks(t)
	c := Command("echo ready; sleep 1000")
	p := terminal(t, c)
	p.Read(make([]byte, 1))
	p.Close()
	var err error
	returns(t, "Wait", func() { err = c.Wait() })
	if ExitCode(err) != 129 {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	c = CommandContext(ctx, "echo ready; sleep 1000")
	p = terminal(t, c)
	p.Read(make([]byte, 1))
	cancel()
	returns(t, "Wait", func() { err = c.Wait() })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	io.Copy(io.Discard, p)
	p.Close()
	// A read that is under way returns.
	c = Command("sleep 1000")
	p = terminal(t, c)
	read := make(chan error)
	go func() {
		_, err := p.Read(make([]byte, 1))
		read <- err
	}()
	p.Close()
	returns(t, "Read", func() { err = <-read })
	if !errors.Is(err, os.ErrClosed) {
		t.Error(err)
	}
	returns(t, "Wait", func() { err = c.Wait() })
	if ExitCode(err) != 129 {
		t.Error(err)
	}
}

// TestPtyAndStreams: what is given stays.
func TestPtyAndStreams(t *testing.T) {
	leaks(t)
	var out bytes.Buffer
	c := Command("test -t 0 && ! test -t 1 && echo out; echo shown >/dev/tty")
	c.Stdout = &out
	p := terminal(t, c)
	defer p.Close()
	if err := c.Wait(); err != nil || out.String() != "out\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
	if text, err := io.ReadAll(p); string(text) != "shown\r\n" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
}

func TestMisuseOfPty(t *testing.T) {
	leaks(t)
	c := Command("true")
	_, err := c.Terminal(-1, 1)
	checkMisuse(t, err, "popen.Cmd.Terminal", "columns", "can't be")
	_, err = c.Terminal(1, 1<<16)
	checkMisuse(t, err, "popen.Cmd.Terminal", "rows", "can't be")
	p, err := c.Terminal(0, 0)
	if err != nil {
		t.Skip(err)
	}
	_, err = c.Terminal(0, 0)
	checkMisuse(t, err, "popen.Cmd.Terminal", "Stdin", "is set already")
	checkMisuse(t, p.Resize(-1, 0), "popen.Pty.Resize", "columns", "can't be")
	checkMisuse(t, p.Resize(0, -1), "popen.Pty.Resize", "rows", "can't be")
	c.Name = "\x00"
	checkMisuse(t, c.Start(), "popen.Cmd.Start", "Name", nul)
	p.Close()
	if err := p.Resize(1, 1); !errors.Is(err, os.ErrClosed) {
		t.Error(err)
	}
	for _, p := range []*Pty{nil, {}} {
		_, read := p.Read(nil)
		_, write := p.Write(nil)
		for i, err := range []error{read, write, p.Resize(1, 1), p.Close()} {
			if err != os.ErrInvalid {
				t.Error(i, err)
			}
		}
	}
}
