package explain

import (
	"gpipe/internal/json"
	"gpipe/internal/plan"
)

// Schema is the version of what JSON writes. It changes when a name does.
const Schema = 1

// JSON gives a program as one object: the members are those of Node, and a
// member that says nothing is left out.
func JSON(root *plan.Node) string {
	var w json.Writer
	w.Object()
	w.Key("explain")
	w.Int(Schema)
	w.Key("program")
	nodes(&w, root.Children)
	w.End()
	w.Newline()
	return string(w.Bytes())
}

func nodes(w *json.Writer, list []*plan.Node) {
	w.Array()
	for _, n := range list {
		node(w, n)
	}
	w.EndArray()
}

func node(w *json.Writer, n *plan.Node) {
	w.Object()
	textTree(w, "kind", n.Kind)
	optional(w, "role", n.Role)
	if n.Stage > 0 {
		number(w, "stage", n.Stage)
	}
	number(w, "line", n.Line)
	textTree(w, "text", n.Text)
	optional(w, "where", n.Where.String())
	optional(w, "why", n.Why.String())
	jsonCommand(w, n)
	jsonSplit(w, n.Split)
	jsonWords(w, n)
	jsonFds(w, n)
	jsonPipes(w, n)
	if len(n.Children) > 0 {
		w.Key("children")
		nodes(w, n.Children)
	}
	w.End()
}

func jsonCommand(w *json.Writer, n *plan.Node) {
	c := n.Command
	if c == nil {
		return
	}
	optional(w, "command", c.Name)
	textTree(w, "is", c.Is)
	switch c.Is {
	case plan.WhatProgram, plan.WhatSpecial:
		optional(w, "path", c.Path)
	default:
		optional(w, "defined", c.Path)
	}
	optional(w, "host", c.Host)
	optional(w, "way", c.Way)
	if c.Runs != nil {
		optional(w, "runs", c.Runs.Name)
	}
}

func jsonSplit(w *json.Writer, s *plan.Split) {
	if s == nil {
		return
	}
	w.Key("split")
	w.Object()
	number(w, "jobs", s.Jobs)
	optional(w, "outputs", s.Outputs)
	if s.Bound > 0 {
		w.Key("bound")
		w.Float(s.Bound, 1)
	}
	optional(w, "refused", s.Refused)
	w.End()
}

func jsonWords(w *json.Writer, n *plan.Node) {
	if len(n.Words) == 0 {
		return
	}
	w.Key("expands")
	w.Array()
	for _, word := range n.Words {
		w.Object()
		textTree(w, "word", word.Text)
		w.Key("parts")
		w.Array()
		for _, p := range word.Parts {
			w.Object()
			textTree(w, "kind", p.Kind)
			textTree(w, "text", p.Text)
			w.Key("split")
			w.Bool(p.Split)
			w.End()
		}
		w.EndArray()
		w.End()
	}
	w.EndArray()
}

func jsonFds(w *json.Writer, n *plan.Node) {
	if len(n.Redirects) > 0 {
		w.Key("redirections")
		w.Array()
		for _, r := range n.Redirects {
			w.Object()
			textTree(w, "text", r.Text)
			number(w, "fd", r.Fd)
			optional(w, "variable", r.Name)
			optional(w, "file", r.File)
			w.End()
		}
		w.EndArray()
	}
	if n.Fds != nil {
		w.Key("fds")
		w.Array()
		for _, fd := range n.Fds {
			w.Object()
			number(w, "fd", fd.Number)
			textTree(w, "file", fd.File)
			w.End()
		}
		w.EndArray()
	}
	if n.Steps != nil {
		jsonSteps(w, n)
	}
}

func jsonSteps(w *json.Writer, n *plan.Node) {
	w.Key("steps")
	w.Array()
	for _, s := range n.Steps {
		w.Object()
		textTree(w, "do", s.Do)
		number(w, "fd", s.Fd)
		if s.Do == "close" {
			number(w, "last", s.Last)
		}
		if s.From >= 0 {
			number(w, "from", s.From)
		}
		optional(w, "file", s.File)
		w.End()
	}
	w.EndArray()
}

func jsonPipes(w *json.Writer, n *plan.Node) {
	if len(n.Pipes) == 0 {
		return
	}
	w.Key("pipes")
	w.Array()
	for _, p := range n.Pipes {
		w.Object()
		number(w, "pipe", p.Number)
		number(w, "from_stage", p.From)
		number(w, "to_stage", p.To)
		w.Key("stderr")
		w.Bool(p.Stderr)
		w.End()
	}
	w.EndArray()
}

func textTree(w *json.Writer, key, value string) {
	w.Key(key)
	w.String(value)
}

// optional writes a member unless it is empty.
func optional(w *json.Writer, key, value string) {
	if value != "" {
		textTree(w, key, value)
	}
}

func number(w *json.Writer, key string, value int) {
	w.Key(key)
	w.Int(int64(value))
}
