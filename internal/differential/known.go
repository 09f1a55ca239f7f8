package differential

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
)

//go:embed divergences.txt
var acceptedText string

//go:embed divergences_bash.txt
var acceptedBashText string

// Accepted is a difference from dash and bash that is meant: a pattern that
// finds it in a reduced script, and why.
type Accepted struct {
	pattern *regexp.Regexp
	Reason  string
}

// AcceptedDivergences reads divergences.txt.
func AcceptedDivergences() ([]Accepted, error) {
	return readAccepted("divergences.txt", acceptedText)
}

// AcceptedBash reads divergences_bash.txt, for the scripts that bash alone runs.
func AcceptedBash() ([]Accepted, error) {
	return readAccepted("divergences_bash.txt", acceptedBashText)
}

func readAccepted(file, text string) ([]Accepted, error) {
	var all []Accepted
	for n, line := range strings.Split(text, "\n") {
		switch {
		case strings.TrimSpace(line) == "", strings.HasPrefix(line, "# "):
		case strings.HasPrefix(line, "    "):
			if len(all) == 0 {
				return nil, fmt.Errorf("%s:%d: a reason without a pattern", file, n+1)
			}
			last := &all[len(all)-1]
			last.Reason = strings.TrimSpace(last.Reason + " " + strings.TrimSpace(line))
		default:
			re, err := regexp.Compile(line)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", file, n+1, err)
			}
			all = append(all, Accepted{pattern: re})
		}
	}
	return all, nil
}

// Reason returns why the divergence of a reduced script is accepted. To the
// patterns a script that is read from standard input begins with a line "#stdin",
// and one that process 1 runs with a line "#process1".
func Reason(all []Accepted, script Script) (string, bool) {
	text := script.Text
	if script.Mode == Input {
		text = "#stdin\n" + text
	}
	if script.Place == process1 {
		text = "#process1\n" + text
	}
	for _, a := range all {
		if a.pattern.MatchString(text) {
			return a.Reason, true
		}
	}
	return "", false
}
