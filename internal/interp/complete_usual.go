package interp

import (
	"slices"
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/option"
	"gpipe/internal/sys/files"
	"gpipe/internal/vars"
)

// found are names of which it is looked whether they are directories, if they are
// those of files.
func (c *completer) found(names []string, o completion.Options) []completion.Found {
	if o&completion.FileNames != 0 {
		names = c.wanted(names)
	}
	var list []completion.Found
	for _, name := range names {
		f := completion.Found{Name: name}
		if o&completion.FileNames != 0 {
			f.Directory = files.IsDir(c.sh.dir.Fd(), c.placeOf(name)) == nil
		}
		list = append(list, f)
	}
	return list
}

// wanted leaves out names of files that end as FIGNORE says, unless there are no
// others and force_fignore is off.
func (c *completer) wanted(names []string) []string {
	value, _ := c.sh.st.Vars.Get(c.sh.Slot("FIGNORE"))
	ends := strings.FieldsFunc(value, func(r rune) bool { return r == ':' })
	if len(ends) == 0 {
		return names
	}
	ignored := func(name string) bool {
		return slices.ContainsFunc(ends, func(end string) bool { return len(name) > len(end) && strings.HasSuffix(name, end) })
	}
	list := slices.DeleteFunc(slices.Clone(names), ignored)
	if len(list) == 0 && c.sh.Shopts()&option.ForceFIgnore == 0 {
		return names
	}
	return list
}

// usual completes where no specification says how. In order:
//
//  1. ~us is the home directory of a user, and what follows @ is a host.
//  2. The first word is a command, and so is what follows those that run one.
//  3. The built-ins tell of their options and operands.
//  4. Anything else is a file.
func (c *completer) usual(line string) ([]completion.Found, completion.Options) {
	l, name := c.line, c.commandName()
	switch before := line[:l.From]; {
	case l.Quote == 0 && strings.HasPrefix(l.Raw, "~") && !strings.Contains(l.Raw, "/"):
		return c.users(), completion.FileNames
	case l.Word == 0 && l.Raw == "" && c.sh.Shopts()&option.NoEmptyCmdCompletion != 0:
		return nil, 0
	case strings.HasSuffix(before, "@") && !strings.HasSuffix(before, " @") && c.sh.Shopts()&option.HostComplete != 0:
		if list := c.named(completion.HostName); list != nil {
			return list, 0
		}
	case l.Word == 0 || l.Word == 1 && runsCommand(name):
		if list := c.commandNames(); list != nil {
			return list, completion.FileNames
		}
	}
	if b := c.sh.Builtins().Get(name); b != nil && l.Word > 0 && c.sh.funcs.get(name) == nil {
		if list := c.operands(b); list != nil {
			return list, 0
		}
		if b.Completes == completion.Directory {
			return c.found(c.files(l.Raw, true, false), completion.FileNames), completion.FileNames
		}
	}
	return c.paths(l.Raw, false), completion.FileNames
}

// commandName is the name of the command, if the word is not that.
func (c *completer) commandName() string {
	if c.line.Word == 0 {
		return ""
	}
	return completion.Unquote(c.line.Words[0])
}

// runsCommand tells whether the first operand of a command is the name of another.
func runsCommand(name string) bool {
	switch name {
	case "builtin", "chroot", "command", "doas", "env", "exec", "nice", "nohup", "setsid", "strace", "sudo", "xargs":
		return true
	}
	return false
}

// operands are the options of a built-in, or what it takes.
func (c *completer) operands(b *Builtin) []completion.Found {
	text := completion.Unquote(c.line.Text)
	if strings.HasPrefix(text, "-") && b.Usage != "" {
		return starting(completion.OptionsOf(b.Usage, b.Doc), text)
	}
	kinds := b.Completes &^ completion.Directory
	switch before := c.previous(); {
	case kinds&completion.SetOpt == 0:
	case before == "-o" || before == "+o":
		kinds = completion.SetOpt
	default:
		kinds = 0
	}
	var list []completion.Found
	for a := completion.Alias; a <= completion.Directory; a <<= 1 {
		if kinds&a != 0 {
			list = append(list, c.named(a)...)
		}
	}
	return list
}

func starting(list []completion.Found, text string) []completion.Found {
	return slices.DeleteFunc(list, func(f completion.Found) bool { return !strings.HasPrefix(f.Name, text) })
}

// named are the names of a kind, with what they are.
func (c *completer) named(a completion.Actions) []completion.Found {
	text := c.line.Text
	sign := ""
	if a == completion.Job {
		if sign = "%"; text != "" && !strings.HasPrefix(text, sign) {
			return nil
		}
		text = strings.TrimPrefix(text, sign)
	}
	var list []completion.Found
	for _, name := range c.Candidates(a, text) {
		list = append(list, completion.Found{Name: sign + name, Description: c.describe(a, name)})
	}
	slices.SortStableFunc(list, byName)
	return slices.CompactFunc(list, func(a, b completion.Found) bool { return a.Name == b.Name })
}

func byName(a, b completion.Found) int { return strings.Compare(a.Name, b.Name) }

// describe says what a name of a kind is.
func (c *completer) describe(a completion.Actions, name string) string {
	switch a {
	case completion.Alias:
		text, _ := c.sh.Aliases().Get(name)
		return text
	case completion.Function:
		return "function"
	case completion.Keyword:
		return "reserved word"
	case completion.Builtin, completion.HelpTopic:
		doc, _, _ := strings.Cut(c.sh.Builtins().Any(name).Doc, "\n")
		return doc
	}
	return ""
}

// commandNames are the commands that begin with the word, or, where it has a
// slash or there is none, the programs and directories.
func (c *completer) commandNames() []completion.Found {
	if strings.Contains(c.line.Raw, "/") {
		return c.paths(c.line.Raw, true)
	}
	var list []completion.Found
	for _, a := range [...]completion.Actions{completion.Alias, completion.Function, completion.Builtin, completion.Keyword} {
		list = append(list, c.named(a)...)
	}
	for _, name := range c.programs(completion.Unquote(c.line.Raw)) {
		list = append(list, completion.Found{Name: name})
	}
	if list == nil {
		return c.paths(c.line.Raw, true)
	}
	slices.SortStableFunc(list, byName) // the one that runs is the first
	return slices.CompactFunc(list, func(a, b completion.Found) bool { return a.Name == b.Name })
}

// paths are the files that a word may become the name of, with direxpand in the
// directory that is meant by what has been typed.
func (c *completer) paths(word string, executable bool) []completion.Found {
	names := c.files(word, false, executable)
	typed := completion.Unquote(word[:strings.LastIndexByte(word, '/')+1])
	if c.sh.Shopts()&option.DirExpand != 0 && typed != "" {
		place := c.placeOf(typed)
		for i, name := range names {
			names[i] = place + strings.TrimPrefix(name, typed)
		}
	}
	return c.found(names, completion.FileNames)
}

// users are the home directories that begin with a tilde and a name.
func (c *completer) users() []completion.Found {
	var list []completion.Found
	for _, name := range c.Candidates(completion.User, c.line.Raw[1:]) {
		list = append(list, completion.Found{Name: "~" + name, Directory: true})
	}
	return list
}

// parameter completes the name of a variable that ends at the point, as in "$HO or
// ${HO. start is where the dollar sign is.
func (c *completer) parameter() (start int, list []completion.Candidate) {
	l := c.line
	at := strings.LastIndexByte(l.Raw, '$')
	if at < 0 || l.Quote == '\'' || l.Quote == '$' || at > 0 && l.Raw[at-1] == '\\' {
		return 0, nil
	}
	name, brace := strings.CutPrefix(l.Raw[at+1:], "{")
	if name != "" && !vars.Valid(name) {
		return 0, nil
	}
	for _, v := range c.Candidates(completion.Variable, name) {
		value, _ := c.sh.st.Vars.Get(c.sh.Slot(v))
		f := completion.Candidate{Text: "$" + v, Shown: "$" + v, Suffix: completion.Closing(l.Quote) + " "}
		f.Name = f.Text
		if brace {
			f.Text += "}"
			f.Text = "${" + f.Text[1:]
		}
		if strings.HasPrefix(value, "/") && files.IsDir(-1, value) == nil {
			f.Suffix, f.Directory = "/", true
		}
		f.Description = value
		list = append(list, f)
	}
	return l.From + at, list
}
