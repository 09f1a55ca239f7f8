package interp

import (
	"strconv"

	"gpipe/internal/option"
	"gpipe/internal/vars"
)

// dynamicVar is a variable whose value comes from the shell. An ordinary variable
// costs nothing for there being such: they have an attribute.
type dynamicVar struct {
	get   func(*Shell) (string, bool)
	elems func(*Shell) []string         // of an array, instead of get; nil: it is not set
	set   func(*Shell, slotNum, string) // what an assignment does; nil: nothing
	// setElem is an assignment to an element; nil: it does nothing.
	setElem func(sh *Shell, i int64, value string)
	keys    func(*Shell) (keys, values []string) // of an associative array
	setKey  func(sh *Shell, key, value string, set bool) error
	attrs   vars.Attr // beside that of being dynamic
	// posix says that it is there in POSIX mode, too.
	posix bool
	// inherits says that a value of the environment takes its place.
	inherits bool
}

// dynamics has the dynamic variables by slot. What none of them says: unset
// makes a variable an ordinary one, for good, and read-only ones refuse both.
var dynamics = [...]dynamicVar{
	vars.LINENO:     {get: (*Shell).lineNumber, posix: true},
	vars.PIPESTATUS: {elems: (*Shell).pipeStatus, posix: true},

	vars.RANDOM:        {get: (*Shell).drawRandom, set: (*Shell).seedRandom, attrs: vars.Integer},
	vars.SRANDOM:       {get: (*Shell).systemRandom, attrs: vars.Integer},
	vars.SECONDS:       {get: (*Shell).seconds, set: (*Shell).setSeconds, attrs: vars.Integer},
	vars.EPOCHSECONDS:  {get: (*Shell).epochSeconds},
	vars.EPOCHREALTIME: {get: (*Shell).epochRealtime},

	vars.DIRSTACK: {elems: (*Shell).dirStack, setElem: (*Shell).setStacked},

	vars.UID:           {get: (*Shell).uid, attrs: vars.Integer | vars.ReadOnly},
	vars.EUID:          {get: (*Shell).euid, attrs: vars.Integer | vars.ReadOnly},
	vars.GROUPS:        {elems: (*Shell).groups},
	vars.BASHPID:       {get: (*Shell).bashPid, attrs: vars.Integer},
	vars.BASH_SUBSHELL: {get: (*Shell).subshells},

	vars.FUNCNAME:     {elems: (*Shell).funcNames},
	vars.BASH_SOURCE:  {elems: (*Shell).sources},
	vars.BASH_LINENO:  {elems: (*Shell).callLines},
	vars.BASH_ARGC:    {elems: (*Shell).argCounts},
	vars.BASH_ARGV:    {elems: (*Shell).argStack},
	vars.BASH_ARGV0:   {get: (*Shell).argv0, set: (*Shell).setArgv0},
	vars.BASH_COMMAND: {get: (*Shell).commandText},
	vars.FUNCNEST:     {get: (*Shell).funcNest, set: (*Shell).setFuncNest},

	vars.COMP_WORDBREAKS:       {get: (*Shell).wordBreaks, set: (*Shell).ordinary},
	vars.BASH:                  {get: (*Shell).programPath, set: (*Shell).ordinary},
	vars.BASH_EXECUTION_STRING: {get: (*Shell).executionString, set: (*Shell).ordinary},
	vars.BASH_VERSION:          {get: (*Shell).bashVersion, set: (*Shell).ordinary},
	vars.BASH_VERSINFO:         {elems: (*Shell).bashVersionInfo, attrs: vars.ReadOnly},
	vars.SHELLOPTS:             {get: (*Shell).shellOptions, attrs: vars.ReadOnly},
	vars.BASHOPTS:              {get: (*Shell).shoptsOn, attrs: vars.ReadOnly},
	vars.BASH_COMPAT:           {get: (*Shell).compat, set: (*Shell).setCompat},
	vars.BASH_ALIASES:          {keys: (*Shell).aliasKeys, setKey: (*Shell).setAliasKey, attrs: vars.Assoc},
	vars.BASH_CMDS:             {keys: (*Shell).hashKeys, setKey: (*Shell).setHashKey, attrs: vars.Assoc},
	vars.HISTCMD:               {get: (*Shell).historyNumber, attrs: vars.Integer},
	vars.UNDERSCORE:            {get: (*Shell).lastArgument},

	vars.HOSTNAME: {get: (*Shell).hostName, set: (*Shell).ordinary, inherits: true},
	vars.HOSTTYPE: {get: (*Shell).hostType, set: (*Shell).ordinary, inherits: true},
	vars.MACHTYPE: {get: (*Shell).machineType, set: (*Shell).ordinary, inherits: true},
	vars.OSTYPE:   {get: (*Shell).systemType, set: (*Shell).ordinary, inherits: true},
}

func (d *dynamicVar) exists() bool { return d.get != nil || d.elems != nil || d.keys != nil }

// initDynamic makes the dynamic variables what they are. A shell that stands in
// for sh has few of them.
func (sh *Shell) initDynamic(o option.Set) {
	v := sh.st.Vars
	for i := range dynamics {
		d, s := &dynamics[i], slotNum(i)
		switch {
		case !d.exists() || o&option.Posix != 0 && !d.posix:
			continue
		case (s == vars.BASH_VERSION || s == vars.BASH_VERSINFO) && o&option.Bash == 0:
			continue
		case s == vars.BASH_EXECUTION_STRING && o&option.CommandString == 0:
			continue
		case d.inherits && v.IsSet(s):
			continue
		}
		from, inherited := "", v.IsSet(s)
		if inherited {
			from, _ = v.Get(s)
		}
		attrs := d.attrs | v.Attrs(s)&vars.Exported
		if d.elems != nil {
			attrs |= vars.Indexed
		}
		v.MarkDynamic(s, attrs)
		switch {
		case s == vars.UNDERSCORE:
			sh.lastArg = from
			v.Unexport(s)
		case s == vars.SECONDS && inherited:
			sh.setSeconds(s, from)
		}
	}
	if o&option.Posix == 0 {
		v.SetAttrs(vars.PPID, vars.Integer|vars.ReadOnly, 0)
		v.SetAttrs(vars.OPTIND, vars.Integer, 0)
		if !v.IsDeclared(vars.OLDPWD) {
			v.Export(vars.OLDPWD)
		}
		if !v.IsSet(vars.OPTERR) {
			v.Set(vars.OPTERR, "1")
		}
		sh.countLevel()
	}
}

// maxLevel bounds SHLVL, as in bash.
const maxLevel = 1000

// countLevel makes SHLVL one more than what the environment says.
func (sh *Shell) countLevel() {
	from, _ := sh.st.Vars.Get(vars.SHLVL)
	n, err := strconv.Atoi(from)
	if n++; err != nil || n > maxLevel {
		n = 1
	}
	sh.st.Vars.Set(vars.SHLVL, strconv.Itoa(max(n, 0)))
	sh.st.Vars.Export(vars.SHLVL)
}

// dynamic returns the entry of a variable.
func dynamicOf(s slotNum) *dynamicVar {
	if int(s) < len(dynamics) {
		return &dynamics[s]
	}
	return &dynamicVar{}
}

// GetVar gives the dynamic variables their values.
func (sh *Shell) GetVar(s slotNum) (string, bool) {
	if d := dynamicOf(s); d.get != nil {
		return d.get(sh)
	}
	return "", false
}

// VarElems gives the dynamic arrays their elements.
func (sh *Shell) VarElems(s slotNum) []string {
	if d := dynamicOf(s); d.elems != nil {
		return d.elems(sh)
	}
	return nil
}

// SetVar takes assignments to dynamic variables.
func (sh *Shell) SetVar(s slotNum, value string) error {
	if d := dynamicOf(s); d.set != nil {
		d.set(sh, s, value)
	}
	return nil
}

// SetVarElem takes assignments to elements of dynamic arrays.
func (sh *Shell) SetVarElem(s slotNum, i int64, value string) {
	if d := dynamicOf(s); d.setElem != nil {
		d.setElem(sh, i, value)
	}
}

// VarKeys gives the dynamic associative arrays their elements.
func (sh *Shell) VarKeys(s slotNum) (keys, values []string) {
	if d := dynamicOf(s); d.keys != nil {
		return d.keys(sh)
	}
	return nil, nil
}

// SetVarKey takes assignments to elements of dynamic associative arrays.
func (sh *Shell) SetVarKey(s slotNum, key, value string, set bool) error {
	if d := dynamicOf(s); d.setKey != nil {
		return d.setKey(sh, key, value, set)
	}
	return nil
}

// VarChanged turns POSIX mode on and off with POSIXLY_CORRECT, unless the shell
// was started in that mode.
func (sh *Shell) VarChanged(s slotNum) {
	if sh.opts&option.StartedPosix == 0 && sh.posix() != sh.st.Vars.IsSet(s) {
		sh.setOption(option.Posix, !sh.posix())
	}
}

// ordinary is the assignment to a variable that is dynamic only because its
// value takes work.
func (sh *Shell) ordinary(s slotNum, value string) { sh.st.Vars.MakeOrdinary(s, value) }
