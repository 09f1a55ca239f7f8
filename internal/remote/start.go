package remote

import (
	"time"

	"gpipe/internal/snapshot"
)

// Start is a command for a worker.
type Start struct {
	Argv  []string
	Env   []string // "name=value", beside what the worker has itself
	Dir   string   // "": where the worker is
	Must  bool     // without Dir nothing runs; else the command is where the worker is then
	Umask int      // negative: the worker's
	Stdin bool     // it has one; else /dev/null

	// Silence is how long the other side may show no sign of life.
	Silence time.Duration
}

// encode gives the payload of a frameStart.
func (s *Start) encode() []byte {
	var w snapshot.Writer
	w.Strings(s.Argv)
	w.Strings(s.Env)
	w.String(s.Dir)
	w.Bool(s.Must)
	w.Int(int64(s.Umask))
	w.Bool(s.Stdin)
	w.Int(int64(s.Silence))
	return w.Bytes()
}

// maxSilence bounds Start.Silence.
const maxSilence = 24 * time.Hour

func decodeStart(data []byte) (*Start, error) {
	r := snapshot.NewReader(string(data))
	s := &Start{Argv: r.Strings(), Env: r.Strings(), Dir: r.String(), Must: r.Bool(),
		Umask: int(r.Int()), Stdin: r.Bool(), Silence: time.Duration(r.Int())}
	switch {
	case r.Err() != nil:
		return nil, broken("a command that cannot be read")
	case len(s.Argv) == 0 || s.Umask > 0o777 || s.Silence <= 0 || s.Silence > maxSilence:
		return nil, broken("a command that makes no sense")
	}
	return s, nil
}

// Status is how a command has ended.
type Status struct {
	Code   int    // the exit status
	Signal string // the name of the signal that ended it, without SIG; "": none
	Fault  string // why it was not run, with Code 126 or 127
}

// encode gives the payload of a frameStatus.
func (s *Status) encode() []byte {
	var w snapshot.Writer
	w.Len(s.Code)
	w.String(s.Signal)
	w.String(s.Fault[:min(len(s.Fault), maxSmall/2)])
	return w.Bytes()
}

func decodeStatus(data []byte) (Status, error) {
	r := snapshot.NewReader(string(data))
	s := Status{Code: int(r.Int()), Signal: r.String(), Fault: r.String()}
	if r.Err() != nil || s.Code < 0 || s.Code > 255 {
		return Status{}, broken("a status that cannot be read")
	}
	return s, nil
}
