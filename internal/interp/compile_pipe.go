package interp

import (
	"context"
	"strings"

	"gpipe/internal/option"
	"gpipe/internal/pipeline"
	"gpipe/internal/plan"
	"gpipe/internal/redirect"

	"mvdan.cc/sh/v3/syntax"
)

// stage is one compiled command of a pipeline.
type stage struct {
	name string
	text string // as it is written, if that is known
	// direct is the stage when it is a simple command whose words can be
	// expanded by the shell itself, before the other stages run: nothing in
	// them blocks, fails or changes the shell.
	direct *simple
	// plain is the stage when it is such a command of any kind.
	plain  *simple
	body   run
	at     *place        // where it stands, if it may become a process of its own
	fx     *plan.Effects // of a simple command
	simple *simple       // the stage, when it is one
}

// pipeline compiles a | b | c, which the parser nests to the left.
func (c *compiler) pipeline(b *syntax.BinaryCmd) run {
	stmts, joins := plan.Stages(b)
	stages := make([]stage, len(stmts))
	for i, s := range stmts {
		stages[i] = c.stage(s)
		stages[i].feed(i > 0)
	}
	if !anyTrue(joins) {
		joins = nil
	}
	line, at := c.line(b.Pos()), c.origin(b)
	inShell := lastBody(&stages[len(stages)-1], at, c.file)
	return func(sh *Shell) Flow {
		sh.line = line
		if sh.opts&option.DebugTrap != 0 {
			if f := sh.debugStages(stages); f != Next {
				return sh.leftOut(f)
			}
		}
		if sh.lastsInShell() {
			if f := sh.lastPipe(stages, joins, inShell, at.command(nil)); f != Next {
				return f
			}
			return sh.errExit(&at)
		}
		if sh.controls() || sh.anyNeedsProcess(stages) {
			if f, ok := sh.runAsJob(stages, joins, at, placeStage); ok {
				return f
			}
		}
		if f := sh.foreground(sh.startStages(stages, joins), joins, at); f != Next {
			return f
		}
		if last := stages[len(stages)-1].simple; last != nil {
			sh.at = &last.origin
		}
		return sh.errExit(&at)
	}
}

// anyNeedsProcess tells whether a stage is a simple command that needs a
// process. Those that are compound commands find out themselves.
func (sh *Shell) anyNeedsProcess(stages []stage) bool {
	if !sh.rt.own {
		return false
	}
	if sh.rt.limited.Load() {
		return true
	}
	for i := range stages {
		if fx := stages[i].fx; fx != nil && sh.needsProcess(fx) {
			return true
		}
	}
	return false
}

// startStages makes the stages of one run of a pipeline.
func (sh *Shell) startStages(stages []stage, joins []bool) []pipeline.Stage {
	if sh.opts&option.Parallel != 0 {
		return sh.splitStages(stages, joins)
	}
	list := make([]pipeline.Stage, len(stages))
	fed := sh.fed
	for i := range stages {
		sh.fed = fed || i > 0
		list[i] = stages[i].start(sh)
	}
	sh.fed = fed
	return list
}

func anyTrue(list []bool) bool {
	for _, b := range list {
		if b {
			return true
		}
	}
	return false
}

func (c *compiler) stage(s *syntax.Stmt) stage {
	st := stage{name: plan.StageName(s), text: c.written(s)}
	call, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || s.Negated || len(call.Args) == 0 {
		st.body = c.whole(s)
		return st
	}
	var cmd *simple
	st.fx = c.effects.Part(func() { cmd = c.call(call, s) })
	st.body = cmd.run
	if st.fx.Empty() {
		st.fx = nil
	}
	cmd.origin.stage = true
	st.simple = cmd
	if cmd.words.pure && redirsPure(cmd.redirs) && assignsPure(cmd.assigns) {
		st.plain = cmd
		if cmd.builtin == nil && !cmd.assignsPath() {
			st.direct = cmd
		}
	}
	return st
}

// feed notes whether the stage reads from a pipe.
func (s *stage) feed(fed bool) {
	if s.simple != nil {
		s.simple.origin.fed = fed
	}
}

// written is the source of a command, for those who look at it, or "".
func (c *compiler) written(n syntax.Node) string {
	if c.text == nil {
		return ""
	}
	return strings.TrimRight(c.text.Source(n), "& \t\n")
}

func assignsPure(list []assign) bool {
	for i := range list {
		a := &list[i]
		if a.list || a.index != nil || a.value != nil && !a.value.Pure() {
			return false
		}
	}
	return true
}

// start makes the stage that runs s in a subshell of sh: an external command
// directly, anything else on a forked Shell.
func (s *stage) start(sh *Shell) pipeline.Stage {
	if x, ok := s.prepare(sh); ok {
		return x.stage(sh)
	}
	return sh.inProc(s)
}

// prepare makes the external command ready that the stage is, if it is one.
func (s *stage) prepare(sh *Shell) (external, bool) {
	if s.direct == nil {
		return external{}, false
	}
	return s.direct.prepareWords(sh)
}

// inProc makes a stage that runs s on a forked Shell.
func (sh *Shell) inProc(s *stage) pipeline.Stage {
	child := sh.Fork()
	child.dropCoprocs()
	child.loopless()
	child.traced = sh.opts&option.XTrace != 0 && s.plain != nil && s.plain.traceEarly(sh)
	child.debugged = s.simple != nil
	if sh.watched() {
		child.tally = pipeline.NewTally(sh.tally)
	}
	stage := pipeline.InProc(s.name, &child.files, func(context.Context, *redirect.Table) int {
		child.tally.Begin(pipeline.Running)
		return child.End(s.body(child))
	})
	return pipeline.Tallied(stage, child.tally).Written(s.text)
}
