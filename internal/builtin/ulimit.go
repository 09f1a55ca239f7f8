package builtin

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/sys/rlimit"
)

func ulimit() *interp.Builtin {
	return &interp.Builtin{
		Name: "ulimit", Usage: "[-HS] [-a | [-bcdefiklmnpqrstuvxPRT] [limit]]",
		Doc: "Print or set the resource limits of the commands that the shell starts; its own stay.\n" +
			"The limit is a number in the unit that -a shows, or hard, soft or unlimited.\n" +
			"-H  the hard limit, up to which the soft one may be raised    -S  the soft limit, which counts\n" +
			"-a  print all limits\n" +
			"-c core files  -d data  -f size of files, the default  -n descriptors  -s stack  -t processor time\n" +
			"-v virtual memory  -e -i -l -m -p -q -r -u -x -R as -a shows them",
		Run: runUlimit,
	}
}

// limitRequest is one resource of a ulimit command.
type limitRequest struct {
	resource rlimit.Resource
	value    string
	set      bool
}

func runUlimit(sh *interp.Shell, args []string) (int, interp.Flow) {
	var u ulimitCommand
	if why := u.parse(args[1:]); why != "" {
		sh.Report("ulimit: " + why)
		if strings.HasSuffix(why, "invalid option") {
			showUsage(sh, "ulimit")
		}
		return 2, interp.Next
	}
	if u.all {
		for _, r := range rlimit.Resources() {
			u.print(sh, &r, true)
		}
		return 0, interp.Next
	}
	label := len(u.list) > 1
	status := 0
	for _, q := range u.list {
		if !q.set {
			status = max(status, u.print(sh, &q.resource, label))
		} else if why := u.assign(sh, &q); why != "" {
			sh.Report("ulimit: " + q.resource.Name + ": " + interp.Quote(q.value) + ": " + why)
			return 1, interp.Next
		}
	}
	return status, interp.Next
}

// ulimitCommand is what the arguments of ulimit say.
type ulimitCommand struct {
	hard, soft, all bool
	list            []limitRequest
}

// parse reads the arguments: a limit may follow each resource, as in
// "ulimit -c 0 -n 100".
func (u *ulimitCommand) parse(args []string) (why string) {
	resources := rlimit.Resources()
	letters := "HSa"
	for _, r := range resources {
		letters += string(rune(r.Letter))
	}
	g := optionReader{args: args, letters: letters}
	for {
		c, ok := g.next()
		switch {
		case g.fault != "":
			return interp.Quote(g.fault)
		case !ok && len(g.args) > 0:
			if why := u.limit(g.args[0], resources); why != "" {
				return why
			}
			g.args = g.args[1:]
			continue
		case !ok:
			if len(u.list) == 0 && !u.all {
				u.add('f', resources)
			}
			return ""
		}
		switch c {
		case 'H':
			u.hard = true
		case 'S':
			u.soft = true
		case 'a':
			u.all = true
		default:
			u.add(c, resources)
		}
	}
}

func (u *ulimitCommand) add(letter byte, resources []rlimit.Resource) {
	for _, r := range resources {
		if r.Letter == letter {
			u.list = append(u.list, limitRequest{resource: r})
		}
	}
}

// limit takes an operand: the limit of the resource before it.
func (u *ulimitCommand) limit(value string, resources []rlimit.Resource) (why string) {
	if len(u.list) == 0 {
		u.add('f', resources)
	}
	q := &u.list[len(u.list)-1]
	if q.set || u.all {
		return interp.Quote(value) + ": unexpected operand"
	}
	q.value, q.set = value, true
	return ""
}

// print prints one limit, with its name in a list.
func (u *ulimitCommand) print(sh *interp.Shell, r *rlimit.Resource, label bool) int {
	value := r.Fixed
	if r.Number >= 0 {
		limit, err := sh.Limits().Get(r.Number)
		if err != nil {
			sh.Report("ulimit: " + r.Name + ": " + interp.Cause(err))
			return 1
		}
		value = limit.Cur
		if u.hard && !u.soft {
			value = limit.Max
		}
	}
	text := "unlimited"
	if value != rlimit.Infinity {
		text = strconv.FormatUint(value/r.Scale, 10)
	}
	if label {
		unit := "(-" + string(rune(r.Letter)) + ")"
		if r.Unit != "" {
			unit = "(" + r.Unit + ", -" + string(rune(r.Letter)) + ")"
		}
		text = fmt.Sprintf("%-20s %19s %s", r.Name, unit, text) // as bash has it
	}
	sh.Out().WriteString(text + "\n")
	return 0
}

// assign sets one limit, hard and soft unless only one was asked for. What the
// system would not allow is refused here, since it may be done in children only.
func (u *ulimitCommand) assign(sh *interp.Shell, q *limitRequest) (why string) {
	if q.resource.Number < 0 {
		return "cannot be changed"
	}
	limit, err := sh.Limits().Get(q.resource.Number)
	if err != nil {
		return interp.Cause(err)
	}
	value, why := limitValue(q, &limit)
	if why != "" {
		return why
	}
	both := u.hard == u.soft
	hardest := limit.Max
	if u.hard || both {
		limit.Max = value
	}
	if u.soft || both {
		limit.Cur = value
	}
	switch {
	case limit.Cur > limit.Max:
		return "the soft limit cannot exceed the hard one"
	case limit.Max > hardest && !rlimit.MayRaiseLimits():
		return "the hard limit cannot be raised"
	}
	if err := sh.Limits().Set(limit); err != nil {
		return interp.Cause(err)
	}
	return ""
}

// limitValue reads a limit: a plain number, never an expression.
func limitValue(q *limitRequest, now *rlimit.Limit) (value uint64, why string) {
	switch q.value {
	case "unlimited":
		return rlimit.Infinity, ""
	case "hard":
		return now.Max, ""
	case "soft":
		return now.Cur, ""
	}
	n, err := strconv.ParseUint(q.value, 10, 64)
	if err != nil || n > math.MaxUint64/q.resource.Scale {
		return 0, "not a limit"
	}
	return n * q.resource.Scale, ""
}
