package explain

import (
	"strings"

	"gpipe/internal/columns"
	"gpipe/internal/plan"
)

// DOT draws a program in the language of Graphviz.
func DOT(root *plan.Node) string {
	d := &dotGraph{depth: 1}
	d.out.WriteString("digraph gpipe {\n  rankdir=LR;\n  compound=true;\n  node [shape=box, fontname=\"monospace\"];\n")
	return draw(root, d)
}

type dotGraph struct {
	out   strings.Builder
	depth int
}

func (d *dotGraph) line(s string) {
	d.out.WriteString(strings.Repeat("  ", min(d.depth, maxIndent)) + s + "\n")
}

func (d *dotGraph) box(id, label string) { d.line(id + " [label=" + quoteDot(label) + "];") }

func (d *dotGraph) file(id, label string) {
	d.line(id + " [shape=note, label=" + quoteDot(label) + "];")
}

func (d *dotGraph) frame(id, label string) {
	d.line("subgraph cluster_" + id + " {")
	d.depth++
	d.line("label=" + quoteDot(label) + ";")
}

func (d *dotGraph) endFrame() {
	d.depth--
	d.line("}")
}

func (d *dotGraph) arrow(from, to end, kind arrow, label string) {
	if from.box == "" || to.box == "" {
		return
	}
	var attrs []string
	if label != "" {
		attrs = append(attrs, "label="+quoteDot(label))
	}
	if kind == after {
		attrs = append(attrs, "style=dashed")
	}
	if from.frame != to.frame {
		if from.frame != "" {
			attrs = append(attrs, "ltail=cluster_"+from.frame)
		}
		if to.frame != "" {
			attrs = append(attrs, "lhead=cluster_"+to.frame)
		}
	}
	text := from.box + " -> " + to.box
	if len(attrs) > 0 {
		text += " [" + strings.Join(attrs, ", ") + "]"
	}
	d.line(text + ";")
}

func (d *dotGraph) end() string { return d.out.String() + "}\n" }

// quoteDot quotes a label; a newline stays one.
func quoteDot(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(columns.Lines(s)) + `"`
}
