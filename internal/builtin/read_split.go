package builtin

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// splitter splits a line into fields as read does. Bytes that a backslash
// quoted separate nothing.
type splitter struct {
	line   string
	pos    int
	quoted []int // indices, ascending
	class  *byteClasses
	wide   []string // characters of IFS with more than one byte
}

// byteClasses says what each byte is to a splitter.
type byteClasses [256]byte

const (
	ordinary byte = iota
	blank         // of IFS
	other         // the rest of IFS: each ends a field
	wide          // may begin a character of IFS with more than one byte
)

// usualIFS is for the IFS that a shell starts with.
var usualIFS = byteClasses{' ': blank, '\t': blank, '\n': blank}

// newSplitter makes a splitter that is past the blanks at the start.
func newSplitter(ifs, line string, quoted []int, isUTF8 bool) splitter {
	s := splitter{line: line, quoted: quoted, class: &usualIFS}
	if ifs != " \t\n" {
		s.setIFS(ifs, isUTF8)
	}
	s.skipBlanks()
	return s
}

func (s *splitter) setIFS(ifs string, isUTF8 bool) {
	s.class = new(byteClasses)
	for i := 0; i < len(ifs); {
		c := ifs[i]
		if isUTF8 && c >= utf8.RuneSelf {
			if _, n := utf8.DecodeRuneInString(ifs[i:]); n > 1 {
				s.wide = append(s.wide, ifs[i:i+n])
				if s.class[c] != other {
					s.class[c] = wide
				}
				i += n
				continue
			}
		}
		s.class[c] = other
		if c == ' ' || c == '\t' || c == '\n' {
			s.class[c] = blank
		}
		i++
	}
}

// isQuoted tells whether a backslash quoted the byte at i.
func (s *splitter) isQuoted(i int) bool {
	if len(s.quoted) == 0 {
		return false
	}
	_, found := slices.BinarySearch(s.quoted, i)
	return found
}

func (s *splitter) isBlank(i int) bool {
	return s.class[s.line[i]] == blank && !s.isQuoted(i)
}

// separator returns the length of the character at i if it is one of IFS that
// is no blank, else 0.
func (s *splitter) separator(i int) int {
	switch s.class[s.line[i]] {
	case other:
		if !s.isQuoted(i) {
			return 1
		}
	case wide:
		for _, w := range s.wide {
			if strings.HasPrefix(s.line[i:], w) && !s.isQuoted(i) {
				return len(w)
			}
		}
	}
	return 0
}

func (s *splitter) skipBlanks() {
	line, class, i := s.line, s.class, s.pos
	for i < len(line) && class[line[i]] == blank && !s.isQuoted(i) {
		i++
	}
	s.pos = i
}

// next returns the next field and goes past what ends it: blanks, and one
// separator that is none. False at the end of the line.
func (s *splitter) next() (string, bool) {
	if s.pos >= len(s.line) {
		return "", false
	}
	line, class, start, end := s.line, s.class, s.pos, s.pos
	for end < len(line) && (class[line[end]] == ordinary || !s.isBlank(end) && s.separator(end) == 0) {
		end++
	}
	s.pos = end
	s.skipBlanks()
	if s.pos < len(s.line) {
		if n := s.separator(s.pos); n > 0 {
			s.pos += n
			s.skipBlanks()
		}
	}
	return line[start:end], true
}

// rest returns what is left for the last variable: one field without what
// ends it if there is no more, else all the rest of the line but for blanks at
// its end.
func (s *splitter) rest() string {
	start := s.pos
	field, _ := s.next()
	if s.pos >= len(s.line) {
		return field
	}
	s.pos = len(s.line)
	end := len(s.line)
	for end > start && s.isBlank(end-1) {
		end--
	}
	return s.line[start:end]
}
