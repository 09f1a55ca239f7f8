package differential

import "strings"

// maxTries bounds the candidates that are run for one script.
const maxTries = 400

// Reduce returns a script as short as deletions make it that still is what
// diverges tells of it: lines are left out, then words, then single bytes of
// short scripts.
func Reduce(text string, diverges func(string) bool) string {
	r := &reducer{diverges: diverges}
	for before := ""; before != text && r.tries < maxTries; {
		before = text
		text = r.shrink(text, strings.SplitAfter(text, "\n"))
		text = r.shrink(text, words(text))
	}
	if len(text) < 60 {
		text = r.shrink(text, strings.Split(text, ""))
	}
	return text
}

type reducer struct {
	diverges func(string) bool
	tries    int
}

// shrink leaves out runs of pieces, longer ones first.
func (r *reducer) shrink(text string, pieces []string) string {
	for size := max(1, len(pieces)/2); size > 0; size /= 2 {
		for at := 0; at < len(pieces) && r.tries < maxTries; {
			end := min(at+size, len(pieces))
			shorter := strings.Join(pieces[:at], "") + strings.Join(pieces[end:], "")
			r.tries++
			if shorter == text || !r.diverges(shorter) {
				at = end
				continue
			}
			text = shorter
			pieces = append(pieces[:at:at], pieces[end:]...)
		}
	}
	return text
}

// words splits a text after its blanks and around what separates commands and
// opens quotings.
func words(text string) []string {
	var pieces []string
	start := 0
	for i := 0; i < len(text); i++ {
		if strings.IndexByte(" \n;|&(){}<>\"'`$", text[i]) < 0 {
			continue
		}
		if i > start {
			pieces = append(pieces, text[start:i])
		}
		pieces = append(pieces, text[i:i+1])
		start = i + 1
	}
	return append(pieces, text[start:])
}
