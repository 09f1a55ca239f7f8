package builtin

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"gpipe/internal/interp"
	"gpipe/internal/strftime"
	"gpipe/internal/sys/files"
)

// timeFormat is %(format)T, whose parenthesis is at format[at]: a time as seconds
// since 1970, -1 or nothing for now, -2 for the start of the shell. It returns where
// the format goes on, or 0: it is none.
func (p *printer) timeFormat(s *spec, format string, at int) int {
	end := closing(format, at)
	if end < 0 || end+1 == len(format) || format[end+1] != 'T' {
		return 0
	}
	layout := format[at+1 : end]
	if layout == "" {
		layout = "%X"
	}
	text := string(strftime.Append(nil, layout, p.time(s)))
	p.text(s, truncated(text, s.prec))
	return end + 2
}

// closing is where the parenthesis at format[at] is closed; -1: nowhere.
func closing(format string, at int) int {
	open := 0
	for i := at; i < len(format); i++ {
		switch format[i] {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return i
			}
		}
	}
	return -1
}

// lastSecond is that of the last year that the C library knows.
const lastSecond = 67768036191676799

// time is the operand of a conversion, in the zone of an exported TZ.
func (p *printer) time(s *spec) time.Time {
	seconds := int64(-1)
	if s.operand > 0 || p.next < len(p.args) {
		seconds = p.signed(p.arg(s.operand))
	}
	t := time.Now()
	switch {
	case seconds == -2:
		t = p.sh.Started()
	case seconds > lastSecond || seconds < math.MinInt64/2:
		t = time.Unix(0, 0)
	case seconds != -1:
		t = time.Unix(seconds, 0)
	}
	return t.In(zone(p.sh))
}

// zone is the time zone of what the shell prints.
func zone(sh *interp.Shell) *time.Location {
	tz, set := sh.Declarations().Exported("TZ")
	dir, _ := sh.Declarations().Exported("TZDIR")
	return strftime.Zone(tz, set, dir, func(path string) ([]byte, error) { return readZone(sh, path) })
}

// maxZone bounds the size of the file of a time zone.
const maxZone = 1 << 20

var errNoZone = errors.New("not a time zone")

// readZone reads the file of a time zone, which is nothing else than a file.
func readZone(sh *interp.Shell, path string) ([]byte, error) {
	st, err := files.StatFile(sh.Dir().Fd(), path, true)
	switch {
	case err != nil:
		return nil, err
	case st.Kind != files.KindRegular || st.Size > maxZone:
		return nil, errNoZone
	}
	return files.ReadFileAt(sh.Dir().Fd(), path)
}

// count is %n: it assigns the number of bytes that this pass of the format has
// written to a variable.
func (p *printer) count(name string) {
	if name == "" {
		return
	}
	v, ok := lookTarget(p.sh, "printf", name)
	if ok {
		ok = v.assign(p.sh, "printf", strconv.Itoa(p.spilled+len(p.buf)-p.start))
	}
	p.failed = p.failed || !ok
}

// warns tells whether a fault leaves the status alone, as in bash.
func (p *printer) warns(f *fault) bool {
	return f.why == outOfRange && strings.Trim(f.operand, "+-0123456789") == "" && !posix(p.sh)
}
