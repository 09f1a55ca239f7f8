package explain

import (
	"strconv"
	"strings"

	"gpipe/internal/plan"
)

// drawing is what both languages for graphs have: boxes, files, frames
// around boxes, and arrows.
type drawing interface {
	box(id, label string)
	file(id, label string)
	frame(id, label string)
	endFrame()
	arrow(from, to end, kind arrow, label string)
	end() string
}

// end is where an arrow begins or ends: a box, or the frame around it.
type end struct{ box, frame string }

// arrow is what an arrow means.
type arrow uint8

const (
	flow  arrow = iota // bytes through a pipe, or to and from a file
	after              // one command after the other
)

// grapher draws a program.
type grapher struct {
	d      drawing
	count  int
	arrows []func() // drawn at the end, when everything has its place
}

// labelWidth bounds the text in a box.
const labelWidth = 48

func draw(root *plan.Node, d drawing) string {
	g := &grapher{d: d}
	g.sequence(root.Children)
	for _, a := range g.arrows {
		a()
	}
	return d.end()
}

// span is what a drawn node occupies: where arrows to it end, and where those
// from it begin.
type span struct{ first, last end }

func (g *grapher) id(letter string) string {
	g.count++
	return letter + strconv.Itoa(g.count)
}

// sequence draws commands that run one after the other.
func (g *grapher) sequence(list []*plan.Node) span {
	var all span
	for i, n := range list {
		s := g.node(n)
		if i == 0 {
			all.first = s.first
		} else {
			g.arrow(all.last, s.first, after, n.Role)
		}
		all.last = s.last
	}
	return all
}

func (g *grapher) arrow(from, to end, kind arrow, label string) {
	g.arrows = append(g.arrows, func() { g.d.arrow(from, to, kind, label) })
}

func (g *grapher) node(n *plan.Node) span {
	var s span
	switch {
	case n.Kind == plan.KindPipeline:
		s = g.pipeline(n)
	case n.Kind == plan.KindAnd || n.Kind == plan.KindOr:
		x, y := g.node(n.Children[0]), g.node(n.Children[1])
		g.arrow(x.last, y.first, after, map[string]string{plan.KindAnd: "&&", plan.KindOr: "||"}[n.Kind])
		s = span{x.first, y.last}
	case len(n.Children) == 0 || n.Command != nil:
		s = g.box(n)
	default:
		s = g.frame(n)
	}
	g.redirects(n, s)
	return s
}

func (g *grapher) box(n *plan.Node) span {
	id := g.id("c")
	label := cut(n.Text, labelWidth)
	if n.Command != nil {
		label += "\n" + commandText(n.Command)
	}
	g.d.box(id, label)
	e := end{box: id}
	for _, c := range n.Children { // of its substitutions
		sub := g.node(c)
		g.arrow(sub.last, e, flow, c.Role)
	}
	return span{e, e}
}

func (g *grapher) frame(n *plan.Node) span {
	id := g.id("f")
	g.d.frame(id, cut(frameTitle(n), labelWidth))
	s := g.sequence(n.Children)
	g.d.endFrame()
	s.first.frame, s.last.frame = id, id
	return s
}

func frameTitle(n *plan.Node) string {
	bare := *n
	bare.Stage, bare.Role = 0, ""
	return title(&bare)
}

func (g *grapher) pipeline(n *plan.Node) span {
	var all span
	for i, c := range n.Children {
		s := g.node(c)
		if i == 0 {
			all.first = s.first
		} else {
			p := n.Pipes[i-1]
			label := p.String()
			if p.Stderr {
				label += ", with stderr"
			}
			g.arrow(all.last, s.first, flow, label)
		}
		all.last = s.last
	}
	return all
}

// redirects draws the files that a node reads and writes.
func (g *grapher) redirects(n *plan.Node, s span) {
	for _, r := range n.Redirects {
		name, isFile := strings.CutPrefix(r.File, "file ")
		if !isFile && !strings.HasPrefix(r.File, "here-") {
			continue
		}
		id := g.id("r")
		g.d.file(id, cut(name, labelWidth))
		label := "fd " + strconv.Itoa(r.Fd)
		if r.Fd == 0 {
			g.arrow(end{box: id}, s.first, flow, label)
		} else {
			g.arrow(s.last, end{box: id}, flow, label)
		}
	}
}
