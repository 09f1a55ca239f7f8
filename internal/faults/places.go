package faults

import (
	"fmt"
	"os/exec"
	"strconv"
)

// Place is where a shell is run: in a sandbox, under limits, as process 1.
type Place struct {
	Name   string
	Before []string // the command that the shell's becomes the arguments of
	Same   bool     // the shell must do all that it does elsewhere
}

// String names the place where a fault would be named.
func (p Place) String() string { return p.Name }

// refused are the system calls that a sandbox or an old kernel may refuse.
var refused = []string{
	"clone3", "close_range", "faccessat2", "getxattr", "memfd_create", "prctl", "preadv2", "prlimit64",
	"pwritev2", "socketpair", "tee", "unshare", "waitid",
}

// Places are those that there can be on this machine. Refuse is the program of
// internal/refuse, or "".
func Places(refuse string) []Place {
	var list []Place
	add := func(name string, same bool, before ...string) {
		if exec.Command(before[0], append(before[1:len(before):len(before)], "true")...).Run() == nil {
			list = append(list, Place{name, before, same})
		}
	}
	if refuse != "" {
		all := ""
		for _, call := range refused {
			all += "," + call
			add("EPERM of "+call, true, refuse, "EPERM:"+call)
		}
		for _, errno := range []string{"ENOSYS", "EPERM", "EACCES"} {
			add(errno+" of all of them", true, refuse, errno+":"+all[1:])
		}
	}
	add("process 1", true, "unshare", "--fork", "--pid", "--mount-proc")
	for n := 3; n <= 12; n++ {
		add(fmt.Sprint(n, " descriptors"), false, "sh", "-c", "ulimit -n "+strconv.Itoa(n)+`; exec "$@"`, "sh")
	}
	for _, n := range []int{30000, 50000, 55000, 60000, 400000} {
		add(fmt.Sprint(n, " KB of addresses"), false, "sh", "-c", "ulimit -v "+strconv.Itoa(n)+`; exec "$@"`, "sh")
	}
	return list
}

// RunPlaces runs every script in every place.
func (s *Sweep) RunPlaces(places []Place) error {
	for _, script := range Scripts() {
		clean, _, err := s.run(script, nil)
		if err != nil {
			return err
		}
		for _, p := range places {
			s.seq++
			if s.seq%s.Stride != 0 {
				continue
			}
			if err := s.visit(script, clean, p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Sweep) visit(script Script, clean result, p Place) error {
	s.Before = p.Before
	got, _, err := s.run(script, nil)
	s.Before = nil
	if err != nil {
		return err
	}
	o := judge(clean, got, 1)
	if p.Same && o == Reported {
		o = Different
	}
	s.count(kindOf(p), o)
	if o.Bad() {
		s.Findings = append(s.Findings, Finding{script, p, o, got.stdout, got.stderr})
	}
	return nil
}

// kindOf puts places together that differ in a number.
func kindOf(p Place) string {
	switch {
	case !p.Same:
		return "limits"
	case len(p.Before) == 2:
		return "refused"
	}
	return p.Name
}
