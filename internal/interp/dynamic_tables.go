package interp

import (
	"errors"
	"strconv"
	"strings"

	"gpipe/internal/columns"
	"gpipe/internal/option"
)

// This file has the variables that are views of the shell's options and tables.

// shoptsOn is the options of shopt that are on, by name.
func (sh *Shell) shoptsOn() (string, bool) {
	var on []string
	option.EachShopt(func(name string, bit option.Shopts) {
		if sh.Shopts()&bit != 0 {
			on = append(on, name)
		}
	})
	return strings.Join(on, ":"), true
}

// The versions of bash that BASH_COMPAT may name, without the period, and the
// first option of shopt that stands for one.
const (
	firstCompat  = 31
	latestCompat = 52
)

func (sh *Shell) compat() (string, bool) {
	if sh.aside == nil || sh.aside.compat == "" {
		return "", false
	}
	return sh.aside.compat, true
}

// setCompat remembers the version whose behaviour a script wants: what differs is
// nothing that this shell has in two ways.
func (sh *Shell) setCompat(_ slotNum, value string) {
	digits := value
	if len(value) == 3 && value[1] == '.' {
		digits = value[:1] + value[2:]
	}
	n, err := strconv.Atoi(digits)
	known := err == nil && (n >= firstCompat && n <= firstCompat+1 || n >= 40 && n <= 44 || n >= 50 && n <= latestCompat)
	if value != "" && !known {
		sh.Report("BASH_COMPAT: " + Quote(value) + ": not a version of bash from 3.1 to 5.2")
	}
	on := sh.Shopts() &^ anyCompat
	if bit, ok := option.ShoptByName("compat" + digits); ok && known {
		on |= bit
	}
	sh.Settings().SetShopts(on)
	sh.besides().compat = value
}

// anyCompat is the options that stand for versions, of which one at most is on.
const anyCompat = option.Compat31 | option.Compat32 | option.Compat40 | option.Compat41 | option.Compat42 | option.Compat43 | option.Compat44

// agreeCompat is the options on, where one for a version that was turned on or off
// takes the others with it, and BASH_COMPAT.
func (sh *Shell) agreeCompat(was, on option.Shopts) option.Shopts {
	changed := (was ^ on) & anyCompat
	if changed == 0 {
		return on
	}
	sh.besides().compat = strconv.Itoa(latestCompat)
	turned := changed & on
	if turned == 0 {
		return on &^ anyCompat
	}
	option.EachShopt(func(name string, bit option.Shopts) {
		if bit == turned {
			sh.aside.compat = strings.TrimPrefix(name, "compat")
		}
	})
	return on&^anyCompat | turned
}

var errNotAlias = errors.New("not an alias name")

// AliasName tells whether name can be an alias: what is no blank, no quote and
// no operator, nor begins an expansion. It is printed as it is, so that it has
// nothing that a terminal would act upon either.
func AliasName(name string) bool {
	return name != "" && !strings.ContainsAny(name, " \t\n|&;<>()$`\"'\\/") && columns.Plain(name) == name
}

func (sh *Shell) aliasKeys() (keys, values []string) {
	for _, name := range sh.Aliases().Names() {
		text, _ := sh.Aliases().Get(name)
		keys, values = append(keys, name), append(values, text)
	}
	return keys, values
}

func (sh *Shell) setAliasKey(name, text string, set bool) error {
	switch {
	case !set:
		sh.Aliases().Remove(name)
	case !AliasName(name):
		return &Error{Op: "BASH_ALIASES", Operand: name, Err: errNotAlias}
	default:
		sh.Aliases().Set(strings.Clone(name), strings.Clone(text))
	}
	return nil
}

func (sh *Shell) hashKeys() (keys, values []string) {
	for _, f := range sh.Hash().Files() {
		keys, values = append(keys, f.Name), append(values, f.Path)
	}
	return keys, values
}

func (sh *Shell) setHashKey(name, path string, set bool) error {
	if set {
		if err := sh.Hash().Set(strings.Clone(name), strings.Clone(path)); err != nil {
			return &Error{Op: "BASH_CMDS", Operand: path, Err: err}
		}
		return nil
	}
	sh.Hash().Remove(name)
	return nil
}
