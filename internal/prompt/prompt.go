// Package prompt decodes the escapes of bash's prompts: \u, \w, \t and the
// others that PS0, PS1, PS2, PS4 and ${name@P} know.
package prompt

import (
	"strconv"
	"strings"
	"time"

	"gpipe/internal/strftime"
)

// Shell is asked for what the escapes stand for, and only when they do.
type Shell interface {
	Name() string      // \s, the shell's name without directories
	Version() string   // \v, like 5.2
	Release() string   // \V, like 5.2.15
	User() string      // \u
	Host() string      // \H, and \h up to a dot
	Terminal() string  // \l, the name of its device without directories, or ""
	Directory() string // \w and \W, as PWD has it
	Home() string      // what ~ stands for in that
	DirTrim() int      // how many names of \w are shown, 0 for all (PROMPT_DIRTRIM)
	Now() time.Time
	Jobs() int          // \j
	HistoryNumber() int // \!
	CommandNumber() int // \#
	Superuser() bool    // \$
}

// Marks of the parts that take no room on the screen, as readline has them.
const (
	InvisibleBegins = "\x01"
	InvisibleEnds   = "\x02"
)

// Decoding says what the result is for.
type Decoding struct {
	// Marks has \[ and \] become the marks of invisible parts. Otherwise they
	// are nothing.
	Marks bool
	// Quote quotes what is put in, so that it comes out as it is when the
	// result is expanded like a word in double quotes (shopt promptvars).
	Quote bool
}

// Decode replaces the escapes in a prompt.
func Decode(text string, shell Shell, how Decoding) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	d := decoder{shell: shell, how: how}
	for text != "" {
		i := strings.IndexByte(text, '\\')
		if i < 0 || i == len(text)-1 {
			d.out.WriteString(text)
			break
		}
		d.out.WriteString(text[:i])
		text = text[i+1:]
		text = text[d.escape(text):]
	}
	return d.out.String()
}

type decoder struct {
	shell Shell
	how   Decoding
	out   strings.Builder
}

// value puts in what an escape stands for.
func (d *decoder) value(s string) {
	if d.how.Quote && strings.ContainsAny(s, "$`\"\\") {
		for i := range len(s) {
			if strings.IndexByte("$`\"\\", s[i]) >= 0 {
				d.out.WriteByte('\\')
			}
			d.out.WriteByte(s[i])
		}
		return
	}
	d.out.WriteString(s)
}

func (d *decoder) mark(s string) {
	if d.how.Marks {
		d.out.WriteString(s)
	}
}

func (d *decoder) number(n int) { d.value(strconv.Itoa(n)) }

func (d *decoder) time(format string) { d.value(string(strftime.Append(nil, format, d.shell.Now()))) }

// escape decodes what follows a backslash, and returns its size. What is no
// escape stays as it is.
func (d *decoder) escape(text string) int {
	if n := d.character(text); n > 0 {
		return n
	}
	switch text[0] {
	case 'd':
		d.time("%a %b %d")
	case 't':
		d.time("%H:%M:%S")
	case 'T':
		d.time("%I:%M:%S")
	case '@':
		d.time("%I:%M %p")
	case 'A':
		d.time("%H:%M")
	case 'D':
		return d.date(text)
	case 's':
		d.value(d.shell.Name())
	case 'v':
		d.value(d.shell.Version())
	case 'V':
		d.value(d.shell.Release())
	case 'u':
		d.value(d.shell.User())
	case 'h':
		host, _, _ := strings.Cut(d.shell.Host(), ".")
		d.value(host)
	case 'H':
		d.value(d.shell.Host())
	case 'l':
		d.terminal()
	case 'w':
		d.value(Trim(Tilde(d.shell.Directory(), d.shell.Home()), d.shell.DirTrim()))
	case 'W':
		d.value(last(Tilde(d.shell.Directory(), d.shell.Home())))
	case 'j':
		d.number(d.shell.Jobs())
	case '!':
		d.number(d.shell.HistoryNumber())
	case '#':
		d.number(d.shell.CommandNumber())
	default:
		d.out.WriteByte('\\')
		return 0
	}
	return 1
}

// character decodes the escapes that the shell needs not be asked for, and
// returns the size, 0 if it is another one.
func (d *decoder) character(text string) int {
	switch text[0] {
	case 'a':
		d.out.WriteByte('\a')
	case 'e':
		d.out.WriteByte('\x1b')
	case 'n':
		d.out.WriteByte('\n')
	case 'r':
		d.out.WriteByte('\r')
	case '\\':
		d.out.WriteByte('\\') // of which the expansion may make use
	case '$':
		sign := "$"
		if d.shell.Superuser() {
			sign = "#"
		}
		d.value(sign)
	case '[':
		d.mark(InvisibleBegins)
	case ']':
		d.mark(InvisibleEnds)
	case '0', '1', '2', '3', '4', '5', '6', '7':
		n, err := strconv.ParseUint(text[:min(3, len(text))], 8, 16)
		if err != nil {
			return 0
		}
		if byte(n) != 0 {
			d.out.WriteByte(byte(n))
		}
		return min(3, len(text))
	default:
		return 0
	}
	return 1
}

// date decodes D{format}. An empty format is the time of the day.
func (d *decoder) date(text string) int {
	if len(text) < 2 || text[1] != '{' {
		d.out.WriteByte('\\')
		return 0
	}
	format, _, closed := strings.Cut(text[2:], "}")
	size := 2 + len(format)
	if closed {
		size++
	}
	if format == "" {
		format = "%X"
	}
	d.time(format)
	return size
}

func (d *decoder) terminal() {
	name := d.shell.Terminal()
	if name == "" {
		name = "tty"
	}
	d.value(name)
}

// Tilde puts ~ in place of the home directory that a directory is in.
func Tilde(dir, home string) string {
	rest, within := strings.CutPrefix(dir, home)
	if len(home) > 1 && within && (rest == "" || rest[0] == '/') {
		return "~" + rest
	}
	return dir
}

// last is the last name of a directory.
func last(dir string) string {
	if i := strings.LastIndexByte(dir, '/'); i >= 0 && len(dir) > 1 {
		return dir[i+1:]
	}
	return dir
}

// Trim leaves the last n names of a directory, and dots for the others, unless
// the dots are no shorter. A tilde at the beginning stays.
func Trim(dir string, n int) string {
	if n <= 0 || dir == "" {
		return dir
	}
	from := 0
	if dir[0] == '~' {
		from = strings.IndexByte(dir, '/') + 1
		if from == 0 {
			return dir
		}
	}
	to := len(dir)
	for ; n > 0 && to > from; n-- {
		to = from + max(strings.LastIndexByte(dir[from:to], '/'), 0)
	}
	const dots = "..."
	if to-from <= len(dots) {
		return dir
	}
	return dir[:from] + dots + dir[to:]
}
