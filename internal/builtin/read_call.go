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
// which has been reported.
func recallRead(sh *interp.Shell, args []string) *readCall {
	memo, _ := (*sh.Memo()).(*readMemo)
	if memo == nil {
		memo = new(readMemo)
	}
	for _, c := range memo {
		if c != nil && slices.Equal(c.args, args) {
			return c
		}
	}
	c := &readCall{args: slices.Clone(args), readOptions: readOptions{delim: '\n', limit: -1, timeout: -1}}
	if !c.parse(sh) {
		return nil
	}
	*sh.Memo() = &readMemo{c, memo[0], memo[1], memo[2]}
	return c
}

// parse reads the options; what is wrong has been reported.
func (o *readCall) parse(sh *interp.Shell) bool {
	g := optionReader{args: o.args[1:], letters: "rsa:d:n:N:p:t:u:"}
	for {
		c, ok := g.next()
		if !ok {
			break
		}
		why := o.set(c, g.value)
		if why != "" {
			sh.Report("read: " + interp.Quote(g.value) + ": " + why)
			return false
		}
	}
	if g.fault != "" {
		sh.Report("read: " + interp.Quote(g.fault))
		showUsage(sh, "read")
		return false
	}
	o.names = g.args
	for i, name := range o.names {
		if _, valid := parseTarget(name); i > 0 && !valid {
			break
		}
		t, ok := lookTarget(sh, "read", name)
		if !ok {
			return false
		}
		o.targets = append(o.targets, t)
	}
	return true
}
