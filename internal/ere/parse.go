package ere

import "gpipe/internal/chars"

// maxDepth bounds the nesting of groups.
const maxDepth = 1000

// maxRepeat is the greatest number in an interval.
const maxRepeat = 32767

// parser parses an expression by the grammar of XBD 9.5.3, in which the GNU C
// library reads some of what POSIX leaves undefined: an empty alternative is
// one that matches nothing, a parenthesis that closes nothing is an ordinary
// character, several repetitions may follow each other, and ^ and $ are anchors
// wherever they stand.
type parser struct {
	text   string
	i      int
	flags  Flags
	depth  int
	groups int
	closed uint // a bit for each of the groups 1 to 9 that may be referred to

	atoms    []atom
	literals map[rune]int32 // of atoms that are one character
	any      int32          // the atom of a period, or noAtom
	every    int32          // that of every character, also what is none in UTF-8
	words    bool           // there are assertions about words
	backRefs bool
}

const noAtom = -1

func (p *parser) wide() bool { return p.flags&UTF8 != 0 }

func (p *parser) parse() (*tree, error) {
	p.literals = make(map[rune]int32)
	p.any, p.every = noAtom, noAtom
	return p.alternatives()
}

// alternatives parses up to the end of the text, or to the parenthesis that
// closes the group. What a back-reference may refer to are groups before all of
// them, or in the same one.
func (p *parser) alternatives() (*tree, error) {
	var subs []*tree
	before, after := p.closed, p.closed
	for {
		p.closed = before
		t, err := p.branch()
		if err != nil {
			return nil, err
		}
		subs = append(subs, t)
		after |= p.closed
		if p.ended() || p.peek() != '|' {
			break
		}
		p.i++
	}
	p.closed = after
	if len(subs) == 1 {
		return subs[0], nil
	}
	return (&tree{kind: altNode, subs: subs}).sized()
}

// branch parses one alternative.
func (p *parser) branch() (*tree, error) {
	var subs []*tree
	size := 1
	for p.i < len(p.text) && p.text[p.i] != '|' && (p.text[p.i] != ')' || p.depth == 0) {
		t, err := p.piece()
		if err != nil {
			return nil, err
		}
		if t == nil {
			continue
		}
		if size += t.size + 1; size > maxSize {
			return nil, ErrTooBig
		}
		subs = append(subs, t)
	}
	switch len(subs) {
	case 0:
		return nil, nil
	case 1:
		return subs[0], nil
	}
	return &tree{kind: catNode, subs: subs, size: size}, nil
}

// piece parses one item and the repetitions that follow it. There can be none
// after an assertion.
func (p *parser) piece() (*tree, error) {
	t, err := p.item()
	if err != nil || t != nil && t.kind == assertNode {
		return t, err
	}
	for p.i < len(p.text) && isRepeat(p.text[p.i]) {
		if t, err = p.repeat(t); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func isRepeat(c byte) bool { return c == '*' || c == '+' || c == '?' || c == '{' }

// repeat parses a repetition of t.
func (p *parser) repeat(t *tree) (*tree, error) {
	low, high := 0, infinite
	c := p.text[p.i]
	p.i++
	switch c {
	case '+':
		low = 1
	case '?':
		high = 1
	case '{':
		var err error
		if low, high, err = p.interval(); err != nil {
			return nil, err
		}
	}
	switch {
	case t == nil, high == 0:
		return nil, nil
	case low == 1 && high == 1:
		return t, nil
	}
	return (&tree{kind: repeatNode, min: low, max: high, subs: []*tree{t}, plain: t.plain && low > 0}).sized()
}

// item parses what a repetition may follow, or an assertion.
func (p *parser) item() (*tree, error) {
	switch c := p.text[p.i]; c {
	case '*', '+', '?', '{':
		return nil, ErrRepetition
	case '(':
		return p.group()
	case '[':
		return p.bracket()
	case '\\':
		return p.escape()
	case '^', '$':
		p.i++
		if c == '^' {
			return assertion(textStart), nil
		}
		return assertion(textEnd), nil
	case '.':
		p.i++
		if p.any == noAtom {
			p.any = p.addSet(&chars.Set{Negated: true})
		}
		return character(p.any), nil
	}
	return p.literal(), nil
}

func assertion(a assert) *tree     { return &tree{kind: assertNode, arg: int32(a), size: 1} }
func character(atom int32) *tree   { return &tree{kind: charNode, arg: atom, size: 1, plain: true} }
func (p *parser) literal() *tree   { return character(p.addLiteral(p.next())) }
func (p *parser) fold() bool       { return p.flags&FoldCase != 0 }
func (p *parser) peek() byte       { return p.text[p.i] }
func (p *parser) ended() bool      { return p.i == len(p.text) }
func (p *parser) at(s string) bool { return len(p.text)-p.i >= len(s) && p.text[p.i:p.i+len(s)] == s }

// next takes a character.
func (p *parser) next() rune {
	r, size := chars.Decode(p.text[p.i:], p.wide())
	p.i += size
	return r
}

// group parses a group.
func (p *parser) group() (*tree, error) {
	p.i++
	if p.depth++; p.depth > maxDepth {
		return nil, ErrTooDeep
	}
	p.groups++
	n := p.groups
	t, err := p.alternatives()
	switch {
	case err != nil:
		return nil, err
	case p.ended():
		return nil, ErrParenthesis
	}
	p.i++
	p.depth--
	if n <= 9 {
		p.closed |= 1 << n
	}
	return (&tree{kind: groupNode, arg: int32(n), subs: []*tree{t}}).sized()
}

// escape parses a backslash and what follows it.
func (p *parser) escape() (*tree, error) {
	if p.i++; p.ended() {
		return nil, ErrEscape
	}
	c := p.peek()
	if c >= '1' && c <= '9' {
		p.i++
		if p.closed>>(c-'0')&1 == 0 {
			return nil, ErrBackReference
		}
		p.backRefs = true
		return &tree{kind: refNode, arg: int32(c - '0'), size: 1}, nil
	}
	if a, ok := assertByLetter(c); ok {
		p.i++
		p.words = p.words || a > textEnd
		return assertion(a), nil
	}
	switch c {
	case 'w', 'W':
		p.i++
		return p.class(chars.Word, c == 'W'), nil
	case 's', 'S':
		p.i++
		return p.class(chars.Space, c == 'S'), nil
	}
	return p.literal(), nil
}

// class is one character that is, or is not, of a class.
func (p *parser) class(k chars.Class, negated bool) *tree {
	set := &chars.Set{Negated: negated}
	set.AddClass(k)
	return character(p.addSet(set))
}

// interval parses what follows an opening brace, and the closing one.
func (p *parser) interval() (low, high int, err error) {
	low = p.number()
	if low < 0 && !p.at(",") {
		return 0, 0, p.badInterval()
	}
	high = low
	low = max(low, 0)
	if p.at(",") {
		p.i++
		high = p.number()
	}
	switch {
	case !p.at("}"), high >= 0 && high < low:
		return 0, 0, p.badInterval()
	case max(low, high) > maxRepeat:
		return 0, 0, ErrTooBig
	}
	p.i++
	return low, high, nil
}

func (p *parser) badInterval() error {
	for i := p.i; i < len(p.text); i++ {
		if p.text[i] == '}' {
			return ErrInterval
		}
	}
	return ErrBrace
}

// number reads a number, or gives -1 if there is none.
func (p *parser) number() int {
	n := -1
	for !p.ended() && '0' <= p.peek() && p.peek() <= '9' {
		n = min(max(n, 0)*10+int(p.peek()-'0'), maxRepeat+1)
		p.i++
	}
	return n
}
