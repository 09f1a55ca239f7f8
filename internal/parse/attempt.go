package parse

import "slices"

// attempt is a place to come back to: where text may be an expression, and if
// it is none has to be scanned as commands.
type attempt struct {
	i, hdocs, base, level, late, substs, depth int
	edits, trying, tried, doubted, parts       int
	aliased                                    *aliasAttempt
}

func (s *scanner) try() attempt {
	a := attempt{i: s.i, hdocs: len(s.hdocs), base: s.base, level: s.level, late: len(s.late), substs: s.substs, depth: s.depth,
		edits: len(s.edits), trying: s.trying}
	if k := s.known; k != nil {
		a.tried, a.doubted = len(k.tried), len(k.doubted)
	}
	if s.aliases != nil {
		a.aliased = s.tryAliases()
	}
	if s.parts != nil {
		a.parts = len(s.parts.list)
	}
	s.trying++
	return a
}

// commit ends an attempt that was right.
func (s *scanner) commit(a attempt) bool {
	if s.trying = a.trying; s.trying == 0 && s.known != nil {
		s.known.tried, s.known.doubted = s.known.tried[:0], s.known.doubted[:0]
	}
	return true
}

// back undoes what was done since a, but for the lines that were read. It
// fails if that has been too much in all.
func (s *scanner) back(a attempt) bool {
	s.trying = a.trying
	if s.why == tooDeep {
		return false
	}
	s.why = fine
	if !s.spend(s.i - a.i) {
		return false
	}
	if s.known != nil {
		s.known.remember(a.tried, a.doubted)
	}
	if s.aliases != nil {
		s.backAliases(a.i, a.aliased)
	}
	if s.parts != nil {
		s.parts.list = s.parts.list[:a.parts]
	}
	s.edits = s.edits[:a.edits]
	s.i, s.hdocs, s.base, s.substs, s.depth = a.i, s.hdocs[:a.hdocs], a.base, a.substs, a.depth
	s.level, s.late = a.level, s.late[:min(a.late, len(s.late))]
	return true
}

// maxSpent and spentShare bound the work on a text beyond scanning it once: so
// many bytes, and so many for each one of the text.
const (
	maxSpent   = 1 << 20
	spentShare = 16
)

// spend counts bytes that are scanned again or copied.
func (s *scanner) spend(n int) bool {
	if s.spent += n; s.spent > s.allowance() {
		return s.stop(tooDeep)
	}
	return true
}

func (s *scanner) allowance() int { return max(s.allowed, maxSpent+spentShare*len(s.buf)) }

// known is what attempts have found out. What is nested in an attempt that
// fails is met again, in the same or in another attempt, and twice as often
// with each level of nesting if it were scanned each time.
type known struct {
	tried   []unit         // scanned in attempts that are under way
	doubted []int          // where in the source brackets are that these have found to begin no expression
	units   map[place]*end // of attempts that have failed
	refuted map[int]bool   // likewise, of doubted
	parens  map[int]int    // of extended patterns, where they end

	round  []int    // offsets of the parentheses that are open in expressions
	square []square // and of the square brackets
}

// knows returns what is known, to be added to.
func (s *scanner) knows() *known {
	if s.known == nil {
		s.known = &known{units: make(map[place]*end), refuted: make(map[int]bool), parens: make(map[int]int)}
	}
	return s.known
}

// reset forgets everything.
func (k *known) reset() {
	k.forget()
	clear(k.refuted)
	k.doubted, k.round, k.square = k.doubted[:0], k.round[:0], k.square[:0]
}

// unit is an expansion that was scanned.
type unit struct {
	place
	*end
}

// place is where a unit begins, and whether it is in double quotes if what it is
// can depend on that.
type place struct {
	start int
	dq    bool
}

// end is what scanning a unit has come to.
type end struct {
	at     int
	height int // how deep it nests
	edits  []edit
	why    failure
}

// unit scans an expansion, or skips it if it is known.
func (s *scanner) unit(dq bool) bool {
	at := place{s.i, dq && (s.buf[s.i] == '`' || !isByte(s.byteAt(s.i+1), "(["))}
	if s.known != nil {
		if e := s.known.units[at]; e != nil {
			return s.skip(at.start, e)
		}
	}
	if s.trying == 0 {
		return s.expansion(dq)
	}
	mark, hdocs, late, spliced, outer := len(s.edits), len(s.hdocs), len(s.late), s.spliced, s.high
	s.high = s.depth
	ok := s.expansion(dq)
	e := &end{at: s.i, height: s.high - s.depth, why: s.why}
	s.high = max(s.high, outer)
	if hdocs != len(s.hdocs) || late != len(s.late) || s.spliced != spliced || s.why == tooDeep ||
		hdocs > 0 && s.byteAt(at.start+1) == '{' { // commands in it may have here-documents from outside
		return ok
	}
	if ok && len(s.edits) > mark {
		e.edits = slices.Clone(s.edits[mark:])
		s.edits = append(s.edits[:mark], edit{at: at.start, unit: e})
	}
	k := s.knows()
	k.tried = append(k.tried, unit{at, e})
	return ok
}

// expansion scans what begins with a dollar sign or is in backquotes.
func (s *scanner) expansion(dq bool) bool {
	if s.buf[s.i] == '`' {
		return s.backquoted(dq)
	}
	return s.dollar(dq)
}

// skip goes to the end of a unit that is known.
func (s *scanner) skip(start int, e *end) bool {
	if e.edits != nil {
		s.edits = append(s.edits, edit{at: start, unit: e})
	}
	s.spent -= e.at - start
	s.i = e.at
	if e.why != fine {
		return s.stop(e.why)
	}
	return s.reach(e.height)
}

// remember keeps what an attempt has found out that fails.
func (k *known) remember(tried, doubted int) {
	tried = min(tried, len(k.tried))
	for _, u := range k.tried[tried:] {
		k.units[u.place] = u.end
	}
	for _, at := range k.doubted[doubted:] {
		k.refuted[at] = true
	}
	k.tried, k.doubted = k.tried[:tried], k.doubted[:doubted]
}

// forget is for when the text has changed.
func (k *known) forget() {
	clear(k.units)
	clear(k.parens)
	k.tried = k.tried[:0]
}

// rememberParens notes that the parentheses of an extended pattern end here.
func (s *scanner) rememberParens(open int) {
	if s.trying > 0 {
		s.knows().parens[open] = s.i
	}
}

// skipParens goes to the closing one of parentheses, if it is known.
func (s *scanner) skipParens() bool {
	if s.known == nil {
		return false
	}
	end, ok := s.known.parens[s.i]
	if ok {
		s.spent -= end - 1 - s.i
		s.i = end - 1
	}
	return ok
}

// doubt notes that a bracket begins no expression.
func (s *scanner) doubt(at int) {
	if s.trying == 0 {
		return
	}
	if src, fixed := s.origin(at); !fixed {
		k := s.knows()
		k.doubted = append(k.doubted, src)
	}
}

// hopeless tells whether it is known of a bracket that it begins no expression.
func (s *scanner) hopeless(at int) bool {
	if s.known == nil || len(s.known.refuted) == 0 {
		return false
	}
	src, fixed := s.origin(at)
	return !fixed && s.known.refuted[src]
}
