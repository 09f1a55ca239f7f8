package testscripts

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// dies waits for the end of the shell, which is to be by a signal.
func (p *person) dies(sig syscall.Signal) {
	p.t.Helper()
	p.program.Wait()
	if ws := p.program.ProcessState.Sys().(syscall.WaitStatus); !ws.Signaled() || ws.Signal() != sig {
		p.t.Errorf("the shell ended with %#x, want signal %d", uint32(ws), sig)
	}
}

// awaitFile waits until a file has a text, which others write to it.
func awaitFile(t *testing.T, path, want string) {
	t.Helper()
	for end := time.Now().Add(hang); ; time.Sleep(time.Millisecond) {
		text, _ := os.ReadFile(path)
		if strings.Contains(string(text), want) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s has %q, want %q in it", path, text, want)
		}
	}
}

// job is a command that says in the file log which signal has ended it.
func job(name, log string) string {
	return "sh -c 'trap \"echo " + name + " hup >>" + log + "; exit\" HUP; trap \"echo " + name + " term >>" + log +
		"; exit\" TERM; echo " + name + " ready >>" + log + "; while :; do :; done'"
}

// stops starts a program and stops it.
func (p *person) stops() {
	p.t.Helper()
	p.types("sh -c 'echo runs; exec cat'\r")
	p.sees("\nruns\n")
	p.types("\x1a")
	p.sees("[1]+  Stopped                 sh -c 'echo runs; exec cat'\n")
	p.sees("gp> ")
}

func TestSessionLeaveStopped(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	p.sees("gp> ")
	p.stops()
	p.does("exit\r", "\nThere are stopped jobs.\n")
	p.does("echo s=$?\r", "\ns=1\n") // what comes between counts
	p.does("exit\r", "\nThere are stopped jobs.\n")
	p.does("f() { exit; }; true\r", "\n")
	p.does("\x04", "\nThere are stopped jobs.\n")
	p.does(": again\r", "\n")
	p.does("\x04", "\nThere are stopped jobs.\n")
	p.types("\x04")
	p.leaves(0)
}

// TestSessionLeaveSeen: who has looked at the list of jobs is not warned, and the
// second exit in a row leaves.
func TestSessionLeaveSeen(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"jobs\r", "exit\r"} {
		p := newPerson(t)
		p.sees("gp> ")
		p.stops()
		p.does(way, "\n")
		p.types("exit 5\r")
		p.leaves(5)
	}
}

func TestSessionLeaveRunning(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	p.sees("gp> ")
	p.does("shopt -s checkjobs\r", "\n")
	p.does("sleep 600 &\r", "\n[1] ")
	p.does("exit\r", "\nThere are running jobs.\n[1]+  Running                 sleep 600 &\n")
	p.does("kill %1; wait\r", "\n[1]+  Terminated              sleep 600\n")
	p.types("exit\r")
	p.leaves(0)
}

// TestSessionStoppedEnd: a job that is stopped does not outlive the shell.
func TestSessionStoppedEnd(t *testing.T) {
	t.Parallel()
	log := filepath.Join(t.TempDir(), "log")
	p := newPerson(t)
	p.sees("gp> ")
	p.types(job("one", log) + "\r")
	awaitFile(t, log, "one ready")
	p.sees("done'\n")
	p.types("\x1a")
	p.sees("Stopped")
	p.sees("gp> ")
	p.types("exit\rexit\r")
	p.leaves(1)
	awaitFile(t, log, "one hup")
}

// TestSessionHangup: a shell that is hung up, or whose terminal is gone, tells its
// jobs, but for those that are not to be, runs the action for EXIT, and dies of it.
func TestSessionHangup(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"signal", "terminal", "while a command runs"} {
		log := filepath.Join(t.TempDir(), "log")
		p := newPerson(t)
		p.sees("gp> ")
		p.does("trap 'echo bye >>"+log+"' EXIT\r", "\n")
		p.does(job("one", log)+" &\r", "\n[1] ")
		p.does(job("two", log)+" &\r", "\n[2] ")
		two := p.number("echo $!\r")
		p.does("disown -h %2; jobs | wc -l\r", "\n2\n")
		awaitFile(t, log, "one ready")
		awaitFile(t, log, "two ready")
		switch how {
		case "signal":
			unix.Kill(p.program.Process.Pid, unix.SIGHUP)
		case "terminal":
			p.keyboard.Close()
		default:
			p.types("echo runs; cat\r")
			p.sees("\nruns\n")
			unix.Kill(p.program.Process.Pid, unix.SIGHUP)
		}
		p.dies(syscall.SIGHUP)
		awaitFile(t, log, "one hup")
		awaitFile(t, log, "bye")
		if text, _ := os.ReadFile(log); strings.Contains(string(text), "two hup") {
			t.Errorf("%s: a job that was to be spared was hung up", how)
		}
		unix.Kill(-two, unix.SIGTERM)
		awaitFile(t, log, "two term")
	}
}

// TestSessionHangupAtExit: under huponexit a login shell tells its jobs when it ends,
// and no other one does.
func TestSessionHangupAtExit(t *testing.T) {
	t.Parallel()
	for _, login := range []bool{true, false} {
		log := filepath.Join(t.TempDir(), "log")
		p := newPerson(t)
		p.sees("gp> ")
		if login {
			p.does("exec -l $0 --noprofile\r", "\n")
		}
		p.does("shopt -s huponexit\r", "\n")
		p.does(job("one", log)+" &\r", "\n[1] ")
		one := p.number("echo $!\r")
		awaitFile(t, log, "one ready")
		p.types("exit\r")
		p.leaves(0)
		if login {
			awaitFile(t, log, "one hup")
			continue
		}
		unix.Kill(-one, unix.SIGTERM)
		awaitFile(t, log, "one term")
	}
}

// TestSessionNotify: under set -b what has become of a job is told at once, above a
// line that is being typed, and otherwise before the next prompt.
func TestSessionNotify(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	p.sees("gp> ")
	p.does("mkfifo f\r", "\n")
	p.does("set -b; read x <f &\r", "\n[1] ")
	p.types("echo half")
	p.sees("echo half")
	f, err := os.OpenFile(filepath.Join(p.program.Dir, "f"), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString("line\n")
	f.Close()
	p.sees("[1]+  Done                    read x <f\n")
	p.sees("gp> echo half")
	p.does("way\r", "\nhalfway\n")
	p.types("cat &\r") // stops as soon as it reads
	p.sees("[1]+  Stopped                 cat\n")
	p.does("set +b; kill %%; wait\r", "Terminated              cat\n")
	p.types("\x04")
	p.leaves(0)
}

// TestSessionMessages: a signal whose action is to run takes no message away.
func TestSessionMessages(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	p.sees("gp> ")
	p.does("trap 'echo acted' USR1\r", "\n")
	p.does("kill -s USR1 $$ nobody\r", "kill: nobody: not a process id or job\nacted\n")
	p.types("\x04")
	p.leaves(1)
}

// TestSessionErrors: a person is told the line of a command that has several, and of a
// file, and of no other. What is wrong in the file at the start ends that, and not the
// session.
func TestSessionErrors(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	rc := filepath.Join(home, ".config/gpipe/rc.sh")
	if err := os.MkdirAll(filepath.Dir(rc), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(rc, []byte("g() {\nnosuch\n}\nif)\necho not run\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := newPerson(t, "HOME="+home)
	p.sees("gpipe: " + rc + ": line 4: syntax error: ")
	p.sees("if)\n  ^\n")
	p.sees("gp> ")
	p.does("nosuch\r", "nosuch\ngpipe: nosuch: not found\n")
	p.does("g; cd /nosuch\r", "\ngpipe: "+rc+": line 2: nosuch: not found\ngpipe: cd: /nosuch: no such file or directory\n")
	p.does("f() {\r:\rnosuch\r}; f\r", "\ngpipe: line 3: nosuch: not found\n")
	p.does("f; (trap : USR1; nosuch)\r", "\ngpipe: nosuch: not found\ngpipe: nosuch: not found\n")
	p.does("echo $?; if)\r", "if)\ngpipe: syntax error: ")
	p.does("for i in 1\rdo done\r", "\ngpipe: syntax error: ")
	p.does("echo s=$?\r", "\ns=2\n")
	p.types("\x04")
	p.leaves(0)
	if text := p.written(); strings.Contains(text, "not run") {
		t.Errorf("a file was run on after a syntax error:\n%s", text)
	}
}

func TestSessionIgnoreEOF(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	p.sees("gp> ")
	p.does("set -o ignoreeof\r", "\n")
	for range 10 {
		p.does("\x04", "\nUse \"exit\" to leave the shell.\n")
	}
	p.does("IGNOREEOF=1\r", "\n")
	p.does("\x04", "\nUse \"exit\" to leave the shell.\n")
	p.does("echo between\r", "\nbetween\n")
	p.does("\x04", "\nUse \"exit\" to leave the shell.\n")
	p.types("\x04")
	p.leaves(0)
}

func TestSessionPlainIgnoreEOF(t *testing.T) {
	t.Parallel()
	p := newPerson(t, "TERM=dumb", "IGNOREEOF=1")
	p.sees("gp> ")
	p.types("\x04")
	p.sees("Use \"exit\" to leave the shell.\n")
	p.sees("gp> ")
	p.does("echo a\r", "\na\n")
	p.types("\x04")
	p.sees("leave the shell.\n")
	p.sees("gp> ")
	p.types("\x04")
	p.leaves(0)
}

// TestSessionTimeout: TMOUT ends a shell in which nothing is typed, with the action
// for EXIT.
func TestSessionTimeout(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	p.sees("gp> ")
	p.does("(TMOUT=1; select x in a b; do :; done; echo s=$?)\r", "2) b\n#? \ns=1\n")
	p.does("trap 'echo bye' EXIT; (exit 3); TMOUT=1\r", "\n")
	p.types("echo half")
	p.sees("echo half\n")
	p.sees("gpipe: timed out waiting for input: auto-logout\nbye\n")
	p.leaves(0)
}

// TestSessionResized: another size of the terminal is heeded before a key is
// pressed, and its signal does nothing to commands.
func TestSessionResized(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	p.sees("gp> ")
	p.types("echo " + strings.Repeat("a", 50))
	p.sees(strings.Repeat("a", 50))
	p.resizes(40)
	p.sees("gp> echo aaaaaaaa") // it is shown anew
	p.does("\r", "\naaa")
	p.does("trap 'echo wide' WINCH\r", "\n")
	p.resizes(70)
	p.sees("wide\n")
	p.does("\r", "gp> ")
	p.does("trap - WINCH\r", "\n")
	p.types("echo b")
	p.resizes(60)
	p.does("\r", "\nb\n")
	p.types("echo runs; sleep 600\r")
	p.sees("\nruns\n")
	p.resizes(50)
	p.types("\x03")
	p.sees("gp> ")
	p.does("echo $?\r", "\n130\n")
	p.types("\x04")
	p.leaves(0)
}

// TestSessionJobSpecs: every form in which a job is named, for every command that
// takes one.
func TestSessionJobSpecs(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	p.sees("gp> ")
	p.does("sleep 601 & sleep 602 & tail -f /dev/null &\r", "\n[1] ")
	p.does("jobs %+ %- %1 %tail '%?602' tail\r", "[3]+  Running                 tail -f /dev/null &\n"+
		"[2]-  Running                 sleep 602 &\n[1]   Running                 sleep 601 &\n"+
		"[3]+  Running                 tail -f /dev/null &\n[2]-  Running                 sleep 602 &\n"+
		"[3]+  Running                 tail -f /dev/null &\n")
	p.does("jobs %sleep\r", "jobs: %sleep: more than one job\n")
	p.does("jobs %9; jobs -x echo %1 | grep -c '^[0-9]*$'\r", "jobs: %9: no such job\n1\n")
	p.types("fg %?601\r")
	p.sees("\nsleep 601\n")
	p.lends()
	p.types("\x1a")
	p.sees("[1]+  Stopped                 sleep 601\n")
	p.sees("gp> ")
	p.does("jobs %% %-\r", "\n[1]+  Stopped                 sleep 601\n[3]-  Running")
	p.does("bg\r", "\n[1]+ sleep 601 &\n")
	p.does("kill %?602; wait %2; echo s=$?\r", "\n[2]   Terminated              sleep 602\ns=143\n")
	p.types("fg %tail\r")
	p.sees("\ntail -f /dev/null\n")
	p.lends()
	p.types("\x1a")
	p.sees("Stopped")
	p.sees("gp> ")
	p.does("kill %tail; wait %3; echo s=$?\r", "s=143\n")                                                      // a stopped one is ended, too
	p.does("sleep 603 & kill $!; wait $!; wait $!; echo s=$?\r", "Terminated              sleep 603\ns=143\n") // told of once
	p.does("kill -s STOP %1; wait %1; echo s=$?\x15disown %1; jobs; echo none\r", "\nnone\n")
	p.types("\x04")
	p.leaves(0)
}

// number types a command, and returns the number that it writes.
func (p *person) number(keys string) int {
	p.t.Helper()
	p.types(keys)
	p.sees("\n")
	n := 0
	text := p.upTo("gp> ")
	for _, c := range text {
		if c >= '0' && c <= '9' {
			n = 10*n + int(c-'0')
		}
	}
	return n
}

// upTo waits for a text, and returns what comes before it.
func (p *person) upTo(end string) string {
	p.t.Helper()
	p.mu.Lock()
	from := p.read
	p.mu.Unlock()
	p.sees(end)
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text[from : p.read-len(end)]
}

// TestSessionInterrupt: ^C breaks off whatever was typed, all of it.
func TestSessionInterrupt(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	p.sees("gp> ")
	p.does("mkfifo f\r", "\n")
	for _, command := range []string{
		"while :; do :; done", "sleep 600; echo no", "for i in 1 2; do sleep 600; echo no; done", "read x", "read x <f",
		"sleep 600 & wait", "x=$(sleep 600); echo no", "x=$(while :; do :; done)", "f() { while :; do :; done; }; f",
		"(while :; do :; done)", "while :; do :; done | cat", "eval 'while :; do :; done'; echo no", "exec 3<>f; cat <&3",
		": {1..16000000}; echo no", "x=$(printf %s {1..16000000}); echo no", "(: {1..16000000}; echo no)", "echo {1..16000000} | cat",
		": /*/*/*/*/*/*/*/*; echo no", "a=({1..16000000})",
	} {
		p.types("echo runs; " + command + "\r")
		p.sees("\nruns\n")
		p.types("\x03")
		p.sees("gp> ")
		p.does("echo s=$?\r", "\ns=130\n")
	}
	if text := p.written(); strings.Contains(text, "\nno\r") {
		t.Errorf("a command went on:\n%s", text)
	}
	p.does("trap 'echo caught' INT\r", "\n")
	p.types("sh -c 'echo runs; exec sleep 600'; echo on\r")
	p.sees("\nruns\n")
	p.types("\x03")
	p.sees("caught\non\n")
	p.sees("gp> ")
	p.does("trap - INT; kill -s INT $$; echo no\r", "\n")
	p.does("cat <<E\r\x03", "^C\n")
	p.does("echo s=$?\r", "\ns=130\n")
	p.types("\x04")
	p.leaves(0)
}

// TestSessionPlainInterrupt: so it is where lines are not edited; there, ^C drops a
// command of which a part was read, too.
func TestSessionPlainInterrupt(t *testing.T) {
	t.Parallel()
	p := newPerson(t, "TERM=dumb")
	p.sees("gp> ")
	p.types("if true\r")
	p.sees("> ")
	p.types("\x03")
	p.sees("gp> ")
	p.does("echo s=$?\r", "\ns=130\n")
	p.types("echo runs; while :; do :; done\r")
	p.sees("\nruns\n")
	p.types("\x03")
	p.sees("gp> ")
	p.types("\x04")
	p.leaves(130)
}

// TestSessionHistoryFile: without HISTFILE the commands are kept where programs keep
// what they know, HISTFILESIZE bounds the file, HISTSIZE what the shell has, and what
// HISTCONTROL and HISTIGNORE say counts.
func TestSessionHistoryFile(t *testing.T) {
	t.Parallel()
	home, state := t.TempDir(), t.TempDir()
	for _, c := range []struct{ env, file string }{
		{"XDG_STATE_HOME=", home + "/.local/state/gpipe/history"},
		{"XDG_STATE_HOME=" + state, state + "/gpipe/history"},
	} {
		p := newPerson(t, "HOME="+home, c.env)
		p.sees("gp> ")
		p.does("echo $HISTFILE\r", "\n"+c.file+"\n")
		p.does("HISTCONTROL=ignoreboth HISTIGNORE='pwd:ls*'\r", "\n")
		for _, command := range []string{" echo blank", "echo twice", "echo twice", "pwd", "ls >/dev/null", "echo last"} {
			p.does(command+"\r", "\n")
		}
		p.types("exit\r")
		p.leaves(0)
		text, err := os.ReadFile(c.file)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := entries(text), "echo $HISTFILE|HISTCONTROL=ignoreboth HISTIGNORE='pwd:ls*'|echo twice|echo last|exit"; got != want {
			t.Errorf("the file has %s, want %s", got, want)
		}
		if st, err := os.Stat(filepath.Dir(c.file)); err != nil || st.Mode().Perm() != 0o700 {
			t.Errorf("the directory: %v, %v", st.Mode(), err)
		}
		p = newPerson(t, "HOME="+home, c.env, "HISTFILESIZE=2", "HISTSIZE=1")
		p.sees("gp> ")
		p.types("\x1b[A\x1b[A\x01\x0becho up: '\x19'\r") // the newest, however often
		p.sees("\nup: exit\n")
		p.sees("gp> ")
		p.types("\x04")
		p.leaves(0)
		text, _ = os.ReadFile(c.file)
		if got, want := entries(text), "echo last|exit|echo up: 'exit'"; got != want {
			t.Errorf("the file has %s, want %s", got, want)
		}
	}
	p := newPerson(t, "HOME="+home, "HISTFILE=")
	p.sees("gp> ")
	p.does("echo \"<$HISTFILE>\"\r", "\n<>\n")
	p.types("\x04")
	p.leaves(0)
}

// entries are the lines of a history file but for the times.
func entries(text []byte) string {
	var all []string
	for line := range strings.Lines(string(text)) {
		if line[0] != '#' {
			all = append(all, strings.TrimSuffix(line, "\n"))
		}
	}
	return strings.Join(all, "|")
}

// TestSessionSlow: with REPORTTIME a person is told how long a command took, and which
// stage of a pipeline that was, and a script says nothing.
func TestSessionSlow(t *testing.T) {
	t.Parallel()
	p := newPerson(t, "NO_COLOR=1")
	p.sees("gp> ")
	p.does("true\r", "\n")
	p.does("REPORTTIME=0.2\r", "\n")
	p.does("sleep 0.3\r", "\ntook 0.")
	p.does("for i in 1 2 3; do sleep 0.1; done\r", "\ntook 0.")
	p.does("sh -c 'while [ $((i += 1)) -lt 400000 ]; do :; done; echo x' | cat\r", "most of it in stage 1 of 2: sh -c ")
	p.does("REPORTTIME=100; sleep 0.3\r", "\n")
	p.does("$0 -c 'REPORTTIME=0; sleep 0.1'; echo silent\r", "silent\nsilent\n"[7:])
	p.types("\x04")
	p.leaves(0)
}

// TestSessionOptions: at a terminal jobs are controlled, whether -i is given or not.
func TestSessionOptions(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	p.sees("gp> ")
	p.does("case $- in *i*m*) echo both; esac\r", "\nboth\n")
	p.types("$0 -i\r")
	p.sees("gp> ")
	p.does("case $- in *i*m*) echo both again; esac\r", "\nboth again\n")
	p.does("exit\r", "\n")
	p.types("exit\r")
	p.leaves(0)
}

// lends waits until a job has the terminal.
func (p *person) lends() {
	p.t.Helper()
	for end := time.Now().Add(hang); ; time.Sleep(time.Millisecond) {
		group, err := unix.IoctlGetInt(p.master, unix.TIOCGPGRP)
		if err != nil || time.Now().After(end) {
			p.t.Fatalf("no job got the terminal: %v", err)
		}
		if group != p.program.Process.Pid {
			return
		}
	}
}
