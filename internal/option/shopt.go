package option

// Shopts is the set of options of shopt that are on.
type Shopts uint64

// The options of shopt, in the order in which it lists them. Those that mean
// nothing to a shell without a terminal are remembered only.
const (
	AutoCd Shopts = 1 << iota
	AssocExpandOnce
	CdableVars
	CdSpell
	CheckHash
	CheckJobs
	CheckWinSize
	CmdHist
	Compat31
	Compat32
	Compat40
	Compat41
	Compat42
	Compat43
	Compat44
	CompleteFullQuote
	DirExpand // completion replaces the directory by its expansion
	DirSpell
	DotGlob         // * and ? match a leading period
	ExecFail        // an exec that fails does not end the shell
	ExpandAliases   // aliases are replaced
	ExtDebug        // the action for DEBUG decides about commands
	ExtGlob         // ?(p) *(p) +(p) @(p) !(p) are patterns wherever there are any
	ExtQuote        // remembered only: $'...' and $"..." count in "${name...}"
	FailGlob        // a pattern without matches is an error
	ForceFIgnore    // FIGNORE counts also where there are no other names
	GlobASCIIRanges // ranges are those of code points, as they always are
	GlobSkipDots    // no pattern matches . and ..
	GlobStar        // ** matches directories at any depth
	GNUErrFmt
	HistAppend
	HistReEdit
	HistVerify
	HostComplete
	HUPOnExit
	InheritErrExit // command substitutions keep -e
	InteractiveCommentsShopt
	LastPipe // the last command of a pipeline runs in the shell itself
	LitHist
	LocalVarInherit // local variables begin with the values from outside
	LocalVarUnset   // unset reveals no outer variables
	LoginShell      // decided at start-up
	MailWarn
	NoEmptyCmdCompletion
	NoCaseGlob  // pathname expansion ignores case
	NoCaseMatch // case, [[ ]] and ${name/pattern} do
	NoExpandTranslation
	NullGlob          // a pattern without matches expands to nothing
	PatsubReplacement // & in the word of ${name/pattern/word} is the match
	ProgComp
	ProgCompAlias
	PromptVars
	RestrictedShell
	ShiftVerbose
	SourcePath    // the dot command looks in PATH
	VarRedirClose // {name}> is closed when the command ends
	XPGEcho       // echo interprets escapes
)

// DefaultShopts are those that are on unless they are turned off.
const DefaultShopts = CheckWinSize | CmdHist | CompleteFullQuote | ExpandAliases | ExtQuote | ForceFIgnore |
	GlobASCIIRanges | GlobSkipDots | HostComplete | InheritErrExit | InteractiveCommentsShopt |
	PatsubReplacement | ProgComp | PromptVars | SourcePath

// BashShopts are those that are on at first in bash, for scripts that expect that.
const BashShopts = DefaultShopts &^ (ExpandAliases | InheritErrExit)

// shoptNames has the names in the order of the bits.
func shoptNames() []string {
	return []string{
		"autocd", "assoc_expand_once", "cdable_vars", "cdspell", "checkhash", "checkjobs", "checkwinsize",
		"cmdhist", "compat31", "compat32", "compat40", "compat41", "compat42", "compat43", "compat44",
		"complete_fullquote", "direxpand", "dirspell", "dotglob", "execfail", "expand_aliases", "extdebug",
		"extglob", "extquote", "failglob", "force_fignore", "globasciiranges", "globskipdots", "globstar",
		"gnu_errfmt", "histappend", "histreedit", "histverify", "hostcomplete", "huponexit",
		"inherit_errexit", "interactive_comments", "lastpipe", "lithist", "localvar_inherit",
		"localvar_unset", "login_shell", "mailwarn", "no_empty_cmd_completion", "nocaseglob",
		"nocasematch", "noexpand_translation", "nullglob", "patsub_replacement", "progcomp",
		"progcomp_alias", "promptvars", "restricted_shell", "shift_verbose", "sourcepath",
		"varredir_close", "xpg_echo",
	}
}

// ShoptByName returns the option of a name.
func ShoptByName(name string) (Shopts, bool) {
	for i, n := range shoptNames() {
		if n == name {
			return 1 << i, true
		}
	}
	return 0, false
}

// EachShopt calls fn with the name and bit of every option, in order.
func EachShopt(fn func(name string, bit Shopts)) {
	for i, n := range shoptNames() {
		fn(n, 1<<i)
	}
}
