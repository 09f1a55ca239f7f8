package interp

import (
	"strings"

	"gpipe/internal/option"
	"gpipe/internal/parse"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// while is while and until.
func (c *compiler) while(n *syntax.WhileClause) run {
	cond, body := c.stmts(n.Cond), c.stmts(n.Do)
	until := n.Until
	return func(sh *Shell) Flow {
		status := 0
		sh.loops++
		defer func() { sh.loops-- }()
		for {
			sh.cond++
			f := cond(sh)
			sh.cond--
			if f == Next {
				if (sh.status == 0) == until {
					break
				}
				f = body(sh)
				status = sh.status
			}
			if f != Next {
				over, up := f.inLoop()
				if over {
					return up
				}
				status = sh.status
			}
			if f := sh.heed(); f != Next {
				return f
			}
		}
		sh.status = status
		return Next
	}
}

// forClause is "for x in words" and "for ((init; cond; post))".
func (c *compiler) forClause(n *syntax.ForClause) run {
	body := c.stmts(n.Do)
	switch loop := n.Loop.(type) {
	case *syntax.WordIter:
		if n.Select {
			return c.selectClause(n, loop, body)
		}
		return c.forWords(n, loop, body)
	case *syntax.CStyleLoop:
		return c.forArith(n, loop, body)
	}
	return c.unknown(n)
}

func (c *compiler) forWords(n *syntax.ForClause, loop *syntax.WordIter, body run) run {
	line, at := c.line(loop.Pos()), c.header(n, loop.End())
	return c.overItems("for", loop, func(sh *Shell, slot slotNum, items []string) Flow {
		if f := sh.heed(); f != Next {
			return f
		}
		return sh.forEach(slot, items, body, line, &at)
	})
}

// overItems compiles "name in words", which stands behind a keyword: do gets the
// variable and what the words are.
func (c *compiler) overItems(keyword string, loop *syntax.WordIter, do func(sh *Shell, slot slotNum, items []string) Flow) run {
	name := parse.Decode(strings.Clone(loop.Name.Value))
	line := c.line(loop.Pos())
	if !syntax.ValidName(name) {
		return func(sh *Shell) Flow {
			sh.line = line
			sh.fail(&Error{Op: keyword, Operand: name, Err: errNotName}, 2)
			return sh.fatal(2)
		}
	}
	c.effects.Assign(name)
	slot := c.exp.Names.Slot(name)
	hasIn := loop.InPos.IsValid()
	words := c.words(loop.Items)
	return func(sh *Shell) Flow {
		sh.line = line
		base := len(sh.stack)
		items := sh.st.Args
		if hasIn {
			var err error
			if sh.stack, err = words.append(sh, sh.stack); err != nil {
				return sh.expansionError(err)
			}
			items = sh.stack[base:]
		}
		f := do(sh, slot, items)
		sh.stack = sh.stack[:base]
		return f
	}
}

// forEach runs body with each item as the value of the variable in slot. The words
// of the loop stand at a place.
func (sh *Shell) forEach(slot slotNum, items []string, body run, line int, at *origin) Flow {
	if len(items) == 0 {
		sh.status = 0
	}
	sh.loops++
	defer func() { sh.loops-- }()
	set := sh.st.Vars.Set
	if sh.st.Vars.Attrs(slot)&vars.NameRef != 0 { // it means each of the names
		set = sh.st.Vars.SetRef
	}
	for _, item := range items {
		if sh.opts&(option.DebugTrap|option.XTrace) != 0 {
			if f := sh.beforeRound(line, at); f == flowSkip {
				sh.status = 0
				continue
			} else if f != Next {
				return f
			}
		}
		if err := set(slot, item); err != nil {
			return sh.loopVarError(err)
		}
		if over, up := sh.turn(body); over {
			return up
		}
	}
	return Next
}

// beforeRound is what traps and set -x do before a loop goes on with another word.
func (sh *Shell) beforeRound(line int, at *origin) Flow {
	if sh.opts&option.DebugTrap != 0 {
		if f := sh.debug(line, at); f != Next {
			return f
		}
	}
	sh.traceSource(at)
	return Next
}

// turn runs the body of a loop once. It tells whether the loop is over, and what it
// hands on to its own surroundings.
func (sh *Shell) turn(body run) (over bool, up Flow) {
	if f := body(sh); f != Next {
		if over, up = f.inLoop(); over {
			return true, up
		}
	}
	up = sh.heed()
	return up != Next, up
}

// expressions are the three of a loop as they are written.
func (c *compiler) expressions(loop *syntax.CStyleLoop) (texts [3]string) {
	for i, x := range [...]syntax.ArithmExpr{loop.Init, loop.Cond, loop.Post} {
		if x != nil {
			texts[i] = c.source(x)
		}
	}
	return texts
}

// forArith is for ((init; cond; post)).
func (c *compiler) forArith(n *syntax.ForClause, loop *syntax.CStyleLoop, body run) run {
	init, cond, post := c.arith(loop.Init), c.arith(loop.Cond), c.arith(loop.Post)
	c.effects.AssignAny()
	line, at := c.line(loop.Pos()), c.header(n, loop.End())
	texts := c.expressions(loop)
	return func(sh *Shell) Flow {
		status := 0
		sh.loops++
		defer func() { sh.loops-- }()
		step, text := init, texts[0]
		for {
			sh.line = line
			if sh.opts&option.DebugTrap != 0 {
				if f := sh.debugRound(line, &at, step != number{}, cond != number{}); f != Next {
					return sh.leftOut(f)
				}
			}
			sh.traceExpression(text)
			if _, err := sh.evalArith(step, 0); err != nil {
				return sh.commandError(err)
			}
			sh.traceExpression(texts[1])
			more, err := sh.evalArith(cond, 1)
			if err != nil {
				return sh.commandError(err)
			}
			if more == 0 {
				break
			}
			f := body(sh)
			status = sh.status
			if f != Next {
				if over, up := f.inLoop(); over {
					return up
				}
			}
			if f := sh.heed(); f != Next {
				return f
			}
			step, text = post, texts[2]
		}
		sh.status = status
		return Next
	}
}
