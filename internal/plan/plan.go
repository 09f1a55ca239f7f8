// Package plan says what a program is before it runs: its commands, what each
// name stands for, the pipes, the file descriptors of every process, where each
// command runs, and what is left to be expanded at run time. The shell that runs
// a program and those who only look at it decide by the same rules.
package plan

import (
	"io"
	"strconv"

	"gpipe/internal/parallel"
	"gpipe/internal/parse"
)

// Node is a part of a program: a list, a pipeline, a command.
type Node struct {
	Kind string // "pipeline", "command", "if"...: see the Kind constants
	Role string // what it is to its parent: "condition", "body"...; "" if that is clear
	Text string // as it is written, or the beginning of a long compound command
	Line int

	Stage int    // of a pipeline, from 1; 0: none
	Pipes []Pipe // of a pipeline: what joins its stages

	Where Place  // of the environment that begins with it; Inside: none does
	Why   Reason // of a Process that is no program

	Split *Split // of a stage, or a command alone, with Config.Parallel

	Command   *Command // Kind "command"
	Words     []Word   // that are expanded when it runs
	Redirects []Redirect
	Fds       []Fd   // the descriptors it starts with; nil when they are its parent's
	Steps     []Step // how a process gets them

	Children []*Node
}

// The kinds of nodes.
const (
	KindProgram    = "program"
	KindPipeline   = "pipeline"
	KindCommand    = "command"
	KindAnd        = "and" // &&
	KindOr         = "or"  // ||
	KindNot        = "not"
	KindBackground = "background"
	KindSubshell   = "subshell"
	KindGroup      = "group"
	KindIf         = "if"
	KindWhile      = "while"
	KindUntil      = "until"
	KindFor        = "for"
	KindSelect     = "select"
	KindCase       = "case"
	KindFunction   = "function"
	KindTime       = "time"
	KindCoproc     = "coproc"
	KindTest       = "test"       // [[ ]]
	KindArithmetic = "arithmetic" // (( )) and let
	KindOther      = "other"
)

// Command is a simple command.
type Command struct {
	Name string   // as written
	Is   string   // one of the What constants
	Path string   // of a program; of a function, the line of its definition
	Runs *Command // what a pool runs for each item, or par for each chunk; nil of others
	Host string   // that it runs on, "": this one
	Way  string   // how that is reached: ssh, or the command that leads there
}

// What a command name can stand for.
const (
	WhatProgram    = "program"
	WhatBuiltin    = "built-in"
	WhatSpecial    = "special built-in"
	WhatFunction   = "function"
	WhatMissing    = "not found"
	WhatLater      = "known at run time"
	WhatAssignment = "assignment"
	WhatNothing    = "redirections only"
)

// Pipe joins a stage to the next one.
type Pipe struct {
	Number   int  // unique in the program
	From, To int  // stages
	Stderr   bool // it was written |&
}

func (p Pipe) String() string { return "pipe " + strconv.Itoa(p.Number) }

// Word is one whose expansion is left to the run.
type Word struct {
	Text  string
	Parts []Part
}

// Part is one expansion in a word.
type Part struct {
	Kind  string // "parameter", "command substitution", "pattern"...
	Text  string
	Split bool // the result is split into fields
}

// Redirect is one redirection, in the order they are made.
type Redirect struct {
	Text string
	Fd   int    // -1: the number that the variable Name has
	Name string // of the variable of {name}>
	File string // what the descriptor stands for then; "" when it is closed
}

// Fd is one descriptor of a command and what it stands for.
type Fd struct {
	Number int
	File   string
}

// Step is one thing a new process does to get its descriptors.
type Step struct {
	Do   string // "keep", "dup2", "close"
	From int    // dup2: the number it is copied from, if that is the child's own; else -1
	Fd   int    // close: the first number
	Last int    // close: the last number, -1: all from Fd on
	File string // what Fd stands for
}

// Found is what a command name stands for outside the script.
type Found struct {
	Is   string
	Path string
}

// Config says what to explain.
type Config struct {
	Text string
	// Resolve finds a command: with program set, only in PATH.
	Resolve func(name string, program bool) Found
	Open    []int // the descriptors that are open at the start
	Posix   bool  // the shell is in POSIX mode
	// Parallel, if it is not nil, is what set -o parallel keeps to, and Locale how it
	// has lines compared.
	Parallel *parallel.Limits
	Locale   string
}

// Program reads a script. An error is a *parse.Error; one about a NUL, behind
// which there may be anything, comes with what is before it.
func Program(cfg *Config) (*Node, error) {
	var parsers parse.Parsers
	known := make(aliases)
	p := parsers.New(parse.Config{Text: cfg.Text, Alias: known.text, Aliases: known.any})
	defer p.Close()
	var lines []*parse.Line
	var ended error
	for {
		line, err := p.Next()
		if err == io.EOF || parse.AtNul(err) {
			ended = err
			break
		} else if err != nil {
			return nil, err
		}
		lines = append(lines, line)
		known.note(line)
	}
	b := newBuilder(cfg)
	for _, line := range lines {
		b.findFunctions(line)
	}
	root := &Node{Kind: KindProgram, Line: 1}
	s := startScope(cfg.Open)
	for _, line := range lines {
		b.line = line
		root.Children = append(root.Children, b.stmts(line.Stmts, s, "")...)
	}
	b.where()
	if ended != io.EOF {
		return root, ended
	}
	return root, nil
}
