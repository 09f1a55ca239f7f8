package remote

import (
	"strconv"
	"strings"
	"time"
)

// Request is what the built-in on is asked for.
type Request struct {
	Hosts  []string
	Argv   []string
	Env    []string // names of variables, or "name=value"
	Dir    string   // "": where the shell is, if that is there
	Stdin  bool     // the command reads what is here, whatever that is
	NoCopy bool     // no worker is copied

	Launch string // a command that carries a stream to a worker; "": ssh
	SSH    string // ssh with options
	Jump   string // for ssh -J
	Worker string // the file of the worker there

	Silence time.Duration
}

// DefaultSilence is how long the other host may show no sign of life.
const DefaultSilence = 30 * time.Second

// ParseRequest reads the arguments of on, without its name. fault says what is wrong
// with them.
func ParseRequest(args []string) (r *Request, fault string) {
	r = &Request{Silence: DefaultSilence}
	for len(args) > 0 && len(args[0]) > 1 && args[0][0] == '-' {
		arg := args[0]
		args = args[1:]
		if arg == "--" {
			break
		}
		if strings.HasPrefix(arg, "--") {
			args, fault = r.long(arg, args)
		} else {
			args, fault = r.letters(arg[1:], args)
		}
		if fault != "" {
			return nil, fault
		}
	}
	switch {
	case len(args) == 0:
		return nil, "a host is needed"
	case len(args) == 1:
		return nil, strconv.Quote(args[0]) + ": a command is needed"
	case r.Launch != "" && (r.SSH != "" || r.Jump != ""):
		return nil, "--launch is in place of ssh"
	}
	r.Hosts, r.Argv = strings.Split(args[0], ","), args[1:]
	for _, h := range r.Hosts {
		if !isHost(h) {
			return nil, strconv.Quote(h) + ": not the name of a host"
		}
	}
	return r, ""
}

// isHost tells whether a name can be a host's, and nothing else to ssh.
func isHost(name string) bool {
	return name != "" && name[0] != '-' && !strings.ContainsFunc(name, func(c rune) bool { return c <= ' ' || c == 0x7f })
}

// letters reads an argument of option letters.
func (r *Request) letters(cluster string, rest []string) (after []string, fault string) {
	for len(cluster) > 0 {
		c := cluster[0]
		cluster = cluster[1:]
		if c == 'i' {
			r.Stdin = true
			continue
		}
		var to func(string)
		switch c {
		case 'e':
			to = func(v string) { r.Env = append(r.Env, v) }
		case 'd':
			to = func(v string) { r.Dir = v }
		case 'J':
			to = func(v string) { r.Jump = v }
		default:
			return nil, "-" + strconv.QuoteRune(rune(c))[1:2] + ": invalid option"
		}
		value := cluster
		cluster = ""
		if value == "" {
			if len(rest) == 0 {
				return nil, "-" + string(rune(c)) + ": a value is needed"
			}
			value, rest = rest[0], rest[1:]
		}
		if value == "" {
			return nil, "-" + string(rune(c)) + ": a value is needed"
		}
		to(value)
	}
	return rest, ""
}

// long reads an option that is a word.
func (r *Request) long(arg string, rest []string) (after []string, fault string) {
	if arg == "--no-copy" {
		r.NoCopy = true
		return rest, ""
	}
	name, value, attached := strings.Cut(arg, "=")
	var to *string
	var silence string
	switch name {
	case "--launch":
		to = &r.Launch
	case "--ssh":
		to = &r.SSH
	case "--worker":
		to = &r.Worker
	case "--silence":
		to = &silence
	default:
		return nil, arg + ": invalid option"
	}
	if !attached {
		if len(rest) == 0 {
			return nil, name + ": a value is needed"
		}
		value, rest = rest[0], rest[1:]
	}
	if strings.TrimSpace(value) == "" {
		return nil, name + ": a value is needed"
	}
	*to = value
	if silence != "" {
		seconds, err := strconv.ParseFloat(silence, 64)
		if err != nil || !(seconds >= 0.1 && seconds <= maxSilence.Seconds()) {
			return nil, strconv.Quote(silence) + ": not a number of seconds from 0.1 to 86400"
		}
		r.Silence = time.Duration(seconds * float64(time.Second))
	}
	return rest, ""
}

// usual tells whether a variable goes to every command: what language and time zone
// it is to speak and show.
func usual(name string) bool {
	return name == "LANG" || name == "LANGUAGE" || name == "TZ" || strings.HasPrefix(name, "LC_")
}

// Environ returns the variables of env that go to the command: the usual ones, and
// those that were asked for.
func (r *Request) Environ(env []string) []string {
	var list []string
	for _, entry := range env {
		if name, _, ok := strings.Cut(entry, "="); ok && usual(name) {
			list = append(list, entry)
		}
	}
	for _, asked := range r.Env {
		if strings.Contains(asked, "=") {
			list = append(list, asked)
			continue
		}
		for _, entry := range env {
			if strings.HasPrefix(entry, asked+"=") {
				list = append(list, entry)
			}
		}
	}
	return list
}
