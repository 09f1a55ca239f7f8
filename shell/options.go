package shell

import (
	"io"
	"os"
	"strings"
	"time"

	"gpipe/internal/builtin"
	"gpipe/internal/interp"
	"gpipe/internal/monitor"
	"gpipe/internal/sys"
	"gpipe/pipeline"
	"gpipe/redirect"
)

// Options says what a Shell starts with. The zero value is a shell with the
// host's environment and working directory, and /dev/null as standard input,
// output and error.
type Options struct {
	// Env is the environment, "name=value" each. nil: the host's. Values
	// are data: none is ever parsed as code, no functions are imported,
	// and CDPATH is left out.
	Env []string

	// Dir is the working directory. "": the host's, as it is at each use.
	Dir string

	// Stdin, Stdout and Stderr become the fds 0, 1 and 2. nil: /dev/null.
	//
	// An *os.File is given to commands directly. Its mode stays as it is:
	// when that is non-blocking (as of an os.Pipe) the Shell has the same
	// pipe or terminal opened anew. The file stays the caller's and may be
	// closed when New has returned. Anything else (and a non-blocking socket)
	// is joined by a pipe and a goroutine that copies. A Stdin that is copied
	// may be read further than commands read, and a Read that is under way at
	// Close is not waited for. The same value for Stdout and Stderr is
	// written to from one goroutine.
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer

	// ExtraFiles become the fds 3, 4 and so on. A nil entry is a closed fd.
	ExtraFiles []*os.File

	Name string   // $0; "": "gpipe"
	Args []string // $1, $2 and so on

	// Grace is the time between SIGTERM and SIGKILL when the context ends.
	// 0: pipeline.DefaultGrace; negative: SIGKILL at once.
	Grace time.Duration

	// Observer, if not nil, is told what becomes of every pipeline that the
	// Shell runs; a program that is run alone is a pipeline of one stage.
	// Tables of figures that a script asks for by set -o stats go to Stderr
	// in any case.
	Observer pipeline.Observer
}

// New makes a Shell. It must be closed. It fails with a system's error when a
// file can't be had, and with EINVAL for a NUL byte in the strings of o.
func New(o Options) (*Shell, error) {
	if err := checkStrings(&o); err != nil {
		return nil, err
	}
	s := new(Shell)
	files, err := s.openFiles(&o)
	if err != nil {
		files.Close()
		s.streams.Close(-1)
		return nil, err
	}
	cfg := &interp.Config{
		Builtins: builtin.Table(), Name: o.Name, Args: append([]string(nil), o.Args...),
		Env: o.Env, Dir: o.Dir, Files: files, Group: true, Grace: o.Grace,
		Options: interp.DefaultOptions | interp.Posix | interp.ExtGlob,
		Watch:   interp.Watch{Observer: o.Observer, Report: (&monitor.Reporter{Plain: true}).Report},
	}
	if cfg.Env == nil {
		cfg.Env = sys.Environ()
	}
	if cfg.Name == "" {
		cfg.Name = "gpipe"
	}
	if s.sh, err = interp.New(cfg); err != nil {
		s.streams.Close(-1)
		return nil, err
	}
	return s, nil
}

// checkStrings refuses what no program could be given.
func checkStrings(o *Options) error {
	for _, list := range [][]string{o.Env, o.Args, {o.Name, o.Dir}} {
		for _, s := range list {
			if strings.IndexByte(s, 0) >= 0 {
				return &os.PathError{Op: "shell", Path: s, Err: sys.EINVAL}
			}
		}
	}
	return nil
}

// openFiles makes the fd table.
func (s *Shell) openFiles(o *Options) (redirect.Table, error) {
	var t redirect.Table
	if err := s.streams.Read(&t, 0, o.Stdin); err != nil {
		return t, err
	}
	if err := s.streams.Write(&t, 1, o.Stdout); err != nil {
		return t, err
	}
	if err := s.streams.Write(&t, 2, o.Stderr); err != nil {
		return t, err
	}
	for i, f := range o.ExtraFiles {
		if f == nil {
			continue
		}
		file, err := redirect.FromOS(f)
		if err != nil {
			return t, err
		}
		t.Set(3+i, file)
	}
	return t, nil
}
