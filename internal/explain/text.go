// Package explain shows a plan: as a tree, as JSON, as a graph.
package explain

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"gpipe/internal/columns"
	"gpipe/internal/plan"
)

// width bounds the lines of a tree: what is written is cut there.
const width = 78

// maxIndent is how many levels are indented; what is deeper stands below them.
const maxIndent = 20

// Text draws a program as a tree.
func Text(root *plan.Node) string {
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
func (t *tree) node(n *plan.Node, first, rest string, depth int) {
	t.line(first + title(n))
	below := "   "
	if len(n.Children) > 0 {
		below = "│  "
	}
	for _, d := range details(n) {
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
	return columns.Cut(columns.Plain(s[:columns.RuneEnd(s, (width+1)*utf8.UTFMax)]), width)
}

// title is the line of a node.
func title(n *plan.Node) string {
	head := ""
	switch {
	case n.Stage > 0:
		head = "stage " + strconv.Itoa(n.Stage) + ": "
	case n.Role != "":
		head = n.Role + ": "
	}
	switch n.Kind {
	case plan.KindCommand, plan.KindTest, plan.KindArithmetic, plan.KindOther:
		return head + n.Text
	case plan.KindPipeline:
		return head + "pipeline of " + strconv.Itoa(len(n.Children)) + " stages"
	case plan.KindAnd:
		return head + "&&, the second if the first succeeds"
	case plan.KindOr:
		return head + "||, the second if the first fails"
	case plan.KindNot:
		return head + "!, success becomes failure"
	case plan.KindBackground:
		return head + "&, not waited for"
	case plan.KindSubshell:
		return head + "( ), a copy of the shell"
	case plan.KindGroup:
		return head + "{ }"
	}
	line, _, _ := strings.Cut(n.Text, "\n")
	return head + line
}

// details are the lines about a node.
func details(n *plan.Node) []string {
	var list []string
	if c := n.Command; c != nil {
		list = append(list, commandText(c))
	}
	if text := whereText(n); text != "" {
		list = append(list, text)
	}
	if text := splitText(n); text != "" {
		list = append(list, text)
	}
	for _, w := range n.Words {
		list = append(list, "expands "+w.Text+": "+partsText(w.Parts))
	}
	for _, r := range n.Redirects {
		list = append(list, "redirection "+r.Text+": "+effect(&r))
	}
	if n.Steps == nil {
		for _, fd := range n.Fds {
			list = append(list, "fd "+strconv.Itoa(fd.Number)+" is "+fd.File)
		}
	}
	for _, s := range n.Steps {
		list = append(list, stepText(&s))
	}
	return list
}

// whereText says where a command runs, if that is not clear.
func whereText(n *plan.Node) string {
	switch {
	case n.Command != nil && n.Command.Is == plan.WhatProgram:
		return ""
	case n.Where == plan.Process && n.Why != plan.None:
		return "a process of its own: " + n.Why.String()
	case n.Where == plan.CopyOrProcess:
		return "on a copy of the shell, or a process of its own: its words decide"
	case n.Where == plan.Copy && n.Kind != plan.KindSubshell:
		return "on a copy of the shell, in its process"
	}
	return ""
}

// splitText says what set -o parallel makes of a command.
func splitText(n *plan.Node) string {
	s := n.Split
	switch {
	case s == nil || n.Kind != plan.KindCommand:
		return ""
	case s.Jobs == 0:
		return "not split: " + s.Refused
	case s.Jobs == 1 && s.Bound == 0:
		return "its lines are " + s.Outputs
	}
	text := "split in " + strconv.Itoa(s.Jobs) + "; outputs " + s.Outputs
	if s.Bound > 0 {
		text += fmt.Sprintf("; at most %.1f times as fast", s.Bound)
	}
	return text
}

// commandText says what a command is.
func commandText(c *plan.Command) string {
	switch {
	case c.Is == plan.WhatProgram:
		return "process: " + c.Path
	case c.Is == plan.WhatMissing:
		return "not found: " + c.Name
	case c.Path != "" && c.Is == plan.WhatSpecial:
		return c.Is + ", in place of gpipe: " + c.Path
	case c.Host != "":
		return c.Is + ", runs on " + c.Host + " by " + c.Way + ": " + c.Runs.Name
	case c.Runs != nil:
		each := "item"
		if c.Name == "par" {
			each = "chunk of its input"
		}
		return c.Is + ", runs for each " + each + ": " + c.Runs.Name + ", " + commandText(c.Runs)
	case c.Path != "":
		return c.Is + ", " + c.Path
	}
	return c.Is
}

func partsText(parts []plan.Part) string {
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

func effect(r *plan.Redirect) string {
	switch {
	case r.Fails():
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

// stepText says what a step does.
func stepText(s *plan.Step) string {
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
