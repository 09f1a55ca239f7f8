package popen

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"gpipe/internal/sys/signals"
	"gpipe/internal/sys/term"
	"gpipe/pipeline"
	"gpipe/shell"
)

// host is a program that runs HOST_LINE by one of the packages, HOST_TIMES
// times, says what that wrote, and then does what HOST_THEN says.
func host() error {
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	if name := os.Getenv("HOST_CANCEL"); name != "" {
		number, _ := signals.Number(name)
		n := syscall.Signal(number)
		caught := make(chan os.Signal, 1)
		signal.Notify(caught, n)
		go func() {
			<-caught
			cancel()
		}()
	}
	os.Setenv("HOST_PID", strconv.Itoa(os.Getpid()))
	line := make(chan string, 1)
	then := os.Getenv("HOST_THEN")
	times, _ := strconv.Atoi(os.Getenv("HOST_TIMES"))
	if times > 0 {
		go readLine(line)
	}
	for range max(times, 1) {
		text, err := ways[os.Getenv("HOST_WAY")](ctx, os.Getenv("HOST_LINE"))
		if times == 0 {
			fmt.Printf("wrote %q, error %v\n", text, err)
		} else if err != nil {
			return err
		}
	}
	switch then {
	case "mode":
		if !term.LineMode(0) {
			fmt.Println("no echo")
		}
	case "read":
		if times == 0 {
			go readLine(line)
		}
		fmt.Println("reading")
		select {
		case text := <-line:
			fmt.Printf("read %q\n", text)
		case <-time.After(last):
			return errors.New("nothing was typed")
		}
	}
	return nil
}

func readLine(to chan<- string) {
	buf := make([]byte, 100)
	n, _ := os.Stdin.Read(buf)
	to <- string(buf[:n])
}

// hostGrace is long enough for a process that does not ignore SIGTERM.
const hostGrace = 500 * time.Millisecond

// ways run a line, with the host's standard input and error, and return what it
// wrote.
var ways = map[string]func(ctx context.Context, line string) (string, error){
	"os/exec": func(ctx context.Context, line string) (string, error) {
		cmd := exec.CommandContext(ctx, "sh", "-c", line)
		cmd.Stdin, cmd.Stderr = os.Stdin, os.Stderr
		out, err := cmd.Output()
		return string(out), err
	},
	"popen.Open": func(ctx context.Context, line string) (string, error) {
		return readStream(Open(ctx, line, Read, hostOptions()...))
	},
	"popen.OpenArgs": func(ctx context.Context, line string) (string, error) {
		return readStream(OpenArgs(ctx, []string{"sh", "-c", line}, Read, hostOptions()...))
	},
	"pipeline": func(ctx context.Context, line string) (string, error) {
		opts := []pipeline.Option{pipeline.Stdin(os.Stdin), pipeline.Stderr(os.Stderr), pipeline.Grace(hostGrace)}
		switch os.Getenv("HOST_GROUP") {
		case "OwnGroup":
			opts = append(opts, pipeline.OwnGroup())
		case "CallerGroup":
			opts = append(opts, pipeline.CallerGroup())
		case "Foreground":
			opts = append(opts, pipeline.Foreground())
		}
		if os.Getenv("HOST_PDEATHSIG") != "" {
			opts = append(opts, pipeline.Pdeathsig(syscall.SIGKILL))
		}
		var stages []pipeline.Stage
		for _, text := range hostStages(line) {
			stages = append(stages, pipeline.Cmd("sh", "-c", text))
		}
		out, err := pipeline.New(stages...).Output(ctx, opts...)
		return string(out), err
	},
	"shell": func(ctx context.Context, line string) (string, error) {
		var out bytes.Buffer
		o := shell.Options{Stdin: os.Stdin, Stdout: &out, Stderr: os.Stderr, Grace: hostGrace}
		switch os.Getenv("HOST_GROUP") {
		case "OwnGroup":
			o.OwnGroup = true
		case "CallerGroup":
			o.CallerGroup = true
		case "Foreground":
			o.Foreground = true
		}
		if os.Getenv("HOST_PDEATHSIG") != "" {
			o.Pdeathsig = syscall.SIGKILL
		}
		sh, err := shell.New(o)
		if err != nil {
			return "", err
		}
		err = sh.Run(ctx, line)
		return out.String(), errors.Join(err, sh.Close())
	},
}

// hostStages are the commands of a pipeline that begins with a simple command,
// or else all of it as one.
func hostStages(line string) []string {
	if strings.HasPrefix(line, "sleep") {
		return strings.SplitN(line, " | ", 2)
	}
	return []string{line}
}

func hostOptions() []Option {
	opts := []Option{Grace(hostGrace)}
	switch os.Getenv("HOST_GROUP") {
	case "OwnGroup":
		opts = append(opts, OwnGroup())
	case "CallerGroup":
		opts = append(opts, CallerGroup())
	case "Foreground":
		opts = append(opts, Foreground())
	}
	if os.Getenv("HOST_PDEATHSIG") != "" {
		opts = append(opts, Pdeathsig(syscall.SIGKILL))
	}
	return opts
}

func readStream(s *Stream, err error) (string, error) {
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(s)
	return string(text), errors.Join(err, s.Close())
}
