package system

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrSkipped: a scenario needs what is not here.
var ErrSkipped = errors.New("skipped")

// Outcome is a scenario with the system's sh and with gpipe.
type Outcome struct {
	Sh, Gpipe Result
	Diff      string
	Unsteady  bool // with the system's sh it does not always do the same either
	Times     [2]time.Duration
}

// String tells what was the same, or what was not.
func (o *Outcome) String() string {
	took := fmt.Sprintf("%.1f s and %.1f s", o.Times[0].Seconds(), o.Times[1].Seconds())
	switch {
	case o.Diff == "":
		return fmt.Sprintf("same: %d lines, %d files, %s", strings.Count(o.Sh.Stdout, "\n"), len(o.Sh.Files), took)
	case o.Unsteady:
		return "DIFFERENT, and unsteady with the system's sh, " + took + "\n" + o.Diff
	}
	return "DIFFERENT, " + took + "\n" + o.Diff
}

// Compare runs a scenario with the system's sh and with gpipe. When they differ
// it is run once more with sh, to tell what is by chance.
func (m *Machine) Compare(s Scenario, gpipe string, fetch bool) (*Outcome, error) {
	if name := s.Missing(); name != "" {
		return nil, fmt.Errorf("%w: no %s", ErrSkipped, name)
	}
	fetched := ""
	if len(s.Fetch) > 0 {
		if !fetch {
			return nil, fmt.Errorf("%w: nothing is fetched", ErrSkipped)
		}
		var err error
		if fetched, err = m.Get(s); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrSkipped, err)
		}
	}
	o := &Outcome{}
	for i, side := range []struct {
		shell string
		to    *Result
	}{{"", &o.Sh}, {gpipe, &o.Gpipe}} {
		start := time.Now()
		var err error
		if *side.to, err = m.Run(s, side.shell, fetched); err != nil {
			return nil, err
		}
		o.Times[i] = time.Since(start)
	}
	if o.Sh.Status != 0 {
		return nil, fmt.Errorf("%s does not work with the system's sh: status %d: %s", s.Name, o.Sh.Status, o.Sh.Stderr)
	}
	if o.Diff = Diff(o.Sh, o.Gpipe); o.Diff == "" {
		return o, nil
	}
	again, err := m.Run(s, "", fetched)
	o.Unsteady = Diff(o.Sh, again) != ""
	return o, err
}
