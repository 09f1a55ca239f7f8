package explain

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"gpipe/internal/columns"
)

// width bounds the lines of a tree: what is written is cut there.
const width = 78

// maxIndent is how many levels are indented; what is deeper stands below them.
const maxIndent = 20

// Text draws a program as a tree.
func Text(root *Node) string {
	t := &tree{}
	for _, n := range root.Children {
		t.node(n, "", "", 0)
	}
	return t.out.String()
}

// tree is a drawing under way.
type tree struct{ out strings.Builder }

// node draws a node: first is what stands before its own line, rest before
// those below it.
func (t *tree) node(n *Node, first, rest string, depth int) {
	t.line(first + n.title())
	below := "   "
	if len(n.Children) > 0 {
		below = "│  "
	}
	for _, d := range n.details() {
		t.line(rest + below + d)
	}
	for i, c := range n.Children {
		branch, under := "├─ ", "│  "
		if i == len(n.Children)-1 {
			branch, under = "└─ ", "   "
		}
		if depth >= maxIndent {
			branch, under = "", ""
		}
		t.node(c, rest+branch, rest+under, depth+1)
	}
}

func (t *tree) line(s string) {
	t.out.WriteString(cut(s, width))
	t.out.WriteByte('\n')
}

// cut shows text in at most so many columns; what is no printable character is
// escaped.
func cut(s string, width int) string {
	return columns.Cut(columns.Plain(s[:runeEnd(s, (width+1)*utf8.UTFMax)]), width)
}

// runeEnd is n, or less if there is no more of s or a character would be split.
func runeEnd(s string, n int) int {
	if n >= len(s) {
		return len(s)
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}

// title is the line of a node.
func (n *Node) title() string {
	title := ""
	switch {
	case n.Stage > 0:
		title = "stage " + strconv.Itoa(n.Stage) + ": "
	case n.Role != "":
		title = n.Role + ": "
	}
	switch n.Kind {
	case KindCommand, KindTest, KindArithmetic, KindOther:
		return title + n.Text
	case KindPipeline:
		return title + "pipeline of " + strconv.Itoa(len(n.Children)) + " stages"
	case KindAnd:
		return title + "&&, the second if the first succeeds"
	case KindOr:
		return title + "||, the second if the first fails"
	case KindNot:
		return title + "!, success becomes failure"
	case KindBackground:
		return title + "&, not waited for"
	case KindSubshell:
		return title + "( ), a copy of the shell"
	case KindGroup:
		return title + "{ }"
	}
	head, _, _ := strings.Cut(n.Text, "\n")
	return title + head
}

// details are the lines about a node.
func (n *Node) details() []string {
	var list []string
	if c := n.Command; c != nil {
		list = append(list, c.String())
	}
	for _, w := range n.Words {
		list = append(list, "expands "+w.Text+": "+partsText(w.Parts))
	}
	for _, r := range n.Redirects {
		list = append(list, "redirection "+r.Text+": "+r.effect())
	}
	if n.Steps == nil {
		for _, fd := range n.Fds {
			list = append(list, "fd "+strconv.Itoa(fd.Number)+" is "+fd.File)
		}
	}
	for _, s := range n.Steps {
		list = append(list, s.String())
	}
	return list
}

// String says what a command is.
func (c *Command) String() string {
	switch {
	case c.Is == WhatProgram:
		return "process: " + c.Path
	case c.Is == WhatMissing:
		return "not found: " + c.Name
	case c.Path != "" && c.Is == WhatSpecial:
		return c.Is + ", in place of gpipe: " + c.Path
	case c.Runs != nil:
		return c.Is + ", runs for each item: " + c.Runs.Name + ", " + c.Runs.String()
	case c.Path != "":
		return c.Is + ", " + c.Path
	}
	return c.Is
}

func partsText(parts []Part) string {
	var list []string
	for _, p := range parts {
		text := p.Kind + " " + p.Text
		if p.Split {
			text += " (split into fields)"
		}
		list = append(list, text)
	}
	return strings.Join(list, ", ")
}

func (r *Redirect) effect() string {
	switch {
	case strings.HasPrefix(r.File, failure):
		return r.File + ": the command does not run"
	case r.Fd < 0:
		return "the fd that " + r.Name + " has is closed"
	case r.Name != "" && r.File == "":
		return fmt.Sprintf("fd %d, which %s has, is closed", r.Fd, r.Name)
	case r.Name != "":
		return fmt.Sprintf("fd %d, kept in %s, <- %s", r.Fd, r.Name, r.File)
	case r.File == "":
		return fmt.Sprintf("fd %d is closed", r.Fd)
	}
	return fmt.Sprintf("fd %d <- %s", r.Fd, r.File)
}

// String says what a step does.
func (s *Step) String() string {
	switch {
	case s.Do == "keep":
		return fmt.Sprintf("fd %d stays %s", s.Fd, s.File)
	case s.Do == "dup2" && s.From >= 0:
		return fmt.Sprintf("fd %d <- fd %d, %s", s.Fd, s.From, s.File)
	case s.Do == "dup2":
		return fmt.Sprintf("fd %d <- %s", s.Fd, s.File)
	case s.Last < 0:
		return fmt.Sprintf("fd %d and above are closed", s.Fd)
	case s.Last == s.Fd:
		return fmt.Sprintf("fd %d is closed", s.Fd)
	}
	return fmt.Sprintf("fd %d to %d are closed", s.Fd, s.Last)
}
