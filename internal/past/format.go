package past

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// appendRecord appends an entry as the file has it: its time, as bash writes
// that, and its lines. A line that would be taken for a time gets a blank. Without
// times it is the lines alone.
func appendRecord(dst []byte, text string, when time.Time, times bool) []byte {
	if !times {
		return append(append(dst, text...), '\n')
	}
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

// Format is what a file has of the entries from number i on: see File.Times.
func (l *List) Format(i int, times bool) []byte {
	var records []byte
	for ; i < l.Len(); i++ {
		records = appendRecord(records, l.Entry(i), l.Time(i), times)
	}
	return records
}

// Parse adds the entries of a history file. With times, lines after a time are one
// entry; before the first time, as in a file of a shell that writes none, each line
// is one. Without, each line is one entry, and times count if the first line is one.
func (l *List) Parse(file []byte, times bool) (entries int) {
	size, fresh := 0, l.fresh
	each := parse
	if !times {
		each = parseLines
	}
	each(file, func(_ int, text []byte, _ time.Time) {
		entries++
		size += len(text)
	})
	l.grow(entries, size)
	each(file, func(_ int, text []byte, when time.Time) {
		l.text = append(l.text, text...)
		if bytes.IndexByte(text, 0) >= 0 {
			at := len(l.text) - len(text)
			l.text = append(l.text[:at], bytes.ReplaceAll(text, []byte{0}, nil)...)
		}
		l.added(when)
	})
	l.fresh = fresh
	return entries
}

// parseLines is parse for a file in which each line is an entry.
func parseLines(file []byte, add func(start int, text []byte, when time.Time)) {
	var when time.Time
	timed := false
	for at := 0; at < len(file); {
		line := file[at:]
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line = line[:i]
		}
		stamp, is := stampOf(line)
		timed = timed || at == 0 && is
		switch {
		case is && timed:
			when = time.Unix(stamp, 0)
		case len(line) > 0:
			add(at, line, when)
			when = time.Time{}
		}
		at += len(line) + 1
	}
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
