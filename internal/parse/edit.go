package parse

import "slices"

// edit replaces del bytes of the text at an offset by ins, for the parser. One
// with a unit stands for the edits of that.
type edit struct {
	at, del int
	ins     string
	unit    *end
	first   bool // before others at the same offset
	encoded bool // ins is encoded already
}

// edit notes a change. Those at the same offset are made in the order in which
// they were noted. Text that is replaced must have no other changes in it.
func (s *scanner) edit(at, del int, ins string) {
	s.edits = append(s.edits, edit{at: at, del: del, ins: ins})
}

// insertBefore notes an insertion before all that there is at an offset.
func (s *scanner) insertBefore(at int, ins string) {
	s.edits = append(s.edits, edit{at: at, ins: ins, first: true})
}

// replaceFrom replaces the text from an offset on, and the edits since mark,
// which are in it.
func (s *scanner) replaceFrom(at, mark int, ins string) {
	s.edits = s.edits[:mark]
	s.edit(at, s.i-at, ins)
}

// inOrder sorts edits by their offsets. Most of them are noted in that order.
func inOrder(edits []edit) []edit {
	if !slices.IsSortedFunc(edits, byOffset) {
		slices.SortStableFunc(edits, byOffset)
	}
	return edits
}

func byOffset(a, b edit) int {
	switch {
	case a.at != b.at:
		return a.at - b.at
	case a.first == b.first:
		return 0
	case a.first:
		return -1
	}
	return 1
}

// render appends the text from start to end to dst, with edits, which are in
// order and begin at start or behind it. It tells seen, if that is not nil,
// which text comes from where.
func (s *scanner) render(dst []byte, edits []edit, start, end int, seen *chunk) []byte {
	r := renderer{s, dst, start, seen}
	r.apply(edits, end)
	if r.at < end {
		r.copy(end)
	}
	return r.dst
}

// renderer makes the text for the parser.
type renderer struct {
	s    *scanner
	dst  []byte
	at   int // what comes before is in dst
	seen *chunk
}

func (r *renderer) apply(edits []edit, end int) {
	for _, e := range edits {
		if e.at >= end && end < len(r.s.buf) {
			return
		}
		if e.unit != nil {
			r.apply(inOrder(e.unit.edits), end)
			continue
		}
		if e.at > r.at {
			r.copy(e.at)
		}
		r.seen.inserted(r.s, len(r.dst), &e)
		r.dst = append(r.dst, e.ins...)
		r.at = max(r.at, e.at+e.del)
	}
}

// copy appends the text up to an offset as it is.
func (r *renderer) copy(to int) {
	r.seen.copied(r.s, len(r.dst), r.at, to)
	r.dst = append(r.dst, r.s.buf[r.at:to]...)
	r.at = to
}
