package edit

import "strings"

// What a terminal is sent around the editing of a line: with bracketed paste it
// marks what is pasted.
const (
	Begin = "\x1b[?2004h"
	End   = "\x1b[?2004l"
)

// Marks of a shell's parts in what a terminal shows (OSC 133): the prompt, what
// is typed, what the command writes, and its end.
const (
	MarkPrompt = "\x1b]133;A\x1b\\"
	MarkInput  = "\x1b]133;B\x1b\\"
	MarkOutput = "\x1b]133;C\x1b\\"
)

// MarkEnd says with which status a command has ended.
func MarkEnd(status string) string { return "\x1b]133;D;" + status + "\x1b\\" }

// Directory tells the terminal which directory is the current one (OSC 7).
func Directory(host, dir string) string {
	var b strings.Builder
	b.WriteString("\x1b]7;file://" + host)
	const hex = "0123456789ABCDEF"
	for i := 0; i < len(dir); i++ {
		c := dir[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
		if letter || strings.IndexByte("/-._~", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	b.WriteString("\x1b\\")
	return b.String()
}

// PartialLine begins a row for the prompt where the output of a command may not
// have ended with a newline: there, it shows a sign of that, and goes to the
// next row. Otherwise the sign is overwritten. This takes no knowledge of where
// the cursor is: the blanks fill a row, and if it began within one, they go on
// in the next.
func PartialLine(width int) string {
	return "\x1b[7m%\x1b[m" + strings.Repeat(" ", max(width-1, 0)) + "\r\x1b[K"
}
