package expand

import (
	"slices"
	"strconv"
	"strings"

	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

const (
	// fewWords is how many words brace expansion makes at compile time.
	fewWords = 512
	// maxWords is how many it makes at all.
	maxWords = 1 << 24
)

// braceWords compiles what the braces in parts make: all words at once if they
// are few.
func (c *Compiler) braceWords(parts []syntax.WordPart) []*Word {
	n := countWords(parts)
	if n > fewWords {
		return []*Word{{kind: manyWords, braces: &laterBraces{c, parts, n}}}
	}
	words := make([]*Word, 0, n)
	eachWord(nil, parts, func(p []syntax.WordPart) error {
		words = append(words, c.wordOf(rejoin(p)))
		return nil
	})
	return words
}

// join1 makes one Word of several.
func join1(words []*Word) *Word {
	if len(words) == 1 {
		return words[0]
	}
	w := &Word{kind: constList, pure: true}
	for _, x := range words {
		s, ok := x.Const()
		if !ok {
			return &Word{kind: severalWords, pure: allPure(words), words: words}
		}
		w.fields = append(w.fields, s)
	}
	return w
}

func allPure(words []*Word) bool {
	for _, w := range words {
		if !w.pure {
			return false
		}
	}
	return true
}

// laterBraces is brace expansion that is done anew each time, because the
// words are too many to keep.
type laterBraces struct {
	c     *Compiler
	parts []syntax.WordPart
	n     int
}

// append adds the fields of all words to dst.
func (b *laterBraces) append(st *State, dst []string) ([]string, error) {
	if b.n > maxWords {
		return dst, &Error{Err: ErrTooManyWords}
	}
	n, made := len(dst), 0
	err := eachWord(nil, b.parts, func(p []syntax.WordPart) (err error) {
		if made++; made%1024 == 0 && st.Host.Leaving() {
			return st.Host.Leave()
		}
		dst, err = b.c.wordOf(rejoin(p)).Append(st, dst)
		return err
	})
	if err != nil {
		dst = dst[:n]
	}
	return dst, err
}

// countWords counts the words that parts make, up to maxWords+1.
func countWords(parts []syntax.WordPart) int {
	n := 1
	for _, p := range parts {
		b, ok := p.(*syntax.BraceExp)
		if !ok {
			continue
		}
		k := 0
		if b.Sequence {
			k = newSequence(b).count
		} else {
			for _, e := range b.Elems {
				k = min(k+countWords(e.Parts), maxWords+1)
			}
		}
		if k > maxWords || n > maxWords/max(k, 1) {
			return maxWords + 1
		}
		n *= k
	}
	return n
}

// eachWord calls yield for each word that parts, after the parts in done,
// make. Yield must not keep its argument.
func eachWord(done, parts []syntax.WordPart, yield func([]syntax.WordPart) error) error {
	for i, p := range parts {
		b, ok := p.(*syntax.BraceExp)
		if !ok {
			done = append(done, p)
			continue
		}
		rest := parts[i+1:]
		if b.Sequence {
			s := newSequence(b)
			for k := range s.count {
				if err := eachWord(append(done, s.at(k)), rest, yield); err != nil {
					return err
				}
			}
			return nil
		}
		for _, e := range b.Elems {
			if err := eachWord(done, slices.Concat(e.Parts, rest), yield); err != nil {
				return err
			}
		}
		return nil
	}
	return yield(done)
}

// sequence is {x..y} or {x..y..step}, of numbers or of letters.
type sequence struct {
	first, step int64
	count       int
	width       int // numbers have at least this many characters, with zeros
	letters     bool
}

func newSequence(b *syntax.BraceExp) sequence {
	from, to := b.Elems[0].Lit(), b.Elems[1].Lit()
	s := sequence{step: 1}
	first, err := strconv.ParseInt(from, 10, 64)
	last, err2 := strconv.ParseInt(to, 10, 64)
	if err != nil || err2 != nil {
		s.letters = true
		first, last = int64(from[0]), int64(to[0])
	} else if zeroPadded(from) || zeroPadded(to) {
		s.width = max(len(from), len(to))
	}
	if len(b.Elems) > 2 {
		if n, _ := strconv.ParseInt(b.Elems[2].Lit(), 10, 64); n != 0 {
			s.step = n
		}
	}
	if (last < first) != (s.step < 0) {
		s.step = -s.step
	}
	distance, step := uint64(last-first), uint64(s.step)
	if last < first {
		distance, step = uint64(first-last), uint64(-s.step)
	}
	s.first = first
	s.count = int(min(distance/step, maxWords)) + 1
	return s
}

func zeroPadded(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return len(s) > 1 && s[0] == '0'
}

// at returns item k.
func (s *sequence) at(k int) syntax.WordPart {
	n := s.first + int64(k)*s.step
	if s.letters {
		item := string([]byte{byte(n)})
		if !vars.Valid(item) { // between Z and a
			return &syntax.SglQuoted{Value: item}
		}
		return &syntax.Lit{Value: item}
	}
	t := strconv.FormatInt(n, 10)
	if pad := s.width - len(t); pad > 0 {
		sign := ""
		if n < 0 {
			sign, t = "-", t[1:]
		}
		t = sign + strings.Repeat("0", pad) + t
	}
	return &syntax.Lit{Value: t}
}

// rejoin lets a name go on into the literal that brace expansion put after it:
// bash expands braces in the text, so that $x{a,b} is $xa $xb.
func rejoin(parts []syntax.WordPart) []syntax.WordPart {
	parts = joinLiterals(parts)
	for i := 0; i+1 < len(parts); i++ {
		n, ok := parts[i].(*syntax.ParamExp)
		if !ok || !n.Short || !vars.Valid(n.Param.Value) {
			continue
		}
		lit, ok := parts[i+1].(*syntax.Lit)
		if !ok {
			continue
		}
		end := 0
		for end < len(lit.Value) && vars.Valid("_"+lit.Value[end:end+1]) {
			end++
		}
		if end == 0 {
			continue
		}
		param, rest := *n.Param, *lit
		param.Value += lit.Value[:end]
		rest.Value = lit.Value[end:]
		parts = slices.Clone(parts)
		parts[i] = &syntax.ParamExp{Short: true, Param: &param}
		parts[i+1] = &rest
	}
	return parts
}

// joinLiterals makes literals that follow each other one.
func joinLiterals(parts []syntax.WordPart) []syntax.WordPart {
	var joined []syntax.WordPart
	for _, p := range parts {
		lit, ok := p.(*syntax.Lit)
		n := len(joined)
		if !ok || n == 0 {
			joined = append(joined, p)
			continue
		}
		before, ok := joined[n-1].(*syntax.Lit)
		if !ok {
			joined = append(joined, p)
			continue
		}
		both := *before
		both.Value += lit.Value
		joined[n-1] = &both
	}
	return joined
}
