package builtin

import (
	"bytes"
	"strconv"
	"strings"
	"syscall"
	"unsafe"

	"gpipe/internal/interp"
	"gpipe/internal/redirect"
	"gpipe/internal/vars"
)

func mapfile() *interp.Builtin {
	return &interp.Builtin{
		Name:  "mapfile",
		Usage: "[-t] [-d delim] [-n count] [-O origin] [-s count] [-u fd] [-C callback] [-c quantum] [array]",
		Doc: "Read lines into the elements of an array, MAPFILE unless it is named.\n" +
			"-t  without the delimiters    -d  what ends a line, a null byte if it is empty\n" +
			"-n  read at most so many lines, 0: all    -s  drop so many before\n" +
			"-O  begin at that index, and keep the other elements    -u  read from fd\n" +
			"-C  run a command, given the index and the line, each -c lines (5000)",
		Run: runMapfile,
	}
}

func readarray() *interp.Builtin {
	b := mapfile()
	b.Name, b.Doc = "readarray", "The same as mapfile."
	return b
}

// mapping is a call of mapfile.
type mapping struct {
	sh       *interp.Shell
	cmd      string
	file     *redirect.File
	fd       int
	delim    byte
	trim     bool
	count    int // lines to read, 0: all
	skip     int
	origin   int64
	keep     bool // an origin was given
	callback string
	quantum  int
	slot     vars.Slot
	next     int64 // index of the next element
}

func runMapfile(sh *interp.Shell, args []string) (int, interp.Flow) {
	m := mapping{sh: sh, cmd: args[0], delim: '\n', quantum: 5000}
	name, status := m.parse(args)
	if status != 0 {
		return status, interp.Next
	}
	err := m.prepare(name)
	if err == nil {
		next, left, rerr := m.read()
		if left {
			return sh.Status(), next
		}
		err = rerr
	}
	if err != nil {
		sh.Report(m.cmd + ": " + interp.Message(err))
		return 1, interp.Next
	}
	return 0, interp.Next
}

// parse reads the arguments and returns the name of the array, or the status of
// what is wrong, which has been reported.
func (m *mapping) parse(args []string) (name string, status int) {
	g := optionReader{args: args[1:], letters: "td:n:O:s:u:C:c:"}
	for c, ok := g.next(); ok; c, ok = g.next() {
		if why := m.set(c, g.value); why != "" {
			m.sh.Report(m.cmd + ": " + interp.Quote(g.value) + ": " + why)
			return "", 1
		}
	}
	if g.fault != "" {
		m.sh.Report(m.cmd + ": " + interp.Quote(g.fault))
		showUsage(m.sh, m.cmd)
		return "", 2
	}
	if m.file = m.sh.Files().Get(m.fd); m.file == nil {
		m.sh.Report(m.cmd + ": " + strconv.Itoa(m.fd) + ": " + syscall.EBADF.Error())
		return "", 1
	}
	if len(g.args) == 0 {
		return "MAPFILE", 0
	}
	if g.args[0] == "" {
		m.sh.Report(m.cmd + ": '': " + errNoName.Error())
		return "", 2
	}
	return g.args[0], 0
}

// set takes one option and returns what is wrong with its value.
func (m *mapping) set(c byte, value string) (why string) {
	n, ok := decimal(value)
	ok = ok && value != ""
	switch c {
	case 't':
		m.trim = true
	case 'C':
		m.callback = value
	case 'd':
		m.delim = delimiter(value)
	case 'n':
		m.count, why = n, unless(ok, "not a number of lines")
	case 's':
		m.skip, why = n, unless(ok, "not a number of lines")
	case 'O':
		m.origin, m.keep, why = int64(n), true, unless(ok, "not an index")
	case 'u':
		m.fd, why = n, unless(ok, "not a file descriptor")
	case 'c':
		m.quantum, why = n, unless(ok && n > 0, "not a number of lines")
	}
	return why
}

// unless is text if ok is false.
func unless(ok bool, text string) string {
	if ok {
		return ""
	}
	return text
}

// prepare makes the array, which is empty unless an origin was given.
func (m *mapping) prepare(name string) error {
	if !vars.Valid(name) {
		return &interp.Error{Op: interp.Quote(name), Err: errNoName}
	}
	v := m.sh.Vars()
	m.slot, m.next = m.sh.Slot(strings.Clone(name)), m.origin
	s := m.slot
	if t, sub, err := v.Deref(s); err == nil && sub == "" {
		s = t
	}
	if v.Attrs(s)&vars.Assoc != 0 {
		return &interp.Error{Op: name, Err: vars.ErrNotArray}
	}
	if m.keep {
		err := v.MakeIndexed(m.slot)
		v.MakeSet(m.slot)
		return err
	}
	return v.ClearArray(m.slot)
}

// read reads the lines. With left a signal, or the callback, has left the
// command: next says where to.
func (m *mapping) read() (next interp.Flow, left bool, err error) {
	if m.callback == "" && m.count == 0 {
		return m.readAll()
	}
	in, l := m.sh.InputOf(m.file), &redirect.Line{Delim: m.delim}
	for n := 0; m.count == 0 || n < m.skip+m.count; n++ {
		line, err := in.ReadLine(nil, l)
		if err == interp.ErrLeft {
			return in.Next(), true, nil
		} else if err != nil || len(line) == 0 {
			return interp.Next, false, err
		}
		if n < m.skip {
			continue
		}
		value := string(m.trimmed(line))
		if done := n - m.skip + 1; m.callback != "" && done%m.quantum == 0 {
			text := m.callback + " " + strconv.FormatInt(m.next, 10) + " " + interp.QuoteWord(value)
			if f := m.sh.Runner().Eval(text); f != interp.Next {
				return f, true, nil
			}
		}
		if err := m.store(value); err != nil {
			return interp.Next, false, err
		}
	}
	return interp.Next, false, nil
}

// readAll is read for what goes on to the end of the file.
func (m *mapping) readAll() (interp.Flow, bool, error) {
	in := m.sh.InputOf(m.file)
	data, err := in.ReadLine(nil, &redirect.Line{NoDelim: true})
	if err == interp.ErrLeft {
		return in.Next(), true, nil
	} else if err != nil {
		return interp.Next, false, err
	}
	lines := m.lines(data)
	if !m.keep && m.next == 0 {
		return interp.Next, false, m.sh.Vars().SetArray(m.slot, lines)
	}
	for _, line := range lines {
		if err := m.store(line); err != nil {
			return interp.Next, false, err
		}
	}
	return interp.Next, false, nil
}

// lines cuts what was read, which is given away, into the values of elements. They
// are parts of one string: most programs use them all.
func (m *mapping) lines(data []byte) []string {
	lines := make([]string, 0, bytes.Count(data, []byte{m.delim})+1)
	nulls := m.delim != 0 && bytes.IndexByte(data, 0) >= 0
	// SAFETY: data was made for this, and nobody writes to it any more.
	text := unsafe.String(unsafe.SliceData(data), len(data))
	for n := 0; len(text) > 0; n++ {
		end := strings.IndexByte(text, m.delim) + 1
		if end == 0 {
			end = len(text)
		}
		line := text[:end]
		text = text[end:]
		if n < m.skip {
			continue
		}
		if line[end-1] == m.delim && (m.trim || m.delim == 0) {
			line = line[:end-1]
		}
		if nulls {
			line, _, _ = strings.Cut(line, "\x00") // a value ends there, as in bash
		}
		lines = append(lines, line)
	}
	return lines
}

// trimmed is the line as it becomes the value of an element.
func (m *mapping) trimmed(line []byte) []byte {
	if n := len(line) - 1; line[n] == m.delim && (m.trim || m.delim == 0) {
		line = line[:n]
	}
	line, _, _ = bytes.Cut(line, []byte{0})
	return line
}

func (m *mapping) store(value string) error {
	m.next++
	return m.sh.Vars().SetElem(m.slot, m.next-1, value)
}
