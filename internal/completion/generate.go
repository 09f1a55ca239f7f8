package completion

import "strings"

// Source has candidates.
type Source interface {
	// Candidates returns those of one kind that complete a word.
	Candidates(a Actions, word string) []string
	// Glob returns the names of files that match a pattern.
	Glob(pattern string) []string
	// Expand expands words of the shell, as they are written, and splits what
	// comes of it; there are no names of files among that.
	Expand(words []string) []string
	// Call is the function or the command of a specification.
	Call(s *Spec) []string
	// Matches tells whether a text matches a pattern.
	Matches(pattern, text string) bool
	// Separators is what a list of words is split at.
	Separators() string
}

// Generate returns the completions of a word, in the order of the options that
// make them, and none of them twice that another one does not make.
func (s *Spec) Generate(src Source, word string) []string {
	var list []string
	for a := Alias; a <= Directory; a <<= 1 {
		if s.Actions&a != 0 {
			list = append(list, src.Candidates(a, word)...)
		}
	}
	if s.Glob != "" {
		list = append(list, src.Glob(s.Glob)...)
	}
	if s.Words != "" {
		start := Unquote(word)
		for _, w := range src.Expand(Split(s.Words, src.Separators())) {
			if strings.HasPrefix(w, start) {
				list = append(list, w)
			}
		}
	}
	if s.Function != "" || s.Command != "" {
		list = append(list, src.Call(s)...)
	}
	if s.Filter != "" {
		list = s.filtered(src, list, word)
	}
	if s.Prefix != "" || s.Suffix != "" {
		for i := range list {
			list[i] = s.Prefix + list[i] + s.Suffix
		}
	}
	switch {
	case s.Options&PlusDirs != 0:
		list = append(list, src.Candidates(Directory, word)...)
	case s.Options&DirNames != 0 && len(list) == 0:
		list = src.Candidates(Directory, word)
	}
	return list
}

// Makes is the options, with FileNames if there may be names of files without its
// being said.
func (s *Spec) Makes() Options {
	if s.Actions&(File|Directory) != 0 || s.Options&(DirNames|PlusDirs) != 0 {
		return s.Options | FileNames
	}
	return s.Options
}

// filtered leaves out what matches the filter, or with "!" what does not.
func (s *Spec) filtered(src Source, list []string, word string) []string {
	pattern, only := strings.CutPrefix(withWord(s.Filter, word), "!")
	kept := list[:0]
	for _, c := range list {
		if src.Matches(pattern, c) == only {
			kept = append(kept, c)
		}
	}
	return kept
}

// withWord is a filter with the word in the place of each "&" that no backslash
// quotes.
func withWord(filter, word string) string {
	if strings.IndexByte(filter, '&') < 0 {
		return filter
	}
	var b strings.Builder
	for i := 0; i < len(filter); i++ {
		switch c := filter[i]; {
		case c == '&':
			b.WriteString(word)
		case c == '\\' && i+1 < len(filter) && filter[i+1] == '&':
			i++
			b.WriteByte('&')
		case c == '\\' && i+1 < len(filter):
			b.WriteString(filter[i : i+2])
			i++
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
