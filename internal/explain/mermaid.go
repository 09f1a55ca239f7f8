package explain

import (
	"strings"

	"gpipe/internal/columns"
	"gpipe/internal/plan"
)

// Mermaid draws a program as a Mermaid flowchart.
func Mermaid(root *plan.Node) string {
	m := &mermaidGraph{depth: 1}
	m.out.WriteString("flowchart LR\n")
	return draw(root, m)
}

type mermaidGraph struct {
	out   strings.Builder
	depth int
}

func (m *mermaidGraph) line(s string) {
	m.out.WriteString(strings.Repeat("  ", min(m.depth, maxIndent)) + s + "\n")
}

func (m *mermaidGraph) box(id, label string) { m.line(id + "[" + quoteMermaid(label) + "]") }

func (m *mermaidGraph) file(id, label string) { m.line(id + "[(" + quoteMermaid(label) + ")]") }

func (m *mermaidGraph) frame(id, label string) {
	m.line("subgraph " + id + " [" + quoteMermaid(label) + "]")
	m.depth++
}

func (m *mermaidGraph) endFrame() {
	m.depth--
	m.line("end")
}

func (m *mermaidGraph) arrow(from, to end, kind arrow, label string) {
	if from.box == "" || to.box == "" {
		return
	}
	line := " --> "
	if kind == after {
		line = " -.-> "
	}
	if label != "" {
		line += "|" + quoteMermaid(label) + "| "
	}
	m.line(m.name(from, to) + line + m.name(to, from))
}

// name is the frame of an end, or the box if the other end is in that frame.
func (m *mermaidGraph) name(e, other end) string {
	if e.frame != "" && e.frame != other.frame {
		return e.frame
	}
	return e.box
}

func (m *mermaidGraph) end() string { return m.out.String() }

// quoteMermaid quotes a label; what its language might read is written as
// entities.
func quoteMermaid(s string) string {
	return `"` + strings.NewReplacer("&", "#amp;", `"`, "#quot;", "<", "#lt;", ">", "#gt;",
		"#", "#35;", "|", "#124;", "\\", "#92;", "`", "#96;", "\n", "<br>").Replace(columns.Lines(s)) + `"`
}
