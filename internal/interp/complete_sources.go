package interp

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gpipe/internal/completion"
	"gpipe/internal/edit"
	"gpipe/internal/option"
	"gpipe/internal/parse"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/signals"
	"gpipe/internal/vars"
)

// Candidates returns the names of one kind that begin with a word.
func (c *completer) Candidates(a completion.Actions, word string) []string {
	switch a {
	case completion.File, completion.Directory:
		return c.files(word, a == completion.Directory, false)
	case completion.Command:
		return c.commands(word)
	}
	start := completion.Unquote(word)
	list := c.names(a)
	return slices.DeleteFunc(list, func(name string) bool { return !strings.HasPrefix(name, start) })
}

// names returns all names of one kind.
func (c *completer) names(a completion.Actions) (list []string) {
	sh := c.sh
	switch a {
	case completion.Alias:
		return sh.Aliases().Names()
	case completion.Builtin, completion.Enabled, completion.HelpTopic:
		for b := range sh.Builtins().All() {
			list = append(list, b.Name)
		}
	case completion.Function:
		return sh.Functions().Names()
	case completion.Keyword:
		return parse.Keywords()
	case completion.Variable, completion.Export, completion.ArrayVar:
		return c.variables(a)
	case completion.Binding:
		list = edit.Commands()
		slices.Sort(list)
	case completion.SetOpt:
		option.Each(func(name string, _ option.Set) {
			if _, ok := option.ByName(name); ok {
				list = append(list, name)
			}
		})
	case completion.Shopt:
		option.EachShopt(func(name string, _ option.Shopts) { list = append(list, name) })
	case completion.Signal:
		return signalNames()
	case completion.Job, completion.Running, completion.Stopped:
		return c.jobs(a)
	default:
		return c.database(a)
	}
	return list
}

func (c *completer) variables(a completion.Actions) (list []string) {
	v := c.sh.st.Vars
	attrs := vars.Attr(0)
	if a == completion.Export {
		attrs = vars.Exported
	}
	for _, s := range v.Sorted(attrs) {
		array := a != completion.ArrayVar || v.Attrs(s)&(vars.Indexed|vars.Assoc) != 0 || dynamicOf(s).elems != nil
		if array && (a == completion.ArrayVar || v.IsSet(s) || v.HasValue(s)) {
			list = append(list, v.Names().Name(s))
		}
	}
	return list
}

func signalNames() []string {
	list := []string{"EXIT"}
	for n := 1; n <= signals.Max(); n++ {
		name := signals.Name(n)
		if name == "" {
			name = "JUNK(" + strconv.Itoa(n) + ")" // as bash has it
		}
		list = append(list, "SIG"+name)
	}
	return append(list, "DEBUG", "ERR", "RETURN")
}

func (c *completer) jobs(a completion.Actions) (list []string) {
	for _, j := range c.sh.Jobs().Listed() {
		stopped := JobStopped(j) != 0
		if a == completion.Job || a == completion.Stopped && stopped || a == completion.Running && !stopped && !j.Over() {
			name, _, _ := strings.Cut(j.Text, " ")
			list = append(list, name)
		}
	}
	return list
}

// database returns the names in a file of the system.
func (c *completer) database(a completion.Actions) (list []string) {
	switch a {
	case completion.User:
		return fieldsOf("/etc/passwd", ":", 0, 1)
	case completion.Group:
		return fieldsOf("/etc/group", ":", 0, 1)
	case completion.Service:
		for _, line := range linesOf("/etc/services") {
			if f := strings.Fields(line); len(f) > 1 {
				list = append(append(list, f[0]), f[2:]...)
			}
		}
	case completion.HostName:
		file, _ := c.sh.st.Vars.Get(c.sh.Slot("HOSTFILE"))
		if file == "" {
			file = "/etc/hosts"
		}
		for _, line := range linesOf(file) {
			if f := strings.Fields(line); len(f) > 1 {
				list = append(list, f[1:]...)
			}
		}
	}
	return list
}

// linesOf returns the lines of a file without comments; none, if it cannot be read.
func linesOf(file string) (lines []string) {
	text, err := files.ReadFile(file)
	if err != nil {
		return nil
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		line, _, _ = strings.Cut(line, "#")
		lines = append(lines, line)
	}
	return lines
}

func fieldsOf(file, sep string, from, to int) (list []string) {
	for _, line := range linesOf(file) {
		if f := strings.Split(line, sep); len(f) >= to && f[from] != "" {
			list = append(list, f[from:to]...)
		}
	}
	return list
}

// files returns the names of files that begin with a word, or of directories; with
// executable those of programs and directories. Quoting is a part of the names,
// as in bash, unless a line is being completed.
func (c *completer) files(word string, dirs, executable bool) (list []string) {
	text := word
	if s, _ := c.sh.Completions().Running(); c.line != nil || s != nil {
		text = completion.Unquote(word)
	}
	at := strings.LastIndexByte(text, '/') + 1
	dir, start := text[:at], text[at:]
	place := c.placeOf(dir)
	for _, name := range c.entries(place, start) {
		path := place + name
		if dirs || executable {
			st, err := files.StatFile(c.sh.dir.Fd(), path, true)
			isDir := err == nil && st.Kind == files.KindDirectory
			if !isDir && (dirs || files.Executable(c.sh.dir.Fd(), path) != nil) {
				continue
			}
		}
		list = append(list, dir+name)
	}
	return list
}

// placeOf is where a name is that begins like the word of the line: the directory
// of that may have parameters, which stay in the name as they have been typed.
func (c *completer) placeOf(name string) string {
	if c.line == nil {
		return c.place(name)
	}
	raw := c.line.Raw[:strings.LastIndexByte(c.line.Raw, '/')+1]
	typed := completion.Unquote(raw)
	rest, within := strings.CutPrefix(name, typed)
	switch {
	case !within || typed == "":
		return c.place(name)
	case !strings.Contains(raw, "$"):
		if raw[0] != '~' {
			return name
		}
		return c.place(name)
	case strings.ContainsAny(raw, "`") || strings.Contains(raw, "$("): // what runs commands
		return name
	}
	if list := c.expandParsed([]string{completion.Written(raw)}, true); len(list) == 1 {
		return list[0] + rest
	}
	return name
}

// place is a directory with ~ or ~user replaced.
func (c *completer) place(dir string) string {
	user, rest, found := strings.Cut(dir, "/")
	if user, tilde := strings.CutPrefix(user, "~"); tilde && found {
		home, ok := c.sh.st.Vars.Get(vars.HOME)
		if user != "" {
			home, ok = c.sh.home(user)
		}
		if ok {
			return home + "/" + rest
		}
	}
	return dir
}

// entries returns the names in a directory that begin with start, sorted.
func (c *completer) entries(dir, start string) (list []string) {
	if dir == "" {
		dir = "."
	}
	if strings.HasPrefix(start, ".") {
		for _, name := range [...]string{".", ".."} {
			if strings.HasPrefix(name, start) {
				list = append(list, name)
			}
		}
	}
	begins := c.begins()
	buf := make([]byte, files.DirBufSize)
	hides := c.line != nil && start == ""                                         // what nobody option.Asked for
	files.ReadDir(c.sh.dir.Fd(), dir, buf, func(name []byte, _ files.EntryType) { // none that can be read: nothing
		if n := string(name); begins(n, start) && n != "." && n != ".." && !(hides && n[0] == '.') {
			list = append(list, n)
		}
	})
	slices.Sort(list)
	return list
}

// begins is how a name of a file begins like a word: with completion-ignore-case,
// in letters of any case.
func (c *completer) begins() func(name, start string) bool {
	b := c.sh.aside
	if b == nil || b.bindings == nil || !b.bindings.On("completion-ignore-case") {
		return strings.HasPrefix
	}
	return func(name, start string) bool {
		for _, r := range start {
			n, size := utf8.DecodeRuneInString(name)
			if size == 0 || n != r && unicode.ToLower(n) != unicode.ToLower(r) {
				return false
			}
			name = name[size:]
		}
		return true
	}
}

// commands returns what may be the name of a command.
func (c *completer) commands(word string) []string {
	if strings.Contains(word, "/") {
		return c.files(word, false, true)
	}
	var list []string
	for _, a := range [...]completion.Actions{completion.Alias, completion.Keyword, completion.Function, completion.Builtin} {
		list = append(list, c.Candidates(a, word)...)
	}
	return append(list, c.programs(completion.Unquote(word))...)
}

// programs are the files in PATH that can be run and begin with a text.
func (c *completer) programs(start string) (list []string) {
	for dir := range strings.SplitSeq(c.sh.Search().Path(), ":") {
		if dir == "" {
			dir = "."
		}
		for _, name := range c.entries(dir, start) {
			if files.Executable(c.sh.dir.Fd(), dir+"/"+name) == nil && files.IsDir(c.sh.dir.Fd(), dir+"/"+name) != nil {
				list = append(list, name)
			}
		}
	}
	return list
}
