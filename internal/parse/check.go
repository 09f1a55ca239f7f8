package parse

import "mvdan.cc/sh/v3/syntax"

// checker tells what the parser can read.
type checker struct {
	parser *syntax.Parser
	buf    []byte
}

// accepts tells whether it can read the part of an expression between two
// offsets as one of that kind. What is nested in it does not count: that is
// checked when it is scanned.
func (k *checker) accepts(s *scanner, x *expression, kind arithKind, start, end int) bool {
	before, after := ": $((", "))\n"
	switch kind {
	case forArith:
		before, after = "for ((", ")); do :; done\n"
	case subscriptArith:
		before, after = ": ${a[", "]}\n"
	case sliceArith:
		before, after = ": ${a:", "}\n"
	}
	k.buf = append(k.buf[:0], before...)
	at := start
	for _, h := range x.holesBetween(start, end) {
		k.buf = encode(k.buf, s.buf[at:h.from])
		k.buf = append(k.buf, h.filling...)
		at = h.to
	}
	k.buf = encode(k.buf, s.buf[at:end])
	k.buf = append(k.buf, after...)
	return k.parses(s)
}

// program tells whether it can read a script.
func (k *checker) program(s *scanner, text []byte) bool {
	k.buf = encode(k.buf[:0], text)
	return k.parses(s)
}

func (k *checker) parses(s *scanner) bool {
	if tooOpen(k.buf) || !s.spend(len(k.buf)) {
		return false
	}
	_, err := k.parser.Parse(&feed{text: k.buf}, "")
	return err == nil
}
