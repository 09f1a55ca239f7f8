package edit

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Key is what a terminal sends for one key, or pasted text.
type Key struct {
	// Text is the bytes of a key as they came: a character, a control character,
	// ESC and a key, or a control sequence. Of pasted text it may be a part.
	Text  string
	Paste bool
}

// Decoder cuts what a terminal sends into keys, however it is split over reads.
// The zero Decoder is ready.
type Decoder struct {
	rest    []byte
	pasting bool
}

// What is around pasted text, with bracketed paste.
const (
	pasteBegins = "\x1b[200~"
	pasteEnds   = "\x1b[201~"
)

// longest is how long a control sequence may be; a longer one is cut.
const longest = 64

// Feed takes what was read.
func (d *Decoder) Feed(p []byte) { d.rest = append(d.rest, p...) }

// Next returns the next key, if all of it has come.
func (d *Decoder) Next() (Key, bool) {
	for len(d.rest) > 0 {
		if d.pasting {
			return d.pasted()
		}
		n := keySize(d.rest)
		if n == 0 {
			return Key{}, false
		}
		if text := d.take(n); text != pasteBegins {
			return Key{Text: text}, true
		}
		d.pasting = true
	}
	return Key{}, false
}

// Waiting tells whether what has come may be the beginning of a key. If nothing
// more comes for a moment, it is to be called all: see Flush.
func (d *Decoder) Waiting() bool { return len(d.rest) > 0 }

// Pasting tells whether pasted text is coming.
func (d *Decoder) Pasting() bool { return d.pasting }

// Flush returns what has come as a key, though it may be a part of one: the ESC
// key sends what other keys begin with.
func (d *Decoder) Flush() (Key, bool) {
	if len(d.rest) == 0 {
		return Key{}, false
	}
	return Key{Text: d.take(len(d.rest)), Paste: d.pasting}, true
}

func (d *Decoder) take(n int) string {
	text := string(d.rest[:n])
	d.rest = d.rest[n:]
	return text
}

// pasted returns text up to the end of what was pasted, or what there is of it,
// but for what may be the beginning of that end.
func (d *Decoder) pasted() (Key, bool) {
	if i := bytes.Index(d.rest, []byte(pasteEnds)); i >= 0 {
		text := d.take(i)
		d.take(len(pasteEnds))
		d.pasting = false
		if text == "" {
			return d.Next()
		}
		return Key{text, true}, true
	}
	n := len(d.rest)
	for k := min(n, len(pasteEnds)-1); k > 0; k-- {
		if strings.HasPrefix(pasteEnds, string(d.rest[n-k:])) {
			n -= k
			break
		}
	}
	if n == 0 {
		return Key{}, false
	}
	return Key{d.take(n), true}, true
}

// keySize is how many bytes the key has that p begins with, 0 if some are
// missing.
func keySize(p []byte) int {
	if p[0] != '\x1b' {
		return characterSize(p)
	}
	if len(p) == 1 {
		return 0
	}
	n := 0
	switch p[1] {
	case '[':
		return sequenceSize(p)
	case 'O':
		if len(p) > 2 {
			return 3
		}
		return 0
	case '\x1b': // ESC before a key that sends ESC itself
		if n = keySize(p[1:]); n > longest {
			return 2
		}
	default:
		n = characterSize(p[1:])
	}
	if n == 0 {
		return 0
	}
	return 1 + n
}

// characterSize is keySize for a character, in UTF-8 or a byte that is none.
func characterSize(p []byte) int {
	if !utf8.FullRune(p) {
		return 0
	}
	_, n := utf8.DecodeRune(p)
	return n
}

// sequenceSize is keySize for a control sequence (ECMA-48 5.4), or one of the
// Linux console, which has a second bracket.
func sequenceSize(p []byte) int {
	if len(p) > 2 && p[2] == '[' {
		if len(p) > 3 {
			return 4
		}
		return 0
	}
	for i := 2; i < len(p); i++ {
		switch c := p[i]; {
		case c < ' ' || c > '~':
			return i // it broke off
		case c >= '@' || i >= longest:
			return i + 1
		}
	}
	return 0
}
