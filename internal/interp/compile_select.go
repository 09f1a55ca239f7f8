package interp

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"gpipe/internal/option"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// selectClause is "select name in words": a menu on standard error, and the body
// for each line of standard input.
func (c *compiler) selectClause(n *syntax.ForClause, loop *syntax.WordIter, body run) run {
	c.effects.Assign("REPLY")
	line, at := c.line(loop.Pos()), c.header(n, loop.End())
	return c.overItems("select", loop, func(sh *Shell, slot slotNum, items []string) Flow {
		if sh.opts&(option.DebugTrap|option.XTrace) != 0 {
			if f := sh.beforeRound(line, &at); f != Next {
				return sh.leftOut(f)
			}
		}
		return sh.choose(slot, items, body)
	})
}

// choose runs body for each choice of an item, until the input ends.
func (sh *Shell) choose(slot slotNum, items []string, body run) Flow {
	sh.status = 0
	if len(items) == 0 {
		return Next
	}
	sh.loops++
	defer func() { sh.loops-- }()
	for show := true; ; {
		reply, f := sh.reply(items, show)
		if f != Next || sh.status != 0 {
			return f
		}
		if err := sh.st.Vars.Set(slot, chosen(items, reply)); err != nil {
			return sh.loopVarError(err)
		}
		if over, up := sh.turn(body); over {
			return up
		}
		reply, _ = sh.st.Vars.Get(vars.REPLY)
		show = reply == ""
	}
}

// reply reads a line that is not empty to REPLY, by the built-in read. At the end
// of the input the status is 1.
func (sh *Shell) reply(items []string, show bool) (string, Flow) {
	for {
		if show {
			sh.echo(menu(items, sh.screenWidth()))
		}
		show = true
		prompt, set := sh.st.Vars.Get(vars.PS3)
		if !set {
			prompt = "#? "
		}
		sh.echo(prompt)
		if f := sh.Invoke(sh.rt.builtins["read"], []string{"read"}); f != Next {
			return "", f
		}
		if sh.status != 0 {
			status := sh.status
			f := sh.Invoke(sh.rt.builtins["echo"], []string{"echo"})
			if sh.status == 0 {
				sh.status = min(status, 1)
			}
			return "", f
		}
		if reply, _ := sh.st.Vars.Get(vars.REPLY); reply != "" {
			return reply, Next
		}
	}
}

// chosen is the item that a line has the number of, or "".
func chosen(items []string, reply string) string {
	n, err := strconv.Atoi(strings.Trim(reply, " \t"))
	if err != nil || n < 1 || n > len(items) {
		return ""
	}
	return items[n-1]
}

// screenWidth is the value of COLUMNS, or 80.
func (sh *Shell) screenWidth() int {
	value, _ := sh.st.Vars.Get(vars.COLUMNS)
	if n, err := strconv.Atoi(value); err == nil && n > 0 {
		return n
	}
	return 80
}

// menu lists items with their numbers, downwards in as many columns as have
// room, as bash does: what fits into one row is one column.
func menu(items []string, width int) string {
	digits, longest := len(strconv.Itoa(len(items))), 0
	for _, item := range items {
		longest = max(longest, utf8.RuneCountInString(item))
	}
	room := longest + digits + len(") ") + 2
	rows := ceil(len(items), max(1, width/room))
	if rows == 1 {
		rows = len(items)
	}
	var b strings.Builder
	for row := range rows {
		number := len(strconv.Itoa(rows)) // its width in the first column
		start := 0
		for i := row; i < len(items); i += rows {
			text := strconv.Itoa(i + 1)
			b.WriteString(strings.Repeat(" ", max(0, number-len(text))) + text + ") " + items[i])
			if i+rows < len(items) {
				indent(&b, start+number+len(") ")+utf8.RuneCountInString(items[i]), start+room)
			}
			start += room
			number = digits
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func ceil(n, d int) int { return (n + d - 1) / d }

// indent goes from one column to another, by tabs where these do not go too far.
func indent(b *strings.Builder, from, to int) {
	const tab = 8
	for from < to {
		if to/tab > from/tab {
			b.WriteByte('\t')
			from += tab - from%tab
		} else {
			b.WriteByte(' ')
			from++
		}
	}
}
