package interp

import "gpipe/internal/option"

// What a built-in sees of its environment is by subject: each is a small value whose
// methods are about that alone. Aliases, Dir, Functions, Hash, Jobs, Limits and Traps
// stand beside their methods; these have methods in several files.

// Params is the positional and special parameters.
type Params struct{ sh *Shell }

// Params returns the parameters of this environment.
func (sh *Shell) Params() Params { return Params{sh} }

// Settings is what changes options: Options and Shopts tell which are on.
type Settings struct{ sh *Shell }

// Settings returns what changes the options of this environment.
func (sh *Shell) Settings() Settings { return Settings{sh} }

// Set turns options on or off.
func (s Settings) Set(o option.Set, on bool) { s.sh.setOption(o, on) }

// Declarations is what built-ins that declare variables need beside Vars.
type Declarations struct{ sh *Shell }

// Declarations returns the declarations of this environment.
func (sh *Shell) Declarations() Declarations { return Declarations{sh} }

// Search finds what a command's name stands for.
type Search struct{ sh *Shell }

// Search returns how this environment finds commands.
func (sh *Shell) Search() Search { return Search{sh} }

// Completions is programmable completion.
type Completions struct{ sh *Shell }

// Completions returns the completions of this environment.
func (sh *Shell) Completions() Completions { return Completions{sh} }

// Calls is what encloses the command being run: functions, sourced files, loops.
type Calls struct{ sh *Shell }

// Calls returns what encloses the command that this environment runs.
func (sh *Shell) Calls() Calls { return Calls{sh} }

// Buffer is memory that built-ins keep from one call to the next, to save work.
type Buffer struct{ sh *Shell }

// Buffer returns the memory that built-ins keep in this environment.
func (sh *Shell) Buffer() Buffer { return Buffer{sh} }

// Runner runs commands for built-ins.
type Runner struct{ sh *Shell }

// Runner returns what runs commands in this environment.
func (sh *Shell) Runner() Runner { return Runner{sh} }
