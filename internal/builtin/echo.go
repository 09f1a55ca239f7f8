package builtin

import (
	"gpipe/internal/interp"
	"gpipe/internal/option"
)

func echo() *interp.Builtin {
	return &interp.Builtin{
		Name: "echo", Usage: "[-neE] [argument...]",
		Doc: "Write the arguments, separated by spaces, and a newline.\n" +
			"-n  no newline\n-e  interpret backslash escapes\n-E  do not (the default)",
		Run: runEcho,
	}
}

func runEcho(sh *interp.Shell, args []string) (int, interp.Flow) {
	args = args[1:]
	newline, escapes := true, sh.Shopts()&option.XPGEcho != 0
	for len(args) > 0 && echoOption(args[0]) {
		for _, c := range []byte(args[0][1:]) {
			switch c {
			case 'n':
				newline = false
			case 'e':
				escapes = true
			case 'E':
				escapes = false
			}
		}
		args = args[1:]
	}
	w := sh.Out()
	for i, arg := range args {
		if i > 0 {
			w.WriteByte(' ')
		}
		if !escapes {
			w.WriteString(arg)
			continue
		}
		if !writeEscaped(w, arg) { // \c
			return 0, interp.Next
		}
	}
	if newline {
		w.WriteByte('\n')
	}
	return 0, interp.Next
}

// echoOption tells whether arg consists of option letters; anything else is
// text.
func echoOption(arg string) bool {
	if len(arg) < 2 || arg[0] != '-' {
		return false
	}
	for i := 1; i < len(arg); i++ {
		if c := arg[i]; c != 'n' && c != 'e' && c != 'E' {
			return false
		}
	}
	return true
}

// writeEscaped writes s with the escapes of echo -e; false after \c, which
// ends all output.
func writeEscaped(w *interp.Writer, s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			w.WriteByte(s[i])
			continue
		}
		i++
		switch c := s[i]; c {
		case 'a':
			w.WriteByte('\a')
		case 'b':
			w.WriteByte('\b')
		case 'c':
			return false
		case 'e', 'E':
			w.WriteByte(0x1b)
		case 'f':
			w.WriteByte('\f')
		case 'n':
			w.WriteByte('\n')
		case 'r':
			w.WriteByte('\r')
		case 't':
			w.WriteByte('\t')
		case 'v':
			w.WriteByte('\v')
		case '\\':
			w.WriteByte('\\')
		case '0':
			n, used := digits(s[i+1:], 8, 3)
			w.WriteByte(byte(n))
			i += used
		case 'x':
			n, used := digits(s[i+1:], 16, 2)
			if used == 0 {
				w.WriteString(`\x`)
			} else {
				w.WriteByte(byte(n))
			}
			i += used
		case 'u', 'U':
			limit := 4
			if c == 'U' {
				limit = 8
			}
			n, used := digits(s[i+1:], 16, limit)
			if used == 0 {
				w.WriteString(s[i-1 : i+1])
			} else {
				w.WriteString(string(rune(n)))
			}
			i += used
		default:
			w.WriteByte('\\')
			w.WriteByte(c)
		}
	}
	return true
}

// digits reads at most limit digits of the given base.
func digits(s string, base, limit int) (n, used int) {
	for used < len(s) && used < limit {
		d := digit(s[used])
		if d >= base {
			break
		}
		n = n*base + d
		used++
	}
	return n, used
}

func digit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return 99
}
