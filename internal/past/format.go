package past

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// appendRecord appends an entry as the file has it: its time, as bash writes
// that, and its lines. A line that would be taken for a time gets a blank.
func appendRecord(dst []byte, text string, when time.Time) []byte {
	dst = append(dst, '#')
	stamp := int64(0)
	if !when.IsZero() {
		stamp = when.Unix()
	}
	dst = strconv.AppendInt(dst, stamp, 10)
	dst = append(dst, '\n')
	for line := range strings.Lines(strings.ReplaceAll(text, "\x00", "") + "\n") {
		line = strings.TrimSuffix(line, "\n")
		dst = append(dst, line...)
		if _, is := stampOf([]byte(line)); is {
			dst = append(dst, ' ')
		}
		dst = append(dst, '\n')
	}
	return dst
}

// stampOf tells whether a line is the time of an entry.
func stampOf(line []byte) (int64, bool) {
	if len(line) < 2 || line[0] != '#' || line[1] < '0' || line[1] > '9' {
		return 0, false
	}
	n, err := strconv.ParseInt(string(line[1:]), 10, 64)
	return n, err == nil
}

// Parse adds the entries of a history file. Lines after a time are one entry;
// before the first time, as in a file of a shell that writes none, each line is
// one.
func (l *List) Parse(file []byte) {
	entries, size := 0, 0
	parse(file, func(_ int, text []byte, _ time.Time) {
		entries++
		size += len(text)
	})
	l.grow(entries, size)
	parse(file, func(_ int, text []byte, when time.Time) {
		l.text = append(l.text, text...)
		if bytes.IndexByte(text, 0) >= 0 {
			at := len(l.text) - len(text)
			l.text = append(l.text[:at], bytes.ReplaceAll(text, []byte{0}, nil)...)
		}
		l.added(when)
	})
}

// parse calls add for each entry, with where its time or its first line begins.
func parse(file []byte, add func(start int, text []byte, when time.Time)) {
	var when time.Time
	stamped := false
	start, from, to := 0, 0, 0 // of the entry, and of its text
	end := func() {
		if from < to-1 {
			add(start, file[from:to-1], when)
		}
	}
	for at := 0; at < len(file); {
		next := len(file) + 1 // a last newline may be missing
		if i := bytes.IndexByte(file[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		stamp, is := stampOf(file[at : next-1])
		if is || !stamped {
			end()
			start, from = at, at
		}
		if is {
			stamped, when, from = true, time.Time{}, next
			if stamp != 0 {
				when = time.Unix(stamp, 0)
			}
		}
		at, to = next, next
	}
	end()
}
