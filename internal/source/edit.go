package source

// edit replaces del bytes of the text at an offset by ins, for the parser.
type edit struct {
	at, del int
	ins     string
}

// edit notes a change. Changes stand in the order of their offsets, and those
// at the same one in the order in which they were made. A change that
// replaces text takes the place of those inside it.
func (s *scanner) edit(at, del int, ins string) {
	k := len(s.edits)
	for k > 0 && s.edits[k-1].at > at {
		k--
	}
	n := k
	for n < len(s.edits) && s.edits[n].at < at+del {
		n++
	}
	if k == len(s.edits) {
		s.edits = append(s.edits, edit{at, del, ins})
		return
	}
	s.edits = append(s.edits[:k], append([]edit{{at, del, ins}}, s.edits[n:]...)...)
}

// dropEdits forgets the edits from an offset on.
func (s *scanner) dropEdits(start int) {
	for len(s.edits) > 0 && s.edits[len(s.edits)-1].at >= start {
		s.edits = s.edits[:len(s.edits)-1]
	}
}

// render appends the text from start to end to dst, with the edits. It tells
// seen, if that is not nil, which text comes from where.
func (s *scanner) render(dst []byte, start, end int, seen *chunk) []byte {
	at := start
	k := len(s.edits)
	for k > 0 && s.edits[k-1].at >= start {
		k--
	}
	for _, e := range s.edits[k:] {
		if e.at >= end && end < len(s.buf) {
			break
		}
		if e.at > at {
			seen.copied(s, len(dst), at, e.at)
			dst = append(dst, s.buf[at:e.at]...)
		}
		seen.inserted(s, len(dst), e.at)
		dst = append(dst, e.ins...)
		at = max(at, e.at+e.del)
	}
	if at < end {
		seen.copied(s, len(dst), at, end)
		dst = append(dst, s.buf[at:end]...)
	}
	return dst
}
