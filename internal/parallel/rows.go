// Package parallel knows which commands may be run for parts of their input, and how
// one output and one status are made of theirs.
//
// A command f has a row when, for texts x and y of which x ends with a newline,
//
//	f(x y) = join(f(x), f(y))
//
// and its status is made of the statuses of the parts. The tests hold every row to
// that, with the programs that are installed.
package parallel

// Class says how the outputs for the parts become one.
type Class uint8

// The classes.
const (
	Cat   Class = iota // one behind the other
	Merge              // by the same command with -m
	Sum                // numbers, added
)

func (c Class) String() string {
	return [...]string{"one behind the other", "merged by sort -m", "added"}[c]
}

// Rule says how the statuses of the parts become one.
type Rule uint8

// The rules.
const (
	Highest Rule = iota // any but 0 is an error
	Found               // 0 if one is 0, else 1: nothing was found; from 2 up it is an error
)

// Join returns the status of the whole, when least and most are the lowest and the
// highest of the parts.
func (r Rule) Join(least, most int) int {
	if r == Found && most < 2 {
		return least
	}
	return most
}

// IsError tells whether a status says that the command could not do what it was to do:
// the parts behind it are not run then.
func (r Rule) IsError(status int) bool { return status > 1 || r == Highest && status != 0 }

// Row is what is known of a program with some of its options.
type Row struct {
	Program string
	// Versions are how the first line that the program writes with Asks begins: other
	// programs of that name have no row.
	Versions []string
	Asks     string // "" is --version
	Class    Class
	Rule     Rule
	// Flags are the options: letters, those that need a value with a colon behind
	// them. Needs are those of which one must be there.
	Flags string
	Needs string
	// Operands is how many there are at least and at most, and Fit what else is to be
	// asked of the options and operands: it returns what is against it.
	Operands [2]int
	Fit      func(a *arguments) string
	// WriteError is the status when the output cannot be written.
	WriteError int
	// Cost says what the command takes, in nanoseconds for a byte of its input on a
	// usual processor: nil: Usual.
	Usual float64
	Cost  func(a *arguments) float64
	// Threads is how many processors' work it does at once by itself, where there are so
	// many, 0: 1; and Joins what joining the outputs takes, as a part of Usual.
	Threads, Joins float64
	// Gives is how much comes out for a byte that goes in, about: 0 is as much.
	Gives float64
}

// relayCost is what it takes to hand a byte of input to a run, and a byte of output on.
// Of that, handCost is what one thread does, however many runs there are.
const (
	relayCost = 2.5
	handCost  = 1.5
)

// countCost is what it takes to count a byte of lines, and unknownGives how much is
// taken to come out of what has no row.
const (
	countCost    = 8
	unknownGives = 0.3
)

// Rows is the table.
func Rows() []Row {
	coreutils := []string{"%s (GNU coreutils) 8.3", "%s (GNU coreutils) 9."}
	grep := []string{"grep (GNU grep) 3."}
	sed := []string{"sed (GNU sed) 4."}
	return []Row{
		{Program: "sort", WriteError: 2, Versions: coreutils, Class: Merge, Flags: "bdfgiMhnrsuVk:t:", Usual: 25, Threads: 1.5, Joins: 0.35},
		{Program: "grep", Gives: 0.5, WriteError: 2, Versions: grep, Rule: Found, Class: Sum, Flags: "aEFGivwxhsce:", Needs: "c", Operands: [2]int{0, 1}, Fit: fitGrep, Cost: costGrep},
		{Program: "grep", Gives: 0.5, WriteError: 2, Versions: grep, Rule: Found, Flags: "aEFGivwxohse:", Operands: [2]int{0, 1}, Fit: fitGrep, Cost: costGrep},
		{Program: "sed", WriteError: 4, Versions: sed, Flags: "Ernue:", Operands: [2]int{0, 1}, Fit: fitSed, Usual: 15},
		{Program: "mawk", Gives: 0.5, WriteError: 2, Versions: []string{"mawk 1.3.4 "}, Asks: "-W version", Flags: "F:", Operands: [2]int{1, 1}, Fit: fitAwk, Usual: 8},
		{Program: "gawk", Gives: 0.5, WriteError: 2, Versions: []string{"GNU Awk 5."}, Flags: "F:", Operands: [2]int{1, 1}, Fit: fitAwk, Usual: 12},
		{Program: "awk", Gives: 0.5, WriteError: 2, Versions: []string{"GNU Awk 5.", "mawk 1.3.4 "}, Flags: "F:", Operands: [2]int{1, 1}, Fit: fitAwk, Usual: 12},
		{Program: "fold", WriteError: 1, Versions: coreutils, Flags: "bsw:", Usual: 6},
		{Program: "expand", WriteError: 1, Versions: coreutils, Flags: "it:", Usual: 4},
		{Program: "cut", Gives: 0.5, WriteError: 1, Versions: coreutils, Flags: "b:c:f:d:ns", Fit: fitCut, Usual: 4},
		{Program: "tr", WriteError: 1, Versions: coreutils, Flags: "cCdst", Operands: [2]int{1, 2}, Fit: fitTr, Usual: 1},
		{Program: "wc", Gives: 0.01, WriteError: 1, Versions: coreutils, Class: Sum, Flags: "l", Needs: "l", Usual: 0.2},
		{Program: "wc", Gives: 0.01, WriteError: 1, Versions: coreutils, Class: Sum, Flags: "c", Needs: "c", Usual: 0.2},
		{Program: "wc", Gives: 0.01, WriteError: 1, Versions: coreutils, Class: Sum, Flags: "w", Needs: "w", Usual: 4},
	}
}
