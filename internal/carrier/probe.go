package carrier

import (
	"context"
	"errors"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/remote"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/poll"
)

var (
	errNoConnection = errors.New("no connection")
	errNoBinary     = errors.New("there is no gpipe there, and none here that could be copied: put one into its PATH, or say where it is with --worker")
	errNoCopy       = errors.New("there is no gpipe there, and it is not to be copied (--no-copy)")
)

// mark begins the lines that the scripts there print, among what a login shell may.
const mark = "gpipe-probe: "

// found is what a host has.
type found struct {
	worker          string // the file of a worker, "": none
	system, machine string // of uname
}

// inShell makes a script, which has no single quote, no exclamation mark and no
// newline, a command for whatever shell the user has there.
func inShell(script string) string { return "exec /bin/sh -c '" + script + "'" }

// lookCommand is the command that looks what is there, and then goes on to the end of
// its standard input.
func lookCommand() string {
	return inShell(`g=$(command -v gpipe); if [ -x "$g" ] && [ "$("$g" ` + WorkerOption + `=version 2>/dev/null)" = ` + versionText() +
		` ]; then printf "\n%s\n" "` + mark + `worker $g"; fi; printf "\n%s\n" "` + mark + `system $(uname -s) $(uname -m)" "` + mark + `end"; exec cat >/dev/null`)
}

func versionText() string { return strconv.Itoa(remote.Version) }

// Probe is what a worker says of itself: --worker=version and --worker=sum.
func Probe(what, binary string) (string, error) {
	switch what {
	case "version":
		return versionText(), nil
	case "sum":
		data, err := files.ReadFile(binary)
		return remote.Sum256(data), err
	}
	return "", errors.New("unknown question")
}

// maxProbe bounds what a login shell may print.
const maxProbe = 256 << 10

// readProbe reads what the probe prints. When nothing has come for limit, unless that
// is 0, it gives up, and when ctx is done.
func readProbe(ctx context.Context, fd int, limit time.Duration) (f found, err error) {
	alarm, err := poll.NewAlarm(ctx)
	if err != nil {
		return f, err
	}
	defer alarm.Close()
	if limit == 0 {
		limit = -1
	}
	var text []byte
	buf := make([]byte, 4<<10)
	for len(text) < maxProbe {
		switch ready, err := poll.WaitReadableWake(fd, alarm, limit); {
		case ctx.Err() != nil:
			return f, context.Cause(ctx)
		case err != nil:
			return f, err
		case !ready:
			return f, &remote.SilentError{For: limit}
		}
		n, err := sys.Read(fd, buf)
		if n <= 0 || err != nil {
			break
		}
		text = append(text, buf[:n]...)
		if strings.Contains(string(text), "\n"+mark+"end\n") {
			return parseProbe(string(text)), nil
		}
	}
	return f, errNoConnection
}

func parseProbe(text string) (f found) {
	for line := range strings.Lines(text) {
		line, ok := strings.CutPrefix(strings.TrimRight(line, "\r\n"), mark)
		if !ok {
			continue
		}
		if worker, ok := strings.CutPrefix(line, "worker "); ok {
			f.worker = worker
		}
		if system, ok := strings.CutPrefix(line, "system "); ok {
			f.system, f.machine, _ = strings.Cut(system, " ")
		}
	}
	return f
}

// runsHere tells whether programs for this system run on that one.
func (f *found) runsHere() bool {
	arch := map[string]string{"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64",
		"i686": "386", "i386": "386", "riscv64": "riscv64", "ppc64le": "ppc64le", "s390x": "s390x"}[f.machine]
	return arch == runtime.GOARCH && strings.EqualFold(f.system, runtime.GOOS)
}

// findWorker returns the file of the worker there: the one that was named, the one in
// PATH, or a copy of this gpipe, which is made if there is none.
func (h *Host) findWorker(ctx context.Context, m *master, f found) (string, error) {
	switch {
	case h.Worker != "":
		return h.Worker, nil
	case f.worker != "":
		return f.worker, nil
	case h.Binary == "":
		return "", errNoBinary
	case !f.runsHere():
		return "", errors.New("there is no gpipe there, and this one is for " + runtime.GOOS + " on " + runtime.GOARCH +
			", not for " + f.system + " on " + f.machine + ": put one into its PATH")
	}
	return h.install(ctx, m)
}

// install finds the copy of this gpipe there, or makes it, and returns its file.
func (h *Host) install(ctx context.Context, m *master) (string, error) {
	data, err := files.ReadFile(h.Binary)
	if err != nil {
		return "", &pathError{h.Binary, err}
	}
	sum := remote.Sum256(data)
	dir := `"$HOME/.cache/gpipe/` + sum + `"`
	there, err := h.ask(ctx, m, `d=`+dir+`; g=$d/gpipe; if [ "$("$g" `+WorkerOption+`=version 2>/dev/null)" = `+versionText()+` ]; then printf "\n%s\n" "`+mark+`worker $g"; fi`, nil)
	if err != nil || there.worker != "" {
		return there.worker, err
	}
	if h.NoCopy {
		return "", errNoCopy
	}
	h.Tell("gpipe is copied to ~/.cache/gpipe/" + sum + " there, " + strconv.Itoa(len(data)>>10) + " KiB")
	fd, err := sys.Open(-1, h.Binary, syscall.O_RDONLY, 0)
	if err != nil {
		return "", &pathError{h.Binary, err}
	}
	file := redirect.NewFile(fd)
	defer file.Unref()
	there, err = h.ask(ctx, m, `umask 077; d=`+dir+`; n=$d/new.$$; mkdir -p "$d" && cat >"$n" && chmod 700 "$n" && `+
		`if [ "$("$n" `+WorkerOption+`=sum)" = `+sum+` ]; then mv -f "$n" "$d/gpipe" && printf "\n%s\n" "`+mark+`worker $d/gpipe"; else rm -f "$n"; fi`, file)
	if err == nil && there.worker == "" {
		err = errors.New("the copy of gpipe there does not run, or is not what it should be")
	}
	return there.worker, err
}

// ask runs a script there, over the connection.
func (h *Host) ask(ctx context.Context, m *master, script string, stdin *redirect.File) (found, error) {
	o := []pipeline.Option{pipeline.OwnGroup()}
	if stdin != nil {
		o = append(o, pipeline.Stdin(stdin))
	}
	argv := append(h.ssh(), "-S", m.socket(), "-o", "ControlMaster=no", "-T", "--", h.Name, inShell(script))
	out, err := pipeline.New(pipeline.Cmd(argv...)).Output(ctx, o...)
	if failed := (*pipeline.Error)(nil); errors.As(err, &failed) && failed.Op == pipeline.OpExit {
		if why := strings.TrimSpace(string(failed.Stderr)); why != "" {
			err = errors.New(why)
		}
	}
	return parseProbe(string(out)), err
}
