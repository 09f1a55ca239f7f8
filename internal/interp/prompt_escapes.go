package interp

import (
	"path"
	"strconv"
	"strings"
	"time"

	"gpipe/internal/sys"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"

	"gpipe/internal/parse"
	"gpipe/internal/sys/files"
)

// promptText expands a text as a prompt: backslash escapes, then parameters. What
// an escape gives is not looked at again. The text is a value: one with command
// substitutions keeps them, and its parameters, as they are.
func (sh *Shell) promptText(text string) string {
	if !strings.ContainsAny(text, "\\$`") {
		return text
	}
	var plain, quoted strings.Builder // the text, and it as a here-document has it
	put := func(s string) {
		plain.WriteString(s)
		for i := range len(s) {
			if strings.IndexByte("\\$`", s[i]) >= 0 {
				quoted.WriteByte('\\')
			}
			quoted.WriteByte(s[i])
		}
	}
	for len(text) > 0 {
		before, rest, found := strings.Cut(text, `\`)
		plain.WriteString(before)
		quoted.WriteString(before)
		if text = rest; !found {
			break
		}
		value, n := sh.promptEscape(rest)
		put(value)
		text = rest[n:]
	}
	if !strings.ContainsAny(quoted.String(), "\\$`") {
		return plain.String()
	}
	w, err := sh.rt.parsers.Document(quoted.String())
	if err != nil || !onlyParams(w) {
		return plain.String()
	}
	s, err := sh.rt.compiler.HereDoc(&syntax.Word{}, w, false).String(&sh.st)
	if err != nil {
		return plain.String()
	}
	return s
}

// promptEscape returns what the escape stands for that is left of a text behind a
// backslash, and its length.
func (sh *Shell) promptEscape(text string) (string, int) {
	if text == "" {
		return `\`, 0
	}
	if text[0] >= '0' && text[0] <= '7' {
		if n, err := strconv.ParseUint(text[:min(3, len(text))], 8, 16); err == nil && len(text) >= 3 {
			return string([]byte{byte(n)}), 3
		}
		return `\`, 0
	}
	if s, is := sh.promptShell(text[0]); is {
		return s, 1
	}
	if s, is := promptTime(text[0]); is {
		return s, 1
	}
	switch text[0] {
	case 'a', 'e', 'n', 'r':
		return parse.ANSI(`\` + text[:1]), 1
	case '\\':
		return `\`, 1
	case '[', ']': // for an editor of lines
		return "", 1
	}
	return `\` + text[:1], 1
}

// promptShell is what an escape tells of the shell.
func (sh *Shell) promptShell(c byte) (string, bool) {
	switch c {
	case '$':
		if sys.Geteuid() == 0 {
			return "#", true
		}
		return "$", true
	case 'u':
		return userName(sys.Geteuid()), true
	case 'h':
		name, _, _ := strings.Cut(sys.Hostname(), ".")
		return name, true
	case 'H':
		return sys.Hostname(), true
	case 's':
		return strings.TrimPrefix(path.Base(sh.st.Name), "-"), true
	case 'v', 'V':
		p := bashVersionParts()
		if c == 'v' {
			return p[0] + "." + p[1], true
		}
		return strings.Join(p[:3], "."), true
	case 'w':
		return sh.promptDir(), true
	case 'W':
		dir := sh.promptDir()
		if dir == "~" || dir == "/" {
			return dir, true
		}
		return path.Base(dir), true
	case 'j':
		return strconv.Itoa(len(sh.Jobs())), true
	case '!', '#':
		return "1", true // there is no history
	case 'l':
		return "tty", true
	}
	return "", false
}

// promptDir is the working directory as a prompt has it: below the home directory
// with a tilde, and with no more than PROMPT_DIRTRIM names at its end.
func (sh *Shell) promptDir() string {
	dir := sh.Dir()
	home, _ := sh.st.Vars.Get(vars.HOME)
	prefix := ""
	if rest, ok := strings.CutPrefix(dir, home); ok && home != "" && home != "/" && (rest == "" || rest[0] == '/') {
		prefix, dir = "~", rest
	}
	slot, known := sh.rt.names.Lookup("PROMPT_DIRTRIM")
	if !known {
		return prefix + dir
	}
	value, _ := sh.st.Vars.Get(slot)
	keep, err := strconv.Atoi(value)
	if names := strings.Split(strings.TrimPrefix(dir, "/"), "/"); err == nil && keep > 0 && len(names) > keep {
		if prefix != "" {
			prefix += "/"
		}
		return prefix + ".../" + strings.Join(names[len(names)-keep:], "/")
	}
	return prefix + dir
}

// promptTime is what an escape tells of the time.
func promptTime(c byte) (string, bool) {
	layout := ""
	switch c {
	case 't':
		layout = "15:04:05"
	case 'T':
		layout = "03:04:05"
	case '@':
		layout = "03:04 PM"
	case 'A':
		layout = "15:04"
	case 'd':
		layout = "Mon Jan 02"
	default:
		return "", false
	}
	return time.Now().Format(layout), true
}

// userName is the name of a user, or the number.
func userName(uid int) string {
	passwd, err := files.ReadFile("/etc/passwd")
	if err == nil {
		for line := range strings.SplitSeq(string(passwd), "\n") {
			if f := strings.Split(line, ":"); len(f) >= 6 && f[2] == strconv.Itoa(uid) {
				return f[0]
			}
		}
	}
	return strconv.Itoa(uid)
}
