package expand

import (
	"strings"
	"unicode/utf8"

	"gpipe/internal/vars"
)

// tildeRule says where a tilde begins a tilde-prefix (XCU 2.6.1).
type tildeRule uint8

const (
	noTilde     tildeRule = iota
	wordTilde             // at the beginning
	assignTilde           // and after each unquoted colon
)

// tilde is a tilde-prefix.
type tilde struct {
	user  string
	slash bool // a slash follows
	split bool // what is no tilde-prefix after all is split
}

// tildePrefix splits a literal that begins with a tilde. The prefix goes up to
// the first slash, or colon in an assignment; it must be all unquoted, and so
// lie in one literal.
func tildePrefix(s string, rule tildeRule, last bool) (t tilde, rest string, ok bool) {
	stop := "/\\"
	if rule == assignTilde {
		stop = "/:\\"
	}
	end := strings.IndexAny(s, stop)
	if end < 0 {
		if !last {
			return t, s, false
		}
		end = len(s)
	}
	rest = s[end:]
	if strings.HasPrefix(rest, `\`) {
		return t, s, false
	}
	return tilde{user: s[1:end], slash: strings.HasPrefix(rest, "/")}, rest, true
}

func (t tilde) run(st *State) error {
	dir, ok := t.dir(st)
	if !ok {
		s := "~" + t.user
		if t.split {
			st.value(s)
		} else {
			st.literal(s, strings.ContainsAny(s, metaChars))
		}
		return nil
	}
	if t.slash { // no double slash after a home of "/"
		dir = strings.TrimSuffix(dir, "/")
	}
	st.quoted(dir)
	return nil
}

func (t tilde) dir(st *State) (string, bool) {
	switch t.user {
	case "":
		if dir, set := st.Vars.Get(vars.HOME); set {
			return dir, true
		}
	case "+":
		return st.Vars.Get(vars.PWD)
	case "-":
		return st.Vars.Get(vars.OLDPWD)
	}
	return st.Host.HomeDir(t.user)
}

// charLen is the length of the first character of s, which a backslash before
// it quotes as a whole.
func charLen(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}
