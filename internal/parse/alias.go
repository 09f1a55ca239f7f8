package parse

import (
	"slices"
	"sort"
)

// aliases replaces aliases in the text of a scanner (XCU 2.3.1).
type aliases struct {
	lookup func(name string) (text string, ok bool)
	size   int // of all the text that has been put in, and a share of that moved
	aliasState
}

type aliasState struct {
	active []activeAlias
	// blanks is where the texts of aliases end that end in a blank: the word
	// behind one may be an alias too, wherever it stands.
	blanks []int
}

// activeAlias is an alias whose text, up to an offset, is being scanned: in
// it the name means nothing special.
type activeAlias struct {
	name string
	end  int
}

// maxAliasText bounds the text that the aliases of one line come to; each of
// them counts aliasCost at least. Text behind an alias, which only moves, costs
// much less than what is put in: a movedShare of it counts, and a copiedShare
// of all the text where it is kept as it was.
const (
	maxAliasText = 16 << 20
	aliasCost    = 64
	movedShare   = 64
	copiedShare  = 8
)

func newAliases(lookup func(string) (string, bool)) *aliases {
	return &aliases{lookup: lookup}
}

// aliasAttempt is what an attempt needs to come back when aliases are replaced.
type aliasAttempt struct {
	buf, raw []byte
	splices  []splice // those that begin behind the place
	spliced  int
	aliasState
}

func (s *scanner) tryAliases() *aliasAttempt {
	a := &aliasAttempt{buf: s.buf, raw: s.source(), spliced: s.spliced}
	a.splices = slices.Clone(s.splices[s.splicesTo(s.i):])
	a.active, a.blanks = slices.Clone(s.aliases.active), slices.Clone(s.aliases.blanks)
	return a
}

func (s *scanner) backAliases(i int, a *aliasAttempt) {
	if s.spliced != a.spliced {
		s.splices = append(s.splices[:s.splicesTo(i)], a.splices...)
		s.buf = append(a.buf, s.source()[len(a.raw):]...)
		s.changed()
	}
	s.aliases.aliasState = a.aliasState
}

// nested returns the aliases for a text of its own inside this one, at i.
func (a *aliases) nested(i int) *aliases {
	n := newAliases(a.lookup)
	n.size = a.size
	for _, x := range a.active {
		if x.end <= i {
			continue
		}
		n.active = append(n.active, activeAlias{x.name, maxAliasText * 2})
	}
	return n
}

// find returns the text for the word at i.
func (a *aliases) find(name []byte, i int) (string, bool) {
	if len(name) == 0 {
		return "", false
	}
	a.active = slices.DeleteFunc(a.active, func(x activeAlias) bool { return x.end <= i })
	for _, x := range a.active {
		if x.name == string(name) {
			return "", false
		}
	}
	return a.lookup(string(name))
}

// moved adjusts the offsets from end on to a text that has become longer.
func (a *aliases) moved(end, by int) {
	for k := range a.active {
		if a.active[k].end >= end {
			a.active[k].end += by
		}
	}
	for k := range a.blanks {
		if a.blanks[k] >= end {
			a.blanks[k] += by
		}
	}
}

// follows tells whether the word that stands here is the one behind an alias
// whose text ends in a blank.
func (s *scanner) follows() bool {
	if s.aliases == nil {
		return false
	}
	last := -1
	for _, at := range s.aliases.blanks {
		if at <= s.i {
			last = max(last, at)
		}
	}
	if last < 0 {
		return false
	}
	s.aliases.blanks = slices.DeleteFunc(s.aliases.blanks, func(at int) bool { return at < last })
	for i := last; i < s.i; i++ {
		switch {
		case s.buf[i] == ' ', s.buf[i] == '\t':
		case s.continued(i):
			i++
		default:
			return false
		}
	}
	return true
}

// follow skips blanks and replaces the word behind them for as long as it is
// an alias because of the alias before it. The reserved words that the grammar
// has here stay.
func (s *scanner) follow(keep ...string) {
	s.blanks()
	for s.follows() && !s.end() {
		if slices.Contains(keep, string(s.peekPlain())) || !s.replace() {
			return
		}
		s.blanks()
	}
}

// followGap is follow where there may be newlines and comments too.
func (s *scanner) followGap(keep ...string) bool {
	for {
		if !s.gap() {
			return false
		}
		s.follow(keep...)
		if c := s.peekByte(); c != '\n' && c != '#' {
			return true
		}
	}
}

// commandGap skips what may stand before a command, also if that comes from an
// alias in the place of one.
func (s *scanner) commandGap() bool {
	for {
		if !s.gap() {
			return false
		}
		if s.aliases == nil {
			return true
		}
		s.peek()
		if c := s.peekByte(); c != '\n' && c != '#' {
			return true
		}
	}
}

// peek returns the plain word in the place of a command that stands here,
// after replacing it if it is an alias. A reserved word is none.
func (s *scanner) peek() []byte {
	for {
		if s.peekByte() == '#' {
			return nil // a backslash at the end of a comment joins no lines
		}
		w := s.peekPlain()
		if s.aliases == nil || reserved(w) || !s.replace() {
			return w
		}
		s.blanks()
		if s.end() {
			return nil
		}
	}
}

// replace replaces the word that stands here if it is an alias.
func (s *scanner) replace() bool {
	w := s.peekPlain()
	text, ok := s.aliases.find(w, s.i)
	if !ok {
		return false
	}
	end := s.wordEnd(s.i)
	if c := s.byteAt(end); (c == '<' || c == '>') && number(w) || w[0] == '#' {
		return false // an IO_NUMBER or a comment
	}
	s.aliases.size += len(text) + (len(s.buf)-end)/movedShare + aliasCost
	if s.trying > 0 {
		s.aliases.size += len(s.buf) / copiedShare
	}
	if s.aliases.size > maxAliasText {
		return s.stop(tooDeep)
	}
	name := string(w)
	s.splice(end, text)
	end = s.i + len(text)
	s.aliases.active = append(s.aliases.active, activeAlias{name, end})
	if n := len(text); n > 0 && (text[n-1] == ' ' || text[n-1] == '\t') {
		s.aliases.blanks = append(s.aliases.blanks, end)
	}
	return true
}

// number tells whether a word consists of digits.
func number(w []byte) bool {
	for _, c := range w {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// reserved tells whether a word is a keyword where a command begins.
func reserved(w []byte) bool { return IsKeyword(w) && string(w) != "]]" }

// splice puts text in the place of what stands from here to end.
func (s *scanner) splice(end int, text string) {
	if s.raw == nil {
		s.raw = append([]byte{}, s.buf...)
	}
	from, to := s.sourceOf(s.i), s.sourceOf(end)
	by := len(text) - (end - s.i)
	k := s.splicesTo(s.i)
	fixed := k > 0 && s.splices[k-1].fixed // what is at end is text of an alias too
	later := slices.Clone(s.splices[k:])
	s.splices = append(s.splices[:k], splice{s.i, from, true})
	for len(later) > 0 && later[0].at <= end {
		fixed = later[0].fixed
		later = later[1:]
	}
	s.splices = append(s.splices, splice{s.i + len(text), to, fixed})
	for _, x := range later {
		x.at += by
		s.splices = append(s.splices, x)
	}
	if s.trying > 0 {
		s.buf = slices.Concat(s.buf[:s.i], []byte(text), s.buf[end:]) // an attempt may need it as it was
	} else {
		s.buf = slices.Replace(s.buf, s.i, end, []byte(text)...)
	}
	s.aliases.moved(end, by)
	s.changed()
}

// changed notes that offsets are no longer what they were.
func (s *scanner) changed() {
	s.spliced++
	if s.known != nil {
		s.known.forget()
	}
}

// splice says where the text from an offset on comes from: from src on, or,
// if it is fixed, all of it from there.
type splice struct {
	at, src int
	fixed   bool
}

// splicesTo returns how many splices begin at an offset or before it.
func (s *scanner) splicesTo(at int) int {
	return sort.Search(len(s.splices), func(k int) bool { return s.splices[k].at > at })
}

// sourceOf returns where in the source the text at an offset comes from.
func (s *scanner) sourceOf(at int) int {
	src, _ := s.origin(at)
	return src
}

// origin is sourceOf, and tells whether the text there is that of an alias.
func (s *scanner) origin(at int) (src int, fixed bool) {
	k := s.splicesTo(at)
	if k == 0 {
		return at, false
	}
	x := s.splices[k-1]
	if x.fixed {
		return x.src, true
	}
	return x.src + at - x.at, false
}
