package source

import "strings"

// What the parser would take and the shell does not have.
const (
	noCoproc = "coproc is not supported"
)

// lacks refuses what begins at an offset.
func (s *scanner) lacks(text string, at int) bool {
	s.refusal = text
	if s.why == fine {
		s.i = at
	}
	return s.stop(unsupported)
}

// checkWhole looks for what is not supported in all of Text, so that nothing
// of it runs when there is any. Text that has no trace of it is not read twice,
// and of the other ones no more is looked at than what is understood, up to
// where the script is left.
func (p *Parser) checkWhole() error {
	if !mayLack(p.cfg.Text) {
		return nil
	}
	s := p.scanner(bytesOf(p.cfg.Text))
	s.ahead, s.whole = true, true
	for s.line() && !s.end() && !s.leaves {
		s.edits = s.edits[:0]
	}
	if s.why == unsupported {
		return p.errorHere(s.refusal)
	}
	return nil
}

// leaving tells whether the command that begins here ends the script, as far as
// that can be seen: what is behind it may be anything.
func (s *scanner) leaving() bool {
	switch string(s.peekPlain()) {
	case "exit":
		return true
	case "exec":
		i := s.i + len("exec")
		for isByte(s.byteAt(i), " \t") {
			i++
		}
		return !isByte(s.byteAt(i), "0123456789<>&|;{\n\x00")
	}
	return false
}

// mayLack tells whether a text may have something that is not supported: one
// of the words in the place of a command.
func mayLack(text string) bool {
	return mayCommand(text, "coproc")
}

func mayCommand(text, word string) bool {
	for {
		before, rest, found := strings.Cut(text, word)
		if !found {
			return false
		}
		if rest != "" && strings.IndexByte(" \t\n\\", rest[0]) >= 0 && beforeCommand(before) {
			return true
		}
		text = rest
	}
}

// beforeCommand tells whether a command may follow a text.
func beforeCommand(text string) bool {
	end := strings.TrimRight(text, " \t")
	if end == "" || strings.IndexByte("\n;&|(){}`!", end[len(end)-1]) >= 0 {
		return true
	}
	if len(end) == len(text) {
		return false
	}
	switch end[strings.LastIndexAny(end, " \t\n;&|(){}`")+1:] {
	case "if", "then", "elif", "else", "while", "until", "do", "time":
		return true
	}
	return false
}
