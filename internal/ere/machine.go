package ere

import "slices"

// machine matches by deterministic automata whose states are made when they
// are first needed. It is used by one goroutine at a time.
type machine struct {
	re *Regexp
	wideLetters

	ahead  automaton  // from left to right
	back   automaton  // from right to left
	starts automaton  // the same, with a match ending everywhere
	before *backEdges // for these two

	ways      ways
	blockSize int

	seen  sparse
	nodes []int32 // of a state that is being made
	key   []byte

	steps int // characters and nodes that were looked at, for tests
}

func newMachine(re *Regexp) *machine {
	m := &machine{re: re, blockSize: usualBlock}
	m.wideLetters.heads = re.letters.heads[:len(re.letters.heads):len(re.letters.heads)]
	m.seen.make(len(re.prog.nodes))
	return m
}

// matchAt looks for the longest match at s[at], and for its groups.
func (m *machine) matchAt(s string, at int, loc []int) (ok bool, reached int) {
	end, reached := m.longest(s, at)
	if end < 0 {
		return false, reached
	}
	loc[0], loc[1] = at, end
	if m.re.groups > 0 {
		m.groups(s, loc)
	}
	return true, reached
}

func (m *machine) wide() bool { return m.re.flags&UTF8 != 0 }

// state is a state of an automaton: the nodes that the automaton of the
// program can be in between two characters, as far as that is known before the
// next character is.
type state struct {
	next []*state // by letter; nil: not known yet
	// nodes are, from left to right, those behind the last character, and
	// from right to left those that match the last character. They are
	// sorted. Without any, nothing more can come.
	nodes []int32
	known side // the last character
	// found tells that a match ends or, from right to left, begins where the
	// last character does.
	found bool
	// event is set if found is, or if there are no nodes.
	event bool
	// open are the nodes at the place before the last character from which
	// the match can be completed, of those that are a choice. From right to
	// left only.
	open []int32
}

// automaton has the states made so far.
type automaton struct {
	states map[string]*state
	begin  [sides]*state // where nothing was seen but one side of the place
	size   int           // in bytes, about
}

// maxStates bounds the memory for the states of an automaton, in bytes. One
// that needs more forgets them all and begins anew.
const maxStates = 1 << 20

// sideOf gives what a character of a letter is to assertions.
func (m *machine) sideOf(l letter) side {
	switch {
	case l == noLetter:
		return noChar
	case m.re.prog.words && isWord(m.heads[l], m.re.flags):
		return wordChar
	}
	return otherChar
}

// intern returns the state that st describes. Its slices are copied.
func (m *machine) intern(a *automaton, st state) *state {
	slices.Sort(st.nodes)
	slices.Sort(st.open)
	b := append(m.key[:0], byte(st.known))
	if st.found {
		b[0] |= 0x80
	}
	b = appendNumber(b, int32(len(st.nodes)))
	for _, n := range st.nodes {
		b = appendNumber(b, n)
	}
	for _, n := range st.open {
		b = appendNumber(b, n)
	}
	m.key = b
	if old := a.states[string(b)]; old != nil {
		return old
	}
	if a.size += 2*len(b) + 8*len(m.re.letters.heads) + 160; a.states == nil || a.size > maxStates {
		*a = automaton{states: make(map[string]*state)}
	}
	made := &state{
		nodes: slices.Clone(st.nodes), open: slices.Clone(st.open),
		known: st.known, found: st.found, event: st.found || len(st.nodes) == 0,
	}
	a.states[string(b)] = made
	return made
}

func appendNumber(b []byte, n int32) []byte {
	return append(b, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
}

// link notes that letter l leads from a state to another.
func (m *machine) link(from *state, l letter, to *state) *state {
	if n := int(l) + 1; n > len(from.next) {
		n = max(n, len(m.re.letters.heads))
		from.next = append(from.next, make([]*state, n-len(from.next))...)
	}
	from.next[l] = to
	return to
}
