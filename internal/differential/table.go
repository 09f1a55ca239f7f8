package differential

import (
	"embed"
	"strconv"
	"strings"
)

//go:embed testdata/*.sh
var table embed.FS

// Snippet is a script of the table.
type Snippet struct {
	Name string // file and line
	Text string
}

// Snippets returns the scripts of the table: in the files of testdata, each up
// to the next empty line.
func Snippets() ([]Snippet, error) {
	files, err := table.ReadDir("testdata")
	if err != nil {
		return nil, err
	}
	var all []Snippet
	for _, f := range files {
		data, err := table.ReadFile("testdata/" + f.Name())
		if err != nil {
			return nil, err
		}
		all = append(all, split(strings.TrimSuffix(f.Name(), ".sh"), string(data))...)
	}
	return all, nil
}

func split(file, text string) []Snippet {
	var all []Snippet
	n := 1
	for block := range strings.SplitSeq(text, "\n\n") {
		if script := strings.TrimLeft(block, "\n"); script != "" {
			line := n + len(block) - len(script)
			all = append(all, Snippet{file + ":" + strconv.Itoa(line), strings.TrimSuffix(script, "\n") + "\n"})
		}
		n += strings.Count(block, "\n") + 2
	}
	return all
}
