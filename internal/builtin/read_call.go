package builtin

import (
	"slices"

	"gpipe/internal/interp"
)

// readCall is a call of read with its arguments understood. It is immutable.
type readCall struct {
	args []string
	readOptions
	targets []target // of names, up to the first that is no name
}

// readMemo is the latest calls: in a loop read has the same arguments again
// and again.
type readMemo [4]*readCall

// recallRead understands args, or knows them already; nil: they are wrong,
// which has been reported, and the status says so.
func recallRead(sh *interp.Shell, args []string) (*readCall, int) {
	memo, _ := (*sh.Buffer().Memo()).(*readMemo)
	if memo == nil {
		memo = new(readMemo)
	}
	for _, c := range memo {
		if c != nil && slices.Equal(c.args, args) {
			return c, 0
		}
	}
	c := &readCall{args: slices.Clone(args), readOptions: readOptions{delim: '\n', limit: -1, timeout: -1}}
	if status := c.parse(sh); status != 0 {
		return nil, status
	}
	*sh.Buffer().Memo() = &readMemo{c, memo[0], memo[1], memo[2]}
	return c, 0
}

// parse reads the options; a status other than 0 says that what is wrong has been
// reported.
func (o *readCall) parse(sh *interp.Shell) int {
	g := optionReader{args: o.args[1:], letters: "ersa:d:i:n:N:p:t:u:"}
	for {
		c, ok := g.next()
		if !ok {
			break
		}
		why := o.set(c, g.value)
		if why != "" {
			sh.Report("read: " + interp.Quote(g.value) + ": " + why)
			return wrong(sh)
		}
	}
	if g.fault != "" {
		sh.Report("read: " + interp.Quote(g.fault))
		showUsage(sh, "read")
		return 2
	}
	o.names = g.args
	for i, name := range o.names {
		if _, valid := parseTarget(name); i > 0 && !valid {
			break
		}
		t, ok := lookTarget(sh, "read", name)
		if !ok {
			return wrong(sh)
		}
		o.targets = append(o.targets, t)
	}
	return 0
}
