package interp

import (
	"gpipe/internal/completion"
	"gpipe/internal/snapshot"
)

// completionState is programmable completion, in one environment.
type completionState struct {
	table   completion.Table
	running *completion.Spec // that of the word being completed, nil: none is
	name    string           // what it is the specification of
}

func (c *completionState) fork() *completionState {
	if c == nil {
		return nil
	}
	return &completionState{table: c.table.Fork()}
}

func (sh *Shell) completionState() *completionState {
	a := sh.besides()
	if a.completing == nil {
		a.completing = &completionState{}
	}
	return a.completing
}

// Table returns the specifications that complete makes.
func (c Completions) Table() *completion.Table { return &c.sh.completionState().table }

// Running returns the specification by which a word is being completed, for
// compopt to change, and what it is of; nil, if none is.
func (of Completions) Running() (*completion.Spec, string) {
	c := of.sh.completionState()
	return c.running, c.name
}

// save writes the specifications.
func (c *completionState) save(w *snapshot.Writer) {
	if c == nil {
		w.Len(0)
		return
	}
	names := c.table.Names()
	w.Len(len(names))
	for _, name := range names {
		s := c.table.Get(name)
		w.String(name)
		w.Int(int64(s.Actions))
		w.Int(int64(s.Options))
		for _, text := range [...]string{s.Glob, s.Words, s.Function, s.Command, s.Filter, s.Prefix, s.Suffix} {
			w.String(text)
		}
	}
}

func (a *aside) loadCompletions(r *snapshot.Reader) {
	for range r.Len() {
		if a.completing == nil {
			a.completing = &completionState{}
		}
		name := r.String()
		s := &completion.Spec{Actions: completion.Actions(r.Int()), Options: completion.Options(r.Int())}
		for _, text := range [...]*string{&s.Glob, &s.Words, &s.Function, &s.Command, &s.Filter, &s.Prefix, &s.Suffix} {
			*text = r.String()
		}
		a.completing.table.Set(name, s)
	}
}

// wordBreaks is COMP_WORDBREAKS until that is assigned.
func (sh *Shell) wordBreaks() (string, bool) { return completion.Breaks, true }
