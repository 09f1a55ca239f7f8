package interp

// Class is the kind of a built-in in the sense of XCU 2.9.1: it decides about
// lookup order, the life of assignments and what an error does to the shell.
type Class uint8

// The classes of built-ins.
const (
	Regular Class = iota
	Special
)

// Builtin is one built-in command.
type Builtin struct {
	Name  string
	Class Class
	Usage string // arguments, as after the name in a synopsis
	Doc   string // what it does, for help
	// Run executes the built-in. args[0] is its name; args is valid only
	// during the call. Output goes through sh.Out. The status becomes $?.
	Run func(sh *Shell, args []string) (status int, next Flow)
}

// Table finds built-ins by name.
type Table map[string]*Builtin
