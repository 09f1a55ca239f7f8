package interactive

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"gpipe/internal/completion"
	"gpipe/internal/edit"
	"gpipe/internal/past"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
)

// completionTime is how long finding candidates may take. A directory on a
// server that does not answer must not keep the line from being edited.
const completionTime = 500 * time.Millisecond

// complete finds the candidates that are asked for.
func (s *Session) complete() {
	r := s.editor.Request()
	q := s.query(r.Text, r.Point)
	found := make(chan []edit.Candidate, 1)
	go func() { found <- q.candidates() }()
	timer := time.NewTimer(completionTime)
	defer timer.Stop()
	var all []edit.Candidate
	select {
	case all = <-found:
	case <-timer.C:
	}
	s.editor.Complete(r.Number, q.start, all)
}

// query is what is to be completed. It has all that finding candidates needs,
// which goes on beside the shell.
type query struct {
	start     int    // of the word in the text
	word      string // without quotes
	isCommand bool
	names     []edit.Candidate // of commands of the shell, or of variables
	path      []string
	dir, home string
}

func (s *Session) query(text string, point int) query {
	q := query{start: point, dir: s.sh.Dir().Name()}
	q.home, _ = s.get("HOME")
	spans := past.WordSpans(text[:point])
	isCommand := true
	for i, w := range spans {
		word := text[w[0]:w[1]]
		if i == len(spans)-1 && w[1] == point && !isOperator(word) {
			q.start, q.word = w[0], completion.Unquote(word)
			break
		}
		isCommand = startsCommand(word, isCommand)
	}
	q.isCommand = isCommand && !strings.Contains(q.word, "/")
	switch name, variable := strings.CutPrefix(q.word, "$"); {
	case variable:
		q.isCommand = false
		for _, v := range s.sh.Vars().AppendPrefix(nil, name) {
			q.names = append(q.names, edit.Candidate{Text: "$" + v, Suffix: " "})
		}
	case q.isCommand:
		q.names = s.shellCommands(q.word)
		path, _ := s.get("PATH")
		q.path = strings.Split(path, ":")
	}
	return q
}

// shellCommands are the built-ins, functions and aliases that begin with a word.
func (s *Session) shellCommands(word string) []edit.Candidate {
	var all []edit.Candidate
	for b := range s.sh.Builtins().All() {
		if strings.HasPrefix(b.Name, word) {
			doc, _, _ := strings.Cut(b.Doc, "\n")
			all = append(all, edit.Candidate{Text: quoteWord(b.Name), Shown: b.Name, Description: doc, Suffix: " "})
		}
	}
	for _, name := range s.sh.Functions().Names() {
		if strings.HasPrefix(name, word) {
			all = append(all, edit.Candidate{Text: quoteWord(name), Shown: name, Description: "function", Suffix: " "})
		}
	}
	for _, name := range s.sh.Aliases().Names() {
		if strings.HasPrefix(name, word) {
			text, _ := s.sh.Aliases().Get(name)
			all = append(all, edit.Candidate{Text: quoteWord(name), Shown: name, Description: text, Suffix: " "})
		}
	}
	return all
}

func isOperator(word string) bool { return strings.IndexByte("<>;&|()", word[len(word)-1]) >= 0 }

// startsCommand tells whether a command may begin after a word.
func startsCommand(word string, first bool) bool {
	switch {
	case isOperator(word):
		return strings.IndexByte("<>", word[0]) < 0 && word[0] != ')'
	case !first:
		return false
	case strings.Contains(word, "="):
		return true
	}
	return slices.Contains([]string{"if", "then", "elif", "else", "while", "until", "do", "{", "!", "time", "exec", "command", "sudo"}, word)
}

// candidates finds them, in order and each once.
func (q *query) candidates() []edit.Candidate {
	all := q.names
	switch {
	case q.isCommand:
		for _, dir := range q.path {
			if dir != "" {
				all = append(all, q.files(dir, "", q.word, true)...)
			}
		}
	case !strings.HasPrefix(q.word, "$"):
		all = q.paths()
	}
	shown := func(c edit.Candidate) string { return cmp.Or(c.Shown, c.Text) }
	slices.SortStableFunc(all, func(a, b edit.Candidate) int { return strings.Compare(shown(a), shown(b)) })
	return slices.CompactFunc(all, func(a, b edit.Candidate) bool { return a.Text == b.Text })
}

// paths are the files that a word may become the name of.
func (q *query) paths() []edit.Candidate {
	cut := strings.LastIndexByte(q.word, '/') + 1
	within, name := q.word[:cut], q.word[cut:]
	dir := within
	if rest, home := strings.CutPrefix(within, "~/"); home {
		dir = q.home + "/" + rest
	} else if !strings.HasPrefix(dir, "/") {
		dir = q.dir + "/" + dir
	}
	return q.files(dir, within, name, false)
}

// files are those in a directory that begin with name; programs only if that
// is asked for.
func (q *query) files(dir, within, name string, programs bool) []edit.Candidate {
	var all []edit.Candidate
	fd, err := files.OpenDir(-1, dir)
	if err != nil {
		return nil
	}
	defer sys.Close(fd)
	var found []string
	_ = files.ReadDir(fd, ".", make([]byte, files.DirBufSize), func(entry []byte, _ files.EntryType) { // what could be read is shown
		if n := string(entry); strings.HasPrefix(n, name) && (n[0] != '.' || name != "") {
			found = append(found, n)
		}
	})
	for _, n := range found {
		isDir := files.IsDir(fd, n) == nil
		if programs && (isDir || files.Executable(fd, n) != nil) {
			continue
		}
		c := edit.Candidate{Text: quotePath(within + n), Shown: n, Suffix: " "}
		if isDir {
			c.Shown, c.Suffix = n+"/", "/"
		}
		all = append(all, c)
	}
	return all
}

// quotePath quotes a name, but not the tilde of a home directory.
func quotePath(path string) string {
	if rest, home := strings.CutPrefix(path, "~/"); home {
		return "~/" + quoteWord(rest)
	}
	return quoteWord(path)
}

// quoteWord quotes what the shell would not take for a part of a word.
func quoteWord(word string) string {
	var b strings.Builder
	for i := range len(word) {
		c := word[i]
		if c < ' ' || c == 0x7f {
			return ansiQuoted(word)
		}
		if strings.IndexByte(" !\"#$&'()*;<>?[\\]^`{|}", c) >= 0 || c == '~' && i == 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// ansiQuoted is $'word', for a word with control characters.
func ansiQuoted(word string) string {
	var b strings.Builder
	b.WriteString("$'")
	for i := range len(word) {
		switch c := word[i]; {
		case c == '\'' || c == '\\':
			b.Write([]byte{'\\', c})
		case c < ' ' || c == 0x7f:
			b.Write([]byte{'\\', '0' + c>>6, '0' + c>>3&7, '0' + c&7})
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('\'')
	return b.String()
}
