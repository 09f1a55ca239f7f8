package interp

import (
	"errors"
	"slices"
	"strings"

	"gpipe/internal/parse"
)

// ErrNoWords: text is more than a list of words, or its expansion would run or
// change something.
var ErrNoWords = errors.New("is no list of plain words")

// Fields expands text, a list of words, to what a command would get as arguments.
// Nothing is run, and no variable is changed: what would do that is ErrNoWords.
func (sh *Shell) Fields(text string) ([]string, error) {
	p, err := sh.Load(Source{Text: "_ " + strings.TrimRight(text, " \t\n")})
	if err != nil {
		var se *parse.Error
		if errors.As(err, &se) && se.Line == 1 {
			own := *se
			own.Col -= len("_ ")
			return nil, &own
		}
		return nil, err
	}
	defer p.Close()
	s := p.only()
	if s == nil || len(s.redirs) > 0 || len(s.assigns) > 0 {
		return nil, ErrNoWords
	}
	base := len(sh.stack)
	stack, err := s.words.append(sh, sh.stack)
	if err != nil {
		return nil, err
	}
	sh.stack = stack[:base]
	return slices.Clone(stack[base+1:]), nil
}
