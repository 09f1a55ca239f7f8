package pattern

// Prefix gives the length of the shortest or longest prefix of s that
// matches, or -1 (${s#p} and ${s##p}).
func (p *Pattern) Prefix(s string, longest bool) int {
	if p.automaton() {
		return p.runProgram().prefix(s, longest)
	}
	end := p.segments[0].prefix(s)
	if end < 0 || len(p.segments) == 1 {
		return end
	}
	return p.tail(s, end, longest)
}

// tail places all segments but the first in s[from:] and gives the least or
// greatest end of the last one, or -1. All before it go as far left as they
// can, which leaves the last one every place it could have.
func (p *Pattern) tail(s string, from int, longest bool) int {
	last := len(p.segments) - 1
	for i := 1; i < last; i++ {
		_, end := p.segments[i].index(s[from:])
		if end < 0 {
			return -1
		}
		from += end
	}
	var end int
	if longest {
		_, end = p.segments[last].lastIndex(s[from:])
	} else {
		_, end = p.segments[last].index(s[from:])
	}
	if end < 0 {
		return -1
	}
	return from + end
}

// Suffix gives the start of the shortest or longest suffix of s that matches,
// or -1 (${s%p} and ${s%%p}).
func (p *Pattern) Suffix(s string, longest bool) int {
	if p.automaton() {
		return p.runProgram().suffix(s, longest)
	}
	last := len(p.segments) - 1
	start := p.segments[last].suffix(s)
	if start < 0 || last == 0 {
		return start
	}
	for i := last - 1; i > 0; i-- {
		s = s[:start]
		if start, _ = p.segments[i].lastIndex(s); start < 0 {
			return -1
		}
	}
	s = s[:start]
	if longest {
		start, _ = p.segments[0].index(s)
	} else {
		start, _ = p.segments[0].lastIndex(s)
	}
	return start
}

// Find gives the bounds of the leftmost match in s that starts at from or
// later, the longest of those that start there, or -1, -1 (${s/p/r}). The
// match may be empty. From must lie between characters.
func (p *Pattern) Find(s string, from int) (start, end int) {
	if p.automaton() {
		return p.runProgram().find(s, from)
	}
	start, end = p.segments[0].index(s[from:])
	if start < 0 {
		return -1, -1
	}
	start, end = from+start, from+end
	if len(p.segments) > 1 {
		// A later start leaves the other segments less room, so that if
		// they do not fit after the leftmost first segment they fit
		// after none.
		if end = p.tail(s, end, true); end < 0 {
			return -1, -1
		}
	}
	return start, end
}

// Finder finds the matches in one string, one after the other.
type Finder struct {
	p *Pattern
	m *machine
	s string
}

// Finder makes a Finder for s.
func (p *Pattern) Finder(s string) Finder {
	f := Finder{p: p, s: s}
	if p.automaton() {
		m := newMachine(p.runProgram(), s, new(scratch))
		f.m = &m
	}
	return f
}

// Find is Find of the pattern. From must not be less than where the match
// before ended, nor than from was then; if that match was empty it must be
// greater.
func (f *Finder) Find(from int) (start, end int) {
	if f.m != nil {
		return f.m.find(from)
	}
	return f.p.Find(f.s, from)
}

// automaton tells whether parts of a subject cannot be matched by segments
// alone: the rules for slashes and leading periods look at what is before.
func (p *Pattern) automaton() bool {
	return len(p.segments) == 0 || p.flags&(Pathname|Period) != 0
}

// runProgram gives the program, made anew for the odd pattern that has a
// pathname rule but is used on parts of a string.
func (p *Pattern) runProgram() *program {
	if p.program != nil {
		return p.program
	}
	nodes, _ := parse(p.text, p.flags)
	return compileProgram(nodes, p.flags)
}
