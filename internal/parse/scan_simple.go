package parse

import (
	"bytes"
	"slices"
)

// simple scans a simple command or the definition of a function.
func (s *scanner) simple() bool {
	start := s.i
	var name []byte // the command, when it is a plain word
	words, named := 0, 0
	var moved displaced
	var gaps []span // in arrays before the command
	for {
		s.blanks()
		if s.end() {
			break
		}
		if s.ending() {
			break
		}
		if s.redirected() {
			from, mark := s.i, len(s.edits)
			if !s.redirect() {
				return false
			}
			if words > 0 && declares(name) {
				moved.redirections = append(moved.redirections, span{from, s.i, mark})
			}
			continue
		}
		if s.buf[s.i] == '(' {
			if words != 1 || name == nil {
				return s.stop(unexpected)
			}
			return s.definition(start)
		}
		if words > 0 {
			if s.follows() && s.replace() {
				continue
			}
			if !s.displace(&moved) || !s.argument(name) {
				return false
			}
			moved.end = s.i
			words++
			continue
		}
		if s.i > start && reserved(s.peek()) {
			s.edit(s.i, 0, `\`) // to the parser it would still be one
		}
		named = s.i
		s.wantGaps, s.gaps = true, nil
		isCommand, ok := s.first(&name)
		s.wantGaps = false
		if !ok {
			return false
		}
		if s.gaps != nil {
			gaps, s.gaps = append(gaps, s.gaps...), nil
		}
		if isCommand {
			words++
		}
	}
	if s.i == start {
		return s.stop(unexpected)
	}
	if string(name) == "let" {
		s.insertBefore(named, `\`) // its operands are words, not expressions
	}
	if moved.text != nil {
		s.edit(moved.end, 0, string(moved.text))
	}
	if words > 0 {
		s.joinElements(gaps)
	}
	return true
}

// displaced is the redirections of export and its like that words follow,
// which the parser does not know.
type displaced struct {
	redirections []span // since the last word
	text         []byte // of those before it
	end          int    // of the last word
}

// span is the text between two offsets; its edits are those from mark on.
type span struct{ from, to, mark int }

// displace takes the redirections before a word away, to come after the last
// word.
func (s *scanner) displace(d *displaced) bool {
	if len(d.redirections) == 0 {
		return true
	}
	first := d.redirections[0].mark
	edits := slices.Clone(s.edits[first:])
	s.edits = s.edits[:first]
	for k, r := range d.redirections {
		last := len(edits)
		if k+1 < len(d.redirections) {
			last = d.redirections[k+1].mark - first
		}
		d.text = append(d.text, ' ')
		d.text = s.render(d.text, inOrder(edits[r.mark-first:last]), r.from, r.to, nil)
		s.edit(r.from, r.to-r.from, " ")
	}
	d.redirections = d.redirections[:0]
	return s.spend(len(edits))
}

// ending tells whether a simple command cannot go on with the next byte.
func (s *scanner) ending() bool {
	switch s.buf[s.i] {
	case '\n', ';', '|', ')', '#':
		return true
	case '&':
		return s.afterJoin(s.i+1) != '>'
	}
	return false
}

// first scans an assignment or the name of the command.
func (s *scanner) first(name *[]byte) (isCommand, ok bool) {
	s.peek() // replaces an alias
	if s.end() || s.ending() || s.redirected() || s.buf[s.i] == '(' {
		return false, true // the alias was empty, or no word
	}
	if end := s.nameEnd(s.i); end > s.i && s.byteAt(end) == '[' {
		return s.element(end)
	}
	if s.assignment() {
		return false, s.assigned()
	}
	*name = s.peekPlain()
	start := s.i
	ok = s.someWord()
	s.mark(CommandKind, start)
	return true, ok
}

// element scans an assignment to name[subscript], or the name of a command that
// begins like that.
func (s *scanner) element(bracket int) (isCommand, ok bool) {
	if !s.hopeless(bracket) {
		a := s.try()
		if s.assignment() {
			s.commit(a)
			return false, s.assigned()
		}
		if s.why != fine || !s.back(a) {
			return false, false
		}
	}
	s.edit(s.i, 0, "''")
	return true, s.word()
}

// argument scans a word after the name of the command.
func (s *scanner) argument(name []byte) bool {
	if declares(name) {
		return s.declared()
	}
	start := s.i
	if !s.globWord() {
		return false
	}
	if string(name) == "eval" && s.peekByte() == '(' && isAssignment(s.buf[start:s.i]) {
		return s.evalArray()
	}
	return true
}

// isAssignment tells whether a word is name= or name+=.
func isAssignment(w []byte) bool {
	name, _ := bytes.CutSuffix(bytes.TrimSuffix(w, []byte("=")), []byte("+"))
	return w[len(w)-1] == '=' && len(name) > 0 && (name[0] < '0' || name[0] > '9') && bytes.IndexFunc(name, notInName) < 0
}

func notInName(r rune) bool { return r > 'z' || !nameByte(byte(r)) }

// evalArray scans the parentheses of an array that is assigned in an operand of
// eval: in bash they and what is inside belong to the word.
func (s *scanner) evalArray() bool {
	for n := 0; !s.end(); {
		c := s.buf[s.i]
		if isByte(c, "\\'\"$`") {
			if !s.quoting(false) {
				return false
			}
			continue
		}
		switch {
		case c == '\n':
			s.edit(s.i, 1, "'\n'")
		case special(c) || c == '#':
			s.edit(s.i, 0, `\`)
		}
		s.i++
		switch c {
		case '(':
			n++
		case ')':
			if n--; n == 0 {
				return s.word()
			}
		}
	}
	return s.stop(incomplete)
}

// declares tells whether a command's arguments may be assignments to the
// parser.
func declares(name []byte) bool {
	switch string(name) {
	case "export", "readonly", "local", "declare", "typeset", "nameref":
		return true
	}
	return false
}

// nameEnd is where a variable's name that begins at i ends: i if there is
// none.
func (s *scanner) nameEnd(i int) int {
	start := i
	for {
		if i < len(s.buf) && nameByte(s.buf[i]) {
			i++
		} else if s.continued(i) {
			i = s.nextLine(i)
		} else {
			break
		}
	}
	if i > start && s.buf[start] >= '0' && s.buf[start] <= '9' {
		return start
	}
	return i
}

func nameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}

// assignment scans name= or name[subscript]=, and the same with +=. If there
// is a subscript and nothing is assigned it comes to stand behind that.
func (s *scanner) assignment() bool {
	end := s.nameEnd(s.i)
	if end == s.i {
		return false
	}
	switch s.byteAt(end) {
	case '=':
		s.i = end + 1
		return true
	case '+':
		if s.byteAt(end+1) == '=' {
			s.i = end + 2
			return true
		}
	case '[':
		s.i = end + 1
		if !s.enter() || !s.arith(subscriptArith, ']') {
			return false
		}
		s.leave()
		switch {
		case s.byteAt(s.i) == '=':
			s.i++
			return true
		case s.byteAt(s.i) == '+' && s.byteAt(s.i+1) == '=':
			s.i += 2
			return true
		}
	}
	return false
}

// assigned scans the value of an assignment.
func (s *scanner) assigned() bool {
	if s.afterJoin(s.i) != '(' {
		return s.word()
	}
	s.join()
	s.i++
	if !s.enter() {
		return false
	}
	ok := s.elements()
	s.leave()
	return ok
}

// elements scans the words of an array and the closing parenthesis.
func (s *scanner) elements() bool {
	want, keyed := s.wantGaps, false
	s.wantGaps = false
	var gaps []span
	for {
		from := s.i
		if !s.gap() {
			return false
		}
		if want {
			gaps = append(gaps, span{from: from, to: s.i})
		}
		switch s.peekByte() {
		case 0:
			return s.stop(incomplete)
		case ')':
			s.i++
			if want && !keyed {
				s.gaps = gaps
			}
			return true
		case '[':
			if !s.keyed() {
				s.disguise(s.i)
				break
			}
			keyed = true
			s.i++
			if !s.arith(subscriptArith, ']') {
				return false
			}
			switch {
			case s.byteAt(s.i) == '=':
				s.i++
			case s.byteAt(s.i) == '+' && s.byteAt(s.i+1) == '=':
				s.edit(s.i, 2, "="+addedMark)
				s.i += 2
			}
			if s.inArray = true; !s.word() {
				return false
			}
			continue
		case '=':
			s.disguise(s.i)
		}
		if s.inArray = true; !s.someWord() {
			return false
		}
	}
}

// disguise has a byte be none but of a word to the parser, which takes it for an operator
// in an element of an array.
func (s *scanner) disguise(at int) {
	s.edits = append(s.edits, edit{at: at, del: 1, ins: string(encodeByte(nil, s.buf[at])), encoded: true})
}

// keyed tells whether the element of an array that begins here, with a bracket, has a
// subscript: [subscript]=value. Any other is a word like others.
func (s *scanner) keyed() bool {
	open := 0
	for i := s.i; i < len(s.buf); i++ {
		switch s.buf[i] {
		case '\\':
			i++
		case '\'', '"', '`':
			i = closing(s.buf, i)
		case '(', '{', '[':
			open++
		case ')', '}':
			if open--; open == 0 {
				return true // the bracket is not closed, which the parser is to say
			}
		case ']':
			if open--; open == 0 {
				next := s.afterJoin(i + 1)
				return next == '=' || next == '+' && s.byteAt(i+2) == '='
			}
		}
	}
	return true
}

// closing returns where the quotes end that begin at i: the end of text if they do not.
func closing(text []byte, i int) int {
	quote := text[i]
	for i++; i < len(text) && text[i] != quote; i++ {
		if text[i] == '\\' && quote != '\'' {
			i++
		}
	}
	return i
}

// joinElements makes strings of the arrays before a command, which are that to the
// command: their elements, in parentheses, with a blank between two. gaps are what
// is between the parentheses and the elements.
func (s *scanner) joinElements(gaps []span) {
	for _, g := range gaps {
		if bytes.IndexByte(s.buf[g.from:g.to], '#') >= 0 {
			return // to the parser it stays an array, and an error
		}
	}
	for _, g := range gaps {
		first, last := s.buf[g.from-1] == '(', s.byteAt(g.to) == ')'
		switch {
		case first && last:
			s.edit(g.from-1, g.to+1-(g.from-1), "'()'")
		case first:
			s.edit(g.from-1, g.to-(g.from-1), "'('")
		case last:
			s.edit(g.from, g.to+1-g.from, "')'")
		default:
			s.edit(g.from, g.to-g.from, "' '")
		}
	}
}

// declared scans an argument of export and its like. What is assigned to no
// valid name is an ordinary word to the parser if it begins with quotes; the
// command reports it.
func (s *scanner) declared() bool {
	start := s.i
	if s.assignment() {
		return s.assigned()
	}
	if s.why != fine {
		return false
	}
	if s.i > start { // name[subscript] alone
		return s.word()
	}
	if !s.someWord() {
		return false
	}
	w := s.buf[start:s.i]
	if n := bytes.IndexByte(w, '='); n >= 0 && !bytes.ContainsAny(w[:n], "\"'$`{") {
		s.insertBefore(start, "''")
	}
	return true
}

// definition scans the parentheses and the body of a function.
func (s *scanner) definition(start int) bool {
	s.i++
	s.follow()
	if s.peekByte() != ')' {
		return s.stop(unexpected)
	}
	s.i++
	switch string(s.buf[start:s.wordEnd(start)]) {
	case "let", "declare", "local", "export", "readonly", "typeset", "nameref":
		s.insertBefore(start, "function ") // or it is no name to the parser
	}
	return s.commandGap() && s.command()
}
