package builtin

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/past"
	"gpipe/internal/redirect"
	"gpipe/internal/sys/files"
	"gpipe/internal/vars"
)

func fc() *interp.Builtin {
	return &interp.Builtin{
		Name: "fc", Usage: "[-e editor] [-lnr] [first [last]] | -s [old=new] [command]",
		Doc: "Edit commands of the history and run what comes of that; first and last are numbers, counted\n" +
			"from the end if they are negative, or how commands begin. The editor is FCEDIT, EDITOR or ed.\n" +
			"-l  list them instead, 16 by default    -n  without numbers    -r  the last one first\n" +
			"-s  run one again, at first with the first old in it replaced by new",
		Run: runFc,
	}
}

// fcCall is a call of fc.
type fcCall struct {
	sh      *interp.Shell
	list    *past.List
	end     int // index behind the commands that count: not that of fc itself
	given   string
	editor  string
	reverse bool
}

var errNoCommand = errors.New("no command found")

func runFc(sh *interp.Shell, args []string) (int, interp.Flow) {
	c := fcCall{sh: sh, list: sh.Commands().List()}
	g := optionReader{args: args[1:], letters: "e:lnrs"}
	if len(args) < 2 || !isNegative(args[1]) {
		for letter, ok := c.option(&g); ok; letter, ok = c.option(&g) {
			c.given += string(rune(letter))
		}
	}
	if g.fault != "" {
		sh.Report("fc: " + g.fault)
		showUsage(sh, "fc")
		return 2, interp.Next
	}
	c.reverse = strings.Contains(c.given, "r")
	if c.end = c.list.Len(); sh.Commands().Recorded() {
		c.end--
	}
	next, err := c.run(g.args)
	if err != nil {
		sh.Report("fc: " + interp.Message(err))
		return 1, interp.Next
	}
	if next != interp.Next || !strings.Contains(c.given, "l") {
		return sh.Status(), next
	}
	return 0, interp.Next
}

// option reads an option; a negative number is none.
func (c *fcCall) option(g *optionReader) (byte, bool) {
	if g.cluster == "" && len(g.args) > 0 && isNegative(g.args[0]) {
		return 0, false
	}
	letter, ok := g.next()
	if letter == 'e' {
		c.editor = g.value
	}
	return letter, ok
}

func (c *fcCall) run(operands []string) (interp.Flow, error) {
	switch {
	case strings.Contains(c.given, "l"):
		return interp.Next, c.show(operands)
	case strings.Contains(c.given, "s") || c.editor == "-":
		return c.again(operands)
	}
	return c.edit(operands)
}

// index returns the index of the command that an operand means.
func (c *fcCall) index(operand string) (int, error) {
	n, err := strconv.Atoi(operand)
	switch {
	case err != nil:
		i := c.list.Find(operand, c.end)
		if i < 0 {
			return 0, errNoCommand
		}
		return i, nil
	case n < 0:
		return max(0, c.end+n), nil
	case n == 0:
		return max(0, c.end-1), nil
	}
	return max(0, min(n-c.list.First(), c.end-1)), nil
}

// selected returns the commands from first to last; usual is how many there are
// without operands.
func (c *fcCall) selected(operands []string, usual int) ([]int, error) {
	first, last := max(0, c.end-usual), c.end-1
	var err error
	if len(operands) > 0 {
		if first, err = c.index(operands[0]); err != nil {
			return nil, err
		}
		if usual == 1 {
			last = first
		}
	}
	if len(operands) > 1 {
		if last, err = c.index(operands[1]); err != nil {
			return nil, err
		}
	}
	step := 1
	if first > last && c.end > 0 {
		step = -1
	}
	if c.reverse {
		first, last, step = last, first, -step
	}
	var list []int
	for i := first; c.end > 0 && (i-last)*step <= 0; i += step {
		list = append(list, i)
	}
	return list, nil
}

// show lists commands.
func (c *fcCall) show(operands []string) error {
	const usual = 16
	list, err := c.selected(operands, usual)
	for _, i := range list {
		number := ""
		if !strings.Contains(c.given, "n") {
			number = strconv.Itoa(c.list.First() + i)
		}
		fmt.Fprintf(c.sh.Out(), "%s\t %s\n", number, c.list.Entry(i))
	}
	return err
}

// again is fc -s.
func (c *fcCall) again(operands []string) (interp.Flow, error) {
	var replace [][2]string
	for len(operands) > 0 {
		old, replacement, ok := strings.Cut(operands[0], "=")
		if !ok {
			break
		}
		replace, operands = append(replace, [2]string{old, replacement}), operands[1:]
	}
	i := c.end - 1
	if len(operands) > 0 {
		var err error
		if i, err = c.index(operands[0]); err != nil {
			return interp.Next, err
		}
	}
	if i < 0 {
		return interp.Next, errNoCommand
	}
	text := c.list.Entry(i)
	for _, r := range replace {
		text = strings.Replace(text, r[0], r[1], 1)
	}
	return c.execute(text), nil
}

// execute prints a command and runs it. In the history it takes the place of fc.
func (c *fcCall) execute(text string) interp.Flow {
	c.sh.Commands().Unrecord()
	if f := c.sh.Files().Get(2); f != nil {
		f.Write([]byte(text + "\n"))
	}
	if c.sh.Options()&option.Interactive != 0 {
		c.sh.Commands().Enter(text)
	} else {
		c.sh.Commands().Add(text)
	}
	return c.sh.Runner().Eval(text)
}

// edit has the editor change commands in a file, and runs what the file then has.
func (c *fcCall) edit(operands []string) (interp.Flow, error) {
	text, err := c.toEdit(operands)
	if err != nil {
		return interp.Next, err
	}
	name, err := c.file(text)
	if err != nil {
		return interp.Next, err
	}
	defer files.Unlink(-1, name)
	next := c.sh.Runner().Eval(c.editorCommand() + " " + interp.QuoteWord(name))
	if next != interp.Next || c.sh.Status() != 0 {
		return next, nil
	}
	edited, err := files.ReadFile(name)
	if err != nil {
		return interp.Next, &interp.Error{Op: interp.Quote(name), Err: err}
	}
	if commands := strings.TrimRight(string(edited), "\n"); commands != "" {
		return c.execute(commands), nil
	}
	return interp.Next, nil
}

// toEdit is the commands that the operands say, or what the line editor had.
func (c *fcCall) toEdit(operands []string) (string, error) {
	if draft, is := c.sh.Commands().Draft(); is {
		return draft + "\n", nil
	}
	list, err := c.selected(operands, 1)
	if err == nil && len(list) == 0 {
		err = errNoCommand
	}
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, i := range list {
		text.WriteString(c.list.Entry(i) + "\n")
	}
	return text.String(), nil
}

func (c *fcCall) editorCommand() string {
	if c.editor != "" {
		return c.editor
	}
	for _, s := range [...]vars.Slot{vars.FCEDIT, vars.EDITOR} {
		if name, _ := c.sh.Vars().Get(s); name != "" {
			return name
		}
	}
	return "ed"
}

// file makes a file with a text, and returns its name.
func (c *fcCall) file(text string) (string, error) {
	dir, _ := c.sh.Vars().Get(vars.TMPDIR)
	if dir == "" {
		dir = "/tmp"
	}
	name := dir + "/" + files.TemporaryName("gpipe-fc")
	op := redirect.Out(1, name)
	op.Flags |= files.Exclusive
	return name, writeHistory(c.sh, op, text)
}
