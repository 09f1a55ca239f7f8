package parallel

import "strings"

// arguments is the words of a command behind its name, taken apart.
type arguments struct {
	letters  string   // of the options that were given
	values   []option // of those that need one
	operands []string
}

type option struct {
	letter byte
	value  string
}

// has tells whether an option was given.
func (a *arguments) has(letter byte) bool { return strings.IndexByte(a.letters, letter) >= 0 }

// valuesOf returns the values of an option.
func (a *arguments) valuesOf(letter byte) (list []string) {
	for _, o := range a.values {
		if o.letter == letter {
			list = append(list, o.value)
		}
	}
	return list
}

// read takes words apart as getopt(3) does which goes no further than the first
// operand. An option among the operands, which some programs take, is not read: it is
// refused. why says what is against the words.
func (r *Row) read(words []string) (a *arguments, why string) {
	a = new(arguments)
	for len(words) > 0 && len(words[0]) > 1 && words[0][0] == '-' {
		cluster := words[0][1:]
		words = words[1:]
		if cluster == "-" {
			break
		}
		if cluster[0] == '-' {
			return nil, "-" + cluster + " is not in the table"
		}
		for cluster != "" {
			c := cluster[0]
			cluster = cluster[1:]
			i := strings.IndexByte(r.Flags, c)
			if i < 0 || c == ':' {
				return nil, "-" + string(rune(c)) + " is not in the table"
			}
			a.letters += string(rune(c))
			if i+1 == len(r.Flags) || r.Flags[i+1] != ':' {
				continue
			}
			value := cluster
			if cluster = ""; value == "" {
				if len(words) == 0 {
					return nil, "-" + string(rune(c)) + " has no value"
				}
				value, words = words[0], words[1:]
			}
			a.values = append(a.values, option{c, value})
		}
	}
	a.operands = words
	for _, w := range words {
		if len(w) > 1 && w[0] == '-' {
			return nil, "an option stands behind an operand"
		}
	}
	return a, r.fits(a)
}

// fits says what is against the arguments.
func (r *Row) fits(a *arguments) string {
	switch n := len(a.operands); {
	case n < r.Operands[0]:
		return "an operand is missing"
	case n > r.Operands[1]:
		return "it reads files"
	case r.Needs != "" && !strings.ContainsAny(a.letters, r.Needs):
		return "without -" + r.Needs + " it is not in the table"
	case r.Fit != nil:
		return r.Fit(a)
	}
	return ""
}
