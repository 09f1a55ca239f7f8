package builtin

import (
	"strconv"
	"strings"

	"gpipe/internal/interp"
)

func umask() *interp.Builtin {
	return &interp.Builtin{
		Name: "umask", Usage: "[-S] [-p] [mask]",
		Doc: "Print or set the mode bits that new files do not get: an octal number, or a symbolic mode as\n" +
			"of chmod, which names the bits they may get.\n" +
			"-S  print the symbolic mode    -p  in a form that can be read in again",
		Run: runUmask,
	}
}

func runUmask(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "Sp")
	if bad != "" {
		return badOption(sh, "umask", bad), interp.Next
	}
	if len(rest) == 0 {
		sh.Out().WriteString(showMask(sh.Limits().Umask(), given) + "\n")
		return 0, interp.Next
	}
	mask, why := parseMask(rest[0], sh.Limits().Umask())
	if why != "" {
		sh.Report("umask: " + interp.Quote(rest[0]) + ": " + why)
		return 1, interp.Next
	}
	sh.Limits().SetUmask(mask)
	if strings.Contains(given, "S") && !posix(sh) { // as in bash
		sh.Out().WriteString(showMask(mask, "S") + "\n")
	}
	return 0, interp.Next
}

// showMask is a mask in the form that the options say.
func showMask(mask int, given string) string {
	prefix := ""
	if strings.Contains(given, "p") {
		prefix = "umask "
	}
	if !strings.Contains(given, "S") {
		return prefix + octalMask(mask)
	}
	if prefix != "" {
		prefix += "-S "
	}
	return prefix + symbolicMask(mask)
}

func octalMask(mask int) string {
	s := strconv.FormatInt(int64(mask), 8)
	return "0000"[min(len(s), 4):] + s
}

// symbolicMask gives the permissions that the mask leaves.
func symbolicMask(mask int) string {
	const letters = "rwx"
	var b []byte
	for i, who := range []byte("ugo") {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, who, '=')
		perm := ^mask >> (6 - 3*i) & 7
		for k := range 3 {
			if perm&(4>>k) != 0 {
				b = append(b, letters[k])
			}
		}
	}
	return string(b)
}

// parseMask reads a mask, octal or symbolic; the latter changes the mask old.
func parseMask(s string, old int) (mask int, why string) {
	if s != "" && s[0] >= '0' && s[0] <= '9' {
		n, err := strconv.ParseUint(s, 8, 16)
		if err != nil || n > 0o7777 {
			return 0, "not an octal mode"
		}
		return int(n) & 0o777, ""
	}
	perm, ok := parseMode(s, ^old&0o777)
	if !ok {
		return 0, "not a mode"
	}
	return ^perm & 0o777, ""
}

// parseMode applies a symbolic mode (XCU chmod) to the permissions perm. The
// letters s and t are accepted, and mean nothing to a mask.
func parseMode(s string, perm int) (int, bool) {
	start := perm
	for {
		i := 0
		who := 0
		for ; i < len(s) && whoBits(s[i]) != 0; i++ {
			who |= whoBits(s[i])
		}
		if who == 0 {
			who = 0o777
		}
		s = s[i:]
		actions := 0
		for s != "" && (s[0] == '+' || s[0] == '-' || s[0] == '=') {
			op := s[0]
			bits, n := permBits(s[1:], perm, start)
			s = s[1+n:]
			perm = applyMode(perm, who, op, bits)
			actions++
		}
		switch {
		case actions == 0:
			return 0, false
		case s == "":
			return perm, true
		case s[0] != ',':
			return 0, false
		}
		s = s[1:]
	}
}

func applyMode(perm, who int, op byte, bits int) int {
	switch op {
	case '+':
		return perm | bits&who
	case '-':
		return perm &^ (bits & who)
	}
	return perm&^who | bits&who
}

func whoBits(c byte) int {
	switch c {
	case 'u':
		return 0o700
	case 'g':
		return 0o070
	case 'o':
		return 0o007
	case 'a':
		return 0o777
	}
	return 0
}

// permBits reads permission letters, or one letter whose permissions are to
// be copied, as bits for everybody. The letter X means x where somebody may
// already execute.
func permBits(s string, perm, start int) (bits, n int) {
	if s != "" {
		shift := 0
		switch s[0] {
		case 'u':
			shift = 6
		case 'g':
			shift = 3
		case 'o':
		default:
			shift = -1
		}
		if shift >= 0 {
			return perm >> shift & 7 * 0o111, 1
		}
	}
	for ; n < len(s); n++ {
		switch s[n] {
		case 'r':
			bits |= 0o444
		case 'w':
			bits |= 0o222
		case 'x':
			bits |= 0o111
		case 'X':
			if start&0o111 != 0 {
				bits |= 0o111
			}
		case 's', 't':
		default:
			return bits, n
		}
	}
	return bits, n
}
