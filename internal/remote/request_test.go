package remote

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseRequest(t *testing.T) {
	for _, c := range []struct {
		args  []string
		want  *Request
		fault string
	}{
		{[]string{"h", "ls", "-l"}, &Request{Hosts: []string{"h"}, Argv: []string{"ls", "-l"}}, ""},
		{[]string{"-ieA", "-e", "B=b c", "-d", "/x", "--", "u@h", "-x"},
			&Request{Hosts: []string{"u@h"}, Argv: []string{"-x"}, Env: []string{"A", "B=b c"}, Dir: "/x", Stdin: true}, ""},
		{[]string{"-J", "j", "--ssh=ssh -p 1", "--worker", "/w", "--no-copy", "--silence", "0.5", "a,b", "c"},
			&Request{Hosts: []string{"a", "b"}, Argv: []string{"c"}, Jump: "j", SSH: "ssh -p 1", Worker: "/w", NoCopy: true, Silence: time.Second / 2}, ""},
		{[]string{"--launch", "srun -n1", "h", "c"}, &Request{Hosts: []string{"h"}, Argv: []string{"c"}, Launch: "srun -n1"}, ""},
		{nil, nil, "a host is needed"},
		{[]string{"h"}, nil, `"h": a command is needed`},
		{[]string{"-q", "h", "c"}, nil, "-q: invalid option"},
		{[]string{"-e"}, nil, "-e: a value is needed"},
		{[]string{"-d", "", "h", "c"}, nil, "-d: a value is needed"},
		{[]string{"--lunch", "x", "h", "c"}, nil, "--lunch: invalid option"},
		{[]string{"--launch"}, nil, "--launch: a value is needed"},
		{[]string{"--launch=", "h", "c"}, nil, "--launch: a value is needed"},
		{[]string{"--launch", "x", "-J", "j", "h", "c"}, nil, "--launch is in place of ssh"},
		{[]string{"--silence", "x", "h", "c"}, nil, `"x": not a number of seconds from 0.1 to 86400`},
		{[]string{"--silence", "NaN", "h", "c"}, nil, `"NaN": not a number of seconds from 0.1 to 86400`},
		{[]string{"--", "-oProxyCommand=x", "c"}, nil, `"-oProxyCommand=x": not the name of a host`},
		{[]string{"a,,b", "c"}, nil, `"": not the name of a host`},
		{[]string{"a b", "c"}, nil, `"a b": not the name of a host`},
	} {
		got, fault := ParseRequest(c.args)
		if c.want != nil && c.want.Silence == 0 {
			c.want.Silence = DefaultSilence
		}
		if d := cmp.Diff(c.want, got); d != "" || fault != c.fault {
			t.Errorf("%q: %q, want %q\n%s", c.args, fault, c.fault, d)
		}
	}
}

func TestRequestEnviron(t *testing.T) {
	r := &Request{Env: []string{"A", "B=2", "NONE"}}
	got := r.Environ([]string{"A=1", "B=1", "LANG=x", "LC_ALL=y", "TZ=z", "LANGUAGE=l", "SECRET=s", "AA=3", "broken"})
	if d := cmp.Diff([]string{"LANG=x", "LC_ALL=y", "TZ=z", "LANGUAGE=l", "A=1", "B=2"}, got); d != "" {
		t.Error(d)
	}
}
