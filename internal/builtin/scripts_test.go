package builtin

import (
	"fmt"
	"strings"
	"testing"
)

func dashOnly(reason string) map[string]string { return map[string]string{"dash": reason} }
func bashOnly(reason string) map[string]string { return map[string]string{"bash": reason} }
func both(dash, bash string) map[string]string {
	return map[string]string{"dash": dash, "bash": bash}
}

func TestUmaskAgrees(t *testing.T) {
	modes := []string{"022", "0", "77", "777", "0777", "01000", "8", "x", "u", "u=", "=", "+", "-r", "u=rwx,g+r,o-w", "a=rx,u+w",
		"+x", "-- -x", "u+x-w", "ug=rw,o=", "go=", "g+w,", ",g+w", "u=rwx+x", "a+r,a-r", "o=rwxX", "uuu=r", "u-rwx", "g=rx,u-x", "a=", "abc"}
	var snippets []string
	for _, start := range []string{"022", "077", "0", "0357"} {
		for _, m := range modes {
			snippets = append(snippets, "umask "+start+"; umask "+m+" 2>&-; s=$?; umask; umask -S; test $s -eq 0")
		}
	}
	agree(t, snippets, false, nil)
}

func TestUmaskScripts(t *testing.T) {
	runSnippets(t, []snippet{
		{"umask 022; umask g=u; umask", "0002\n0", bashOnly("copies no permissions")},
		{"umask 022; umask -- -w; umask", "0222\n0", nil},
		{"umask 022; umask u=rws; umask", "0122\n0", bashOnly("has no s")},
		{"umask -x", "2", nil},
		{"umask 022; (umask 0); umask", "0022\n0", nil},
		{"umask 0; : >f; umask 077; : >g; ls -l f g | cut -c1-10", "-rw-rw-rw-\n-rw-------\n0", nil},
	})
}

func TestGetoptsAgrees(t *testing.T) {
	var snippets []string
	for _, letters := range []string{"ab", "a:b", "ab:", ":ab", ":a:b", ":ab:", "a:b:", ""} {
		for _, args := range []string{"", "-a", "-b", "-ab", "-ba", "-c", "-ac", "-a x", "-b x", "-bx", "-a -b", "-ab x -a", "-- -a", "-a -- -b", "- -a", "x -a", "-a ''", "-:", "-?", "-b -- x", "-a-b"} {
			snippets = append(snippets, fmt.Sprintf(
				"set -- %s; n=0; while getopts '%s' o 2>&-; do n=$((n+1)); echo \"$o [${OPTARG-unset}]\"; done; echo $n $o $OPTIND", args, letters))
		}
	}
	agree(t, snippets, false, nil)
}

func TestGetoptsScripts(t *testing.T) {
	runSnippets(t, []snippet{
		{"getopts", "2", nil},
		{"getopts a", "2", nil},
		{"getopts ab 1x -a; test $? -gt 0", "0", nil},
		{"readonly o; getopts ab o -a", "2", nil},
		{"set -- -ab -c; getopts abc o; OPTIND=1; getopts abc o; echo $o; getopts abc o; getopts abc o; echo $o $OPTIND", "a\nc 3\n0", nil},
		{"set -- -a -b; OPTIND=2; getopts ab o; echo $? $o", "0 b\n0", nil},
		{"set -- -a; OPTIND=x; getopts a o; echo $? $o $OPTIND", "0 a 2\n0", dashOnly("an error")},
		{"set -- -a; OPTIND='a[$(echo ran >&2)]'; getopts a o; echo $o", "a\n0", dashOnly("an error")},
		{"set -- -a; OPTIND=9; getopts a o; echo $? $o $OPTIND", "1 ? 2\n0", dashOnly("begins again")},
		{"getopts a: o -a 2>&1", "sh: -a: a value is needed\n0", both("its words", "its words")},
		{"getopts a o -x 2>&1; OPTERR=0; OPTIND=1; getopts a o -x 2>&1", "sh: -x: invalid option\n0", both("its words", "its words")},
		{"f() { local OPTIND; getopts xy p -xy; echo $p; }; set -- -ab; getopts ab o; f; getopts ab o; echo $o", "x\na\n0", both("keeps its place", "keeps its place")},
	})
}

func TestKillScripts(t *testing.T) {
	runSnippets(t, []snippet{
		{"kill -l 9; kill -l 137; kill -l 15", "KILL\nKILL\nTERM\n0", nil},
		{"kill -l TERM; kill -l sigint; kill -l 1 2", "15\n2\nHUP\nINT\n0", dashOnly("numbers only, and one")},
		{"kill -l 0", "EXIT\n0", dashOnly("no signal")},
		{"kill -l 34 35 49 50 64", "RTMIN\nRTMIN+1\nRTMIN+15\nRTMAX-14\nRTMAX\n0", dashOnly("one operand")},
		{"kill -l 999 2>/dev/null; test $? -gt 0", "0", nil},
		{"kill -l | tr ' \\t' '\\n\\n' | grep -c 'TERM$'", "1\n0", nil},
		{"kill", "2", nil},
		{"kill --", "2", nil},
		{"kill -s; test $? -gt 0", "0", nil},
		{"kill -FOO 1; test $? -gt 0", "0", nil},
		{"kill abc; test $? -gt 0", "0", nil},
		{"kill -0 99999999; test $? -gt 0", "0", nil},
		{"sleep 60 & kill -0 $! && kill -s term $!; wait $!", "143", nil},
		{"sleep 60 & kill -SIGHUP $! || kill $!; wait $!", "129", dashOnly("no SIG")},
		{"sleep 60 & kill -n 9 $! || kill -- $!; wait $!", "137", dashOnly("no -n")},
		{"sleep 60 & a=$!; sleep 60 & kill $a $!; wait $a; echo $?; wait $!", "143\n143", nil},
		{"sleep 60 & kill -sKILL $! || kill $!; wait $!", "137", nil},
		{"sleep 60 & kill -KILL %% || kill $!; wait $!", "137", dashOnly("no jobs in scripts")},
		{"sleep 60 & kill -0 nosuch $!; echo $?; kill $!", "1\n0", both("status 2, signals none", "status 0 if one worked")},
	})
}

func TestCdScripts(t *testing.T) {
	runSnippets(t, []snippet{
		{"cd ''", "1", both("goes nowhere, before POSIX.1-2024", "goes nowhere, before POSIX.1-2024")},
		{"cd /usr; cd -P /; pwd; cd -; cd -- /; cd -LP /usr; pwd", "/\n/usr\n/usr\n0", nil},
		{"unset HOME; cd", "1", dashOnly("goes nowhere")},
		{"cd /; HOME=; cd && pwd", "/\n0", nil},
		{"unset OLDPWD; cd -", "1", dashOnly("goes nowhere")},
		{"cd a b; test $? -gt 0", "0", nil},
		{"cd -x", "2", nil},
		{"cd -P -e /nosuch", "2", bashOnly("status 1, which should mean that only the name is not known")},
		{"CDPATH=/nosuch:/usr; cd bin", "/usr/bin\n0", nil},
		{"mkdir -p bin; CDPATH=; cd bin; CDPATH=:/usr; cd /; CDPATH=; cd usr; pwd", "/usr\n0", nil},
		{"CDPATH=/usr; cd ./bin 2>/dev/null; cd ../nosuch 2>/dev/null; echo $?", "1\n0", dashOnly("status 2")},
		{"mkdir -p sub; CDPATH=:/usr; cd sub; pwd | sed 's,.*/,,'", "sub\n0", nil},
		{"mkdir -p a/b; ln -s a/b c; cd c; cd ..; ls -d a; cd c; cd -P ..; ls", "a\nb\n0", nil},
		{"mkdir gone; cd gone; rmdir ../gone; cd . 2>/dev/null; cd -P . 2>/dev/null; cd .. && pwd | sed 's,.*/,,' | grep -c gone", "0\n1", nil},
		{"pwd -x", "2", nil},
		{"cd /; pwd extra operands", "/\n0", nil},
		{"readonly PWD; cd /; test $? -gt 0", "0", nil},
	})
}

func TestTypeScripts(t *testing.T) {
	runSnippets(t, []snippet{
		{"PATH=/bin; type cd if sh", "cd is a shell builtin\nif is a shell keyword\nsh is /bin/sh\n0", nil},
		{"type :", ": is a special shell builtin\n0", bashOnly("says so in POSIX mode only")},
		{"f() { :; }; type f", "f is a function\n0", both("its words", "prints the body")},
		{"alias q=r; type q", "q is an alias for r\n0", bashOnly("no aliases in scripts")},
		{"type nosuch; test $? -gt 0", "0", dashOnly("on standard output")},
		{"type", "0", nil},
		{"PATH=/bin; f() { :; }; type -t f cd if sh nosuch", "function\nbuiltin\nkeyword\nfile\n1", dashOnly("no -t")},
		{"PATH=/bin; cat() { :; }; type -p cat; type -P cat; type -f -t cat; type -a -t cat", "/bin/cat\nfile\nfunction\nfile\n0", dashOnly("no options")},
		{"PATH=/bin:/usr/bin; type -a -p test", "/bin/test\n/usr/bin/test\n0", dashOnly("no options")},
		{"type /bin/sh; type /etc 2>/dev/null; test $? -gt 0", "/bin/sh is /bin/sh\n0", dashOnly("finds directories")},
	})
}

func TestCommandScripts(t *testing.T) {
	runSnippets(t, []snippet{
		{"command", "0", nil},
		{"command -x", "2", nil},
		{"command -- echo a", "a\n0", nil},
		{"echo() { printf 'function\\n'; }; command echo b; echo c", "b\nfunction\n0", nil},
		{"PATH=/bin; f() { :; }; command -v f cd if sh", "f\ncd\nif\n/bin/sh\n0", dashOnly("only the first")},
		{"command -v nosuch; test $? -gt 0", "0", nil},
		{"command -v /bin/sh ./nosuch; command -v /etc; test $? -gt 0", "/bin/sh\n0", dashOnly("finds directories")},
		{"alias q='r s'; command -v q", "alias q='r s'\n0", bashOnly("no aliases in scripts")},
		{"PATH=/nosuch; command -v cat; command -p cat </dev/null && command -pv cat", "/bin/cat\n0", dashOnly("keeps looking in PATH")},
		{"PATH=/bin; command -V cd sh", "cd is a shell builtin\nsh is /bin/sh\n0", dashOnly("only the first")},
		{"command nosuch", "127", nil},
		{"command set -o bad; echo alive; command export 1x=3; echo alive", "alive\nalive\n0", nil},
		{"command . /nosuch; echo alive; command exec 3</nosuch; echo alive", "alive\nalive\n0", nil},
		{"command exit 3; echo no", "3", nil},
		{"command eval 'exit 4'; echo no", "4", nil},
		{"f() { command return 5; echo no; }; f", "5", nil},
		{"for i in 1 2; do echo $i; command break; done", "1\n0", nil},
		{"command exec 3>out; echo x >&3; cat out", "x\n0", nil},
		{"x=1 command :; echo \"[$x]\"", "[]\n0", nil},
		{"x=1 command env | grep -c '^x=1$'", "1\n0", nil},
		{"echo a | command cat", "a\n0", nil},
	})
}

func TestHashScripts(t *testing.T) {
	runSnippets(t, []snippet{
		{"PATH=/bin; hash -r; hash cat ls; hash", "/bin/cat\n/bin/ls\n0", bashOnly("prints a table")},
		{"hash nosuch", "1", nil},
		{"hash cd; hash -r", "0", nil},
		{"hash -x", "2", nil},
		{"PATH=/bin; cat </dev/null; hash; hash -r; hash", "/bin/cat\n0", bashOnly("prints a table")},
	})
}

func TestAliasScripts(t *testing.T) {
	runSnippets(t, []snippet{
		{"alias b=2 a='it'; alias; alias a", "a='it'\nb='2'\na='it'\n0", bashOnly("prints commands")},
		{"alias x=\"it's\"; alias x", "x='it'\\''s'\n0", both("other quotes", "prints commands")},
		{"alias -p; alias a=x; alias -p", "alias a='x'\n0", dashOnly("no -p")},
		{"alias nosuch", "1", nil},
		{"alias a=1 nosuch b=2; echo $?; unalias a b", "1\n0", nil},
		{"alias 'a b=c'", "1", dashOnly("takes any name")},
		{"alias a=x=y; unalias a nosuch; echo $?; alias", "1\n0", nil},
		{"alias a=1 b=2; unalias -a; alias", "0", nil},
		{"unalias", "2", dashOnly("status 0")},
		{"alias a=1; (alias a=2; unalias a); alias a", "a='1'\n0", bashOnly("prints commands")},
	})
}

func TestUlimitScripts(t *testing.T) {
	runSnippets(t, []snippet{
		{"ulimit -c 0; ulimit -c; ulimit -Hc; ulimit", "0\n0\nunlimited\n0", nil},
		{"ulimit -Sn 50; ulimit -n; ulimit -n 40; ulimit -n; ulimit -Hn", "50\n40\n40\n0", nil},
		{"ulimit -n 100; ulimit -Sn 60; (ulimit -n 30); ulimit -n; ulimit -Hn", "60\n100\n0", nil},
		{"ulimit -f 100; ulimit -f; sh -c 'ulimit -f'", "100\n100\n0", bashOnly("1024 bytes in a block")},
		{"ulimit -n 64; sh -c 'ulimit -n'; ulimit -v; cat <<E | sh\nulimit -n\nE", "64\nunlimited\n64\n0", nil},
		{"ulimit -c 0 -n 10; ulimit -c -n | sed 's/.* //'", "0\n10\n0", dashOnly("one at a time")},
		{"ulimit -Sn 30; ulimit -n hard; ulimit -Sn 20; ulimit -Hn soft; ulimit -Hn", "20\n0", dashOnly("numbers only")},
		{"ulimit -n abc; test $? -gt 0", "0", nil},
		{"ulimit -n '1+1'; test $? -gt 0", "0", nil},
		{"ulimit -n 10 20", "2", bashOnly("ignores it")},
		{"ulimit -Z", "2", nil},
		{"ulimit -n 20; ulimit -Sn 30; test $? -gt 0", "0", nil},
		{"ulimit -p", "8\n0", dashOnly("the number of processes")},
		{"ulimit -a | grep -c -e '-n) ' -e '-s) '", "2\n0", dashOnly("its own form")},
	})
}

func TestTimesAndHelp(t *testing.T) {
	runSnippets(t, []snippet{
		{"times | sed 's/[0-9][0-9.]*/N/g'", "NmNs NmNs\nNmNs NmNs\n0", nil},
		{"help true | sed 1q", "true\n0", both("no help", "its words")},
		{"help nosuch; echo $?", "1\n0", dashOnly("no help")},
		{"help | grep -c '^printf '", "1\n0", both("no help", "its form")},
	})
}

// Every built-in says what it does, and how it is called.
func TestEveryBuiltinHasHelp(t *testing.T) {
	for name, b := range Table() {
		if b.Name != name || b.Doc == "" || b.Run == nil {
			t.Errorf("%s: incomplete entry %+v", name, b)
		}
		for _, line := range strings.Split(b.Doc, "\n") {
			if len(line) > 110 || strings.TrimRight(line, " ") != line {
				t.Errorf("%s: line too long or with blanks at its end: %q", name, line)
			}
		}
	}
}

// TestCoprocessInside runs coprocesses in a shell that has no process of its own.
func TestCoprocessInside(t *testing.T) {
	for script, want := range map[string]string{
		"coproc { read x; echo \"<$x>\"; }; echo a >&${COPROC[1]}; read y <&${COPROC[0]}; echo $y; wait $!; echo $?": "<a>\n0\n",
		"coproc cat; echo b >&${COPROC[1]}; read y <&${COPROC[0]}; echo $y":                                          "b\n",
		"coproc cat; exec {COPROC[1]}>&-; cat <&${COPROC[0]}; wait; echo ${COPROC-none}":                             "none\n",
		"coproc nosuch 2>/dev/null; wait $!; echo $?":                                                                "127\n",
		"(coproc { while read x; do echo $x; done; }; echo c >&${COPROC[1]}; read y <&${COPROC[0]}; echo $y)":        "c\n",
	} {
		if got := runFiles(t, t.TempDir(), script, ""); got.stdout != want || got.stderr != "" {
			t.Errorf("%s: %q, %q", script, got.stdout, got.stderr)
		}
	}
}
