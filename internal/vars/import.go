package vars

import "strings"

// Import takes over an environment: each "name=value" becomes an exported
// variable, the last one of a name. Values are only ever data; no functions
// are imported. What is no variable is passed on to children unchanged. Not
// imported, and not passed on, are names that have their meaning from the
// shell itself: IFS, OPTIND, options and what is dynamic; and a SECONDS or
// OPTERR that is no number.
func (v *Vars) Import(env []string) {
	for _, e := range env {
		name, value, ok := strings.Cut(e, "=")
		if !ok || !Valid(name) {
			v.odd = append(v.odd, e)
			continue
		}
		s := v.names.Slot(name)
		if importable(s, value) {
			v.put(s, variable{str: value, attr: Exported | isSet})
		}
	}
	v.odd = v.odd[:len(v.odd):len(v.odd)]
	v.envStale = true
}

// importable tells whether the environment may give the variable in s a value.
func importable(s Slot, value string) bool {
	switch s {
	case IFS, OPTIND, SHELLOPTS, BASHOPTS, PPID, LINENO, RANDOM, SRANDOM,
		PIPESTATUS, BASHPID, BASH_SUBSHELL, BASH_REMATCH, BASH_SOURCE, BASH_LINENO,
		FUNCNAME, DIRSTACK, GROUPS, HISTCMD, EPOCHSECONDS, EPOCHREALTIME,
		UID, EUID, BASH, BASH_COMMAND, BASH_EXECUTION_STRING, BASH_ARGC, BASH_ARGV,
		BASH_ARGV0, FUNCNEST, BASH_XTRACEFD:
		return false
	case SECONDS, OPTERR:
		return isNumber(value)
	}
	return true
}

// isNumber tells whether value is a decimal number that fits an int64 with
// room to spare.
func isNumber(value string) bool {
	if value == "" || len(value) > 18 {
		return false
	}
	for i := 0; i < len(value); i++ {
		if value[i] < '0' || value[i] > '9' {
			return false
		}
	}
	return true
}
