package differential

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
)

// Hunt compares many random scripts.
type Hunt struct {
	Gpipe      Shell
	References []Shell
	Accepted   []Accepted
	First, N   uint64 // seeds
	Workers    int
	Dir        string // of the benches
	Generate   func(seed uint64) Script
	Whole      bool // do not reduce the scripts
	Messages   bool // compare too whether there are messages
	Alone      bool // show what no other shell does, though dash and bash differ
	Found      func(Divergence)
}

// Divergence is a script of which gpipe makes something else.
type Divergence struct {
	Seed   uint64
	Reason string // why it is accepted; empty: it is not
	*Outcome
}

// Tally counts scripts.
type Tally struct {
	Scripts   atomic.Int64 // all
	Agreed    atomic.Int64 // dash and bash agree
	Same      atomic.Int64 // and gpipe with them
	Accepted  atomic.Int64 // of the others, those with a reason
	Three     atomic.Int64 // dash, bash and the third shell agree
	SameThree atomic.Int64 // and gpipe with them
}

// Run compares all scripts, or as many as it can before ctx is done, and
// returns the counts.
func (h *Hunt) Run(ctx context.Context) (*Tally, error) {
	var tally Tally
	var next atomic.Uint64
	next.Store(h.First)
	failed := make(chan error, h.Workers)
	var workers sync.WaitGroup
	for range h.Workers {
		workers.Go(func() {
			bench, err := NewBench(h.Dir)
			for seed := next.Add(1) - 1; err == nil && ctx.Err() == nil && seed < h.First+h.N; seed = next.Add(1) - 1 {
				err = h.try(bench, seed, &tally)
			}
			failed <- err
		})
	}
	workers.Wait()
	close(failed)
	for err := range failed {
		if err != nil {
			return &tally, err
		}
	}
	return &tally, nil
}

func (h *Hunt) try(bench *Bench, seed uint64, tally *Tally) error {
	o, err := bench.Compare(h.Gpipe, h.References, h.Generate(seed))
	if err != nil {
		return err
	}
	verdict := o.Judge()
	tally.count(o, verdict)
	if h.matters(o, verdict) {
		var d *Outcome
		if h.Whole {
			d, err = bench.Compare(h.Gpipe, h.References, o.Script)
		} else {
			d, err = h.reduce(bench, o, verdict)
		}
		if err != nil || d.Judge() != verdict { // processes that race
			return err
		}
		reason, known := Reason(h.Accepted, d.Script)
		if known {
			tally.Accepted.Add(1)
		}
		h.Found(Divergence{seed, reason, d})
	}
	return nil
}

func (t *Tally) count(o *Outcome, v Verdict) {
	t.Scripts.Add(1)
	if v == Unclear {
		return
	}
	t.Agreed.Add(1)
	same := v != Different
	if same {
		t.Same.Add(1)
	}
	if len(o.Results) > 2 && o.Unanimous(3) {
		t.Three.Add(1)
		if same {
			t.SameThree.Add(1)
		}
	}
}

func (h *Hunt) matters(o *Outcome, v Verdict) bool {
	return v == Different || v == Silent && h.Messages || v == Unclear && h.Alone && o.Alone()
}

// reduce makes the script of an outcome shorter as long as the outcome is of
// the same kind.
func (h *Hunt) reduce(bench *Bench, o *Outcome, verdict Verdict) (*Outcome, error) {
	kind := o.difference()
	bench = &Bench{bench.root, hangsReduced}
	var err error
	text := Reduce(o.Script.Text, func(text string) bool {
		if err != nil {
			return false
		}
		var same bool
		same, err = h.alike(bench, o, text, verdict, kind)
		return same
	})
	if err != nil {
		return nil, err
	}
	return bench.Compare(h.Gpipe, h.References, o.Script.with(text))
}

// strays tells whether a reduced script shows what differs between any two shells,
// and the whole one does not: a process, or all variables there are.
func strays(o, whole *Outcome) bool {
	return o.showsProcess() && !whole.showsProcess() || o.showsAll() && !whole.showsAll()
}

func (o *Outcome) showsProcess() bool {
	return strings.Contains(o.Script.Text, "$$") || strings.Contains(o.Script.Text, "$!")
}

func (o *Outcome) showsAll() bool {
	out := o.Results[0].Stdout
	return strings.Contains(out, "BASHOPTS=") || strings.Contains(out, "BASHPID") || strings.Contains(out, "BASH_ARGC=") || strings.Contains(out, "declare -x PATH=")
}

// alike tells whether a text, in place of the whole script, has an outcome of a given
// kind. Most have not,
// which is mostly seen without running all shells.
func (h *Hunt) alike(bench *Bench, whole *Outcome, text string, verdict Verdict, kind difference) (bool, error) {
	for _, references := range [][]Shell{h.References[:1], h.References} {
		o, err := bench.Compare(h.Gpipe, references, whole.Script.with(text))
		if err != nil || o.difference() != kind || strays(o, whole) {
			return false, err
		}
		if len(references) == len(h.References) {
			return o.Judge() == verdict && h.matters(o, verdict), nil
		}
	}
	return true, nil
}

// difference is in what gpipe and dash differ.
type difference struct {
	sameOutput, sameStatus, sameMessages bool
	timedOut                             [2]bool
	malformed                            [2]bool
}

func (o *Outcome) difference() difference {
	a, b := o.Gpipe, o.Results[0]
	return difference{
		a.Stdout == b.Stdout, a.Status == b.Status, a.Messages == b.Messages,
		[2]bool{a.TimedOut, b.TimedOut},
		[2]bool{a.malformed(), b.malformed()},
	}
}
