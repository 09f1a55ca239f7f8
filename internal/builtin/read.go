package builtin

import (
	"math"
	"strconv"
	"strings"
	"syscall"
	"time"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/redirect"
	"gpipe/internal/sys/poll"
	"gpipe/internal/sys/term"
	"gpipe/internal/vars"
)

func read() *interp.Builtin {
	return &interp.Builtin{
		Name: "read", Completes: completion.Variable, Usage: "[-ers] [-a array] [-d delim] [-i text] [-n count] [-N count] [-p prompt] [-t seconds] [-u fd] [name...]",
		Doc: "Read a line, split it by IFS and assign the fields to the names, the rest to the last one;\n" +
			"without a name, assign the line to REPLY. A backslash quotes the next character and joins lines.\n" +
			"The status is 1 at the end of input, and more than 128 when time ran out or, in POSIX mode,\n" +
			"when the action of a signal has run meanwhile.\n" +
			"-r  backslashes are ordinary    -a  assign the fields to an array\n" +
			"-d  read up to the first byte of delim, or a null byte if it is empty, instead of a newline\n" +
			"-n  read at most count characters    -N  read exactly count characters, delimiters too\n" +
			"-p  print a prompt, if a terminal is read    -s  do not echo what is typed\n" +
			"-t  give up after so many seconds; 0 only asks whether there is input    -u  read from fd\n" +
			"-e  have the line edited, if a terminal is read    -i  with a text to begin with",
		Run: runRead,
	}
}

// readOptions are the options of read.
type readOptions struct {
	raw, silent bool
	edit        bool
	prompt      string
	text        string // -i
	delim       byte
	limit       int  // characters, negative: none
	exact       bool // -N: the delimiter does not count
	timeout     time.Duration
	fd          int
	array       string
	names       []string
}

// timedOut is the status of a read that gave up: as if SIGALRM had ended it.
const timedOut = 128 + int(syscall.SIGALRM)

func runRead(sh *interp.Shell, args []string) (int, interp.Flow) {
	o, status := recallRead(sh, args)
	if o == nil {
		return status, interp.Next
	}
	in, err := sh.Input(o.fd)
	if err != nil {
		sh.Report("read: " + strconv.Itoa(o.fd) + ": " + err.Error())
		return wrong(sh), interp.Next
	}
	if o.timeout == 0 {
		return readReady(sh, in.File()), interp.Next
	}
	in.Brief = true
	r := lineReader{in: in, raw: o.raw, limit: o.limit, utf8: sh.Vars().UTF8()}
	r.line = redirect.Line{Delim: o.delim, NoDelim: o.exact}
	r.data = sh.Buffer().Take()
	status, next, failed := readFrom(sh, &o.readOptions, &r)
	if next != interp.Next {
		return status, next
	}
	if failed {
		return status, interp.Next
	}
	ok := assignRead(sh, o, &r.rawLine)
	sh.Buffer().Keep(r.data)
	if !ok {
		return wrong(sh), interp.Next
	}
	return status, interp.Next
}

// readReady is -t 0: is there something to read, or the end of input?
func readReady(sh *interp.Shell, file *redirect.File) int {
	fd, err := file.Fd()
	if err == nil {
		var ready bool
		if ready, err = poll.WaitReadable(fd, 0); ready {
			return 0
		}
	}
	if err != nil {
		sh.Report("read: " + interp.Message(err))
		return wrong(sh)
	}
	return 1
}

// readFrom reads one line into r and returns the status; failed: there is nothing to
// assign. The action of a trap runs meanwhile.
func readFrom(sh *interp.Shell, o *readOptions, r *lineReader) (status int, next interp.Flow, failed bool) {
	if o.edit {
		if status, next, failed, done := editLine(sh, o, r); done {
			return status, next, failed
		}
	}
	mode := prepareTerminal(sh, o, r)
	timeout := o.timeout
	if timeout < 0 {
		timeout = usualTimeout(sh)
	}
	if timeout > 0 {
		r.line.Deadline = time.Now().Add(timeout)
	}
	defer mode.Restore()
	switch end, err := r.read(); {
	case err == interp.ErrLeft:
		return sh.Status(), r.in.Next(), true
	case err == interp.ErrInterrupted:
		return sh.Interrupted(), interp.Next, true
	case err != nil:
		sh.Report("read: " + interp.Message(err))
		return wrong(sh), interp.Next, true
	case end == endTimeout:
		return timedOut, interp.Next, false
	case end == endInput:
		return 1, interp.Next, false
	}
	return 0, interp.Next, false
}

// usualTimeout is what TMOUT says, outside of POSIX mode.
func usualTimeout(sh *interp.Shell) time.Duration {
	if value, set := sh.Vars().Get(vars.TMOUT); set && !posix(sh) {
		if d, ok := duration(value); ok {
			return d
		}
	}
	return 0
}

// prepareTerminal prompts, and tells the terminal, if one is read, not to echo
// or to hand over single characters. The result takes that back.
func prepareTerminal(sh *interp.Shell, o *readOptions, r *lineReader) *term.Mode {
	byByte := o.limit >= 0 || o.delim != '\n'
	interactive := sh.Options()&option.Interactive != 0
	if o.prompt == "" && !o.silent && !byByte && !interactive || !r.in.File().IsTerminal() {
		return nil
	}
	fd, _ := r.in.File().Fd() // a terminal is no capture
	errors := sh.Files().Get(2)
	if errors != nil {
		errors.Write([]byte(o.prompt))
		if interactive {
			r.goesOn = func() {
				ps2, _ := sh.Vars().Get(vars.PS2)
				errors.Write([]byte(ps2))
			}
		}
	}
	if !o.silent && !byByte {
		return nil
	}
	mode, err := term.SetTerminal(fd, o.silent, byByte)
	if err != nil {
		return nil
	}
	return mode
}

// assignRead gives the line to the variables; a failure has been reported.
func assignRead(sh *interp.Shell, o *readCall, line *rawLine) bool {
	ifs, set := sh.Vars().Get(vars.IFS)
	if !set {
		ifs = " \t\n"
	}
	if o.exact {
		ifs = ""
	}
	s := newSplitter(ifs, string(line.data), line.quoted, sh.Vars().UTF8())
	switch {
	case o.array != "":
		return assignArray(sh, o.array, &s)
	case len(o.names) == 0:
		reply := target{name: "REPLY", slot: vars.REPLY}
		return reply.assign(sh, "read", s.line)
	}
	ok := true
	for i := range o.targets {
		var field string
		if i == len(o.names)-1 {
			field = s.rest()
		} else {
			field, _ = s.next()
		}
		ok = o.targets[i].assign(sh, "read", field) && ok
	}
	if len(o.targets) < len(o.names) {
		_, ok = lookTarget(sh, "read", o.names[len(o.targets)]) // reports it
	}
	return ok
}

func assignArray(sh *interp.Shell, name string, s *splitter) bool {
	if !vars.Valid(name) {
		sh.Report("read: " + interp.Quote(name) + ": not a variable name")
		return false
	}
	slot := sh.Slot(strings.Clone(name))
	if sh.Declarations().IsAssoc(slot) {
		sh.Report("read: " + interp.Quote(name) + ": " + vars.ErrNotArray.Error())
		return false
	}
	err := sh.Vars().ClearArray(slot)
	for i := int64(0); err == nil; i++ {
		field, ok := s.next()
		if !ok {
			return true
		}
		err = sh.Vars().SetElem(slot, i, field)
	}
	sh.Report("read: " + interp.Message(err))
	return false
}

// duration reads a number of seconds, which may have a fraction.
func duration(s string) (time.Duration, bool) {
	seconds, used, over := parseFloat(s)
	if used == 0 || used < len(s) || over || seconds < 0 || math.IsNaN(seconds) {
		return 0, false
	}
	return time.Duration(min(seconds, 1e9) * float64(time.Second)), true
}

// delimiter is the value of -d: its first byte, or a null byte if it is empty.
func delimiter(value string) byte {
	if value == "" {
		return 0
	}
	return value[0]
}

// set takes one option and returns what is wrong with its value.
func (o *readOptions) set(c byte, value string) (why string) {
	switch c {
	case 'r':
		o.raw = true
	case 's':
		o.silent = true
	case 'e':
		o.edit = true
	case 'i':
		o.text = value
	case 'a':
		o.array = value
	case 'p':
		o.prompt = value
	case 'd':
		o.delim = delimiter(value)
	case 'n', 'N':
		n, ok := decimal(value)
		if !ok || value == "" {
			return "not a number of characters"
		}
		o.limit, o.exact = n, c == 'N'
	case 't':
		d, ok := duration(value)
		if !ok {
			return "not a number of seconds"
		}
		o.timeout = d
	case 'u':
		n, ok := decimal(value)
		if !ok || value == "" {
			return "not a file descriptor"
		}
		o.fd = n
	}
	return ""
}
