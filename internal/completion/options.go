package completion

import (
	"slices"
	"strings"
)

// OptionsOf are the options of a command with what they do, by the text that tells
// of it: after two blanks, or at the beginning of a line, stand options, and what
// follows is about them. Those that only the usage has are without.
func OptionsOf(usage, doc string) []Found {
	var list []Found
	add := func(name, about string) {
		i := slices.IndexFunc(list, func(f Found) bool { return f.Name == name })
		switch {
		case i < 0:
			list = append(list, Found{Name: name, Description: about})
		case list[i].Description == "":
			list[i].Description = about
		}
	}
	for line := range strings.Lines(doc) {
		described(strings.Split(strings.TrimSpace(line), "  "), add)
	}
	for _, word := range strings.FieldsFunc(usage, func(r rune) bool { return strings.ContainsRune(" []|()", r) }) {
		switch {
		case strings.HasPrefix(word, "--") && len(word) > 2:
			add(word, "")
		case isCluster(word):
			for _, c := range word[1:] {
				add("-"+string(c), "")
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Found) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return list
}

// described finds the options in the parts of a line.
func described(parts []string, add func(name, about string)) {
	for i := 0; i < len(parts); i++ {
		words := strings.Fields(parts[i])
		n := 0
		for n < len(words) && isOption(strings.TrimSuffix(words[n], ",")) {
			n++
		}
		if n == 0 {
			continue
		}
		about := strings.Join(words[n:], " ")
		for k := i + 1; about == "" && k < len(parts); k++ {
			if text := strings.TrimSpace(parts[k]); text != "" {
				if !isOption(strings.Fields(text)[0]) {
					about, i = text, k
				}
				break
			}
		}
		for _, w := range words[:n] {
			add(strings.TrimSuffix(w, ","), about)
		}
	}
}

// isCluster tells letters of options from the name of an operand, as in -number.
func isCluster(word string) bool {
	if len(word) < 2 || !isOption(word[:2]) {
		return false
	}
	return word != "-name" && word != "-number"
}

// isOption tells whether a word is -x or --word.
func isOption(word string) bool {
	name, long := strings.CutPrefix(word, "--")
	if !long {
		name = strings.TrimPrefix(word, "-")
	}
	if name == word || name == "" || !long && len(name) > 1 {
		return false
	}
	for i := range len(name) {
		c := name[i]
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && (c != '-' || !long) {
			return false
		}
	}
	return true
}
