package testscripts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestInteractiveCompletion: specifications are heeded at a terminal; what their
// functions change lasts, and a slow one lets the line go on.
func TestInteractiveCompletion(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	p.sees("gp> ")
	p.does("show() { echo \"<$1>\"; }; copy() { show \"$@\"; }\r", "}\n")
	p.does("_n() { n=$((n+1)); COMPREPLY=(v$n); }; complete -F _n show\r", "show\n")
	p.does("show \t\r", "\n<v1>\n")
	p.does("show \t\r", "\n<v2>\n")
	p.does("echo n=$n ${COMP_LINE-unset}\r", "\nn=2 unset\n")
	p.does("_load() { loads=$((loads+1)); complete -W \"loaded_$1\" \"$1\"; return 124; }; complete -D -F _load\r", "_load\n")
	p.does("copy l\t\r", "\n<loaded_copy>\n")
	p.does("copy l\t; echo $loads\r", "\n<loaded_copy>\n1\n")
	p.does("complete -r -D; _loud() { echo noise; echo noise >&2; read x; COMPREPLY=(quiet); }; complete -F _loud show\r", "show\n")
	p.does("show \t\r", "\n<quiet>\n")
	p.does("mkfifo f; _slow() { sh -c 'echo $$ >pid; exec cat f'; COMPREPLY=(late); }; complete -F _slow show\r", "show\n")
	p.types("show \tx") // no candidate comes, and then the line goes on
	p.sees("show x")
	p.types("\x03")
	p.sees("^C\n")
	p.sees("gp> ")
	p.types("show \t\x03") // ^C does not wait
	p.sees("^C\n")
	p.sees("gp> ")
	p.does("while kill -0 $(cat pid) 2>/dev/null; do :; done; echo gone\r", "\ngone\n")
	p.types("show \t")
	p.types("y")
	p.sees("show y")
	p.types("\x15")
	p.does("show 1\r", "\n<1>\n")
	p.does("mkdir 'a $b'; echo x > 'a $b/it'\\''s'\r", "\n")
	p.does("cat a\t\t\r", "\nx\n")
	p.does("cat 'a\t\t\r", "\nx\n")
	p.does("cat \"a\t\t\r", "\nx\n")
	p.does("PS1='gp> '; cd ~roo\t; pwd\r", "\n/root\n")
	p.types("trap -\t")
	p.sees("list the signals")
	p.types("\x03")
	p.sees("gp> ")
	p.does("exit() { :; }; _exits() { builtin exit 3; }; complete -F _exits show\r", "show\n")
	p.does("show \tz\r", "\n<z>\n")
	p.types("builtin exit 4\r")
	p.leaves(4)
}

// TestInteractiveHistory: the built-ins have the list that the editor has.
func TestInteractiveHistory(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "history")
	if err := os.WriteFile(file, []byte("#5\nif true\nthen echo seeded\nfi\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := newPerson(t, "HISTFILE="+file, "FCEDIT=sed -i s/one/two/")
	p.sees("gp> ")
	p.does("echo one\r", "\none\n")
	p.does("history\r", "    1  if true\nthen echo seeded\nfi\n    2  echo one\n    3  history\n")
	p.does("fc e\r", "\ntwo\n")
	p.does("\x1b[A\r", "\ntwo\n") // it is the entry now
	p.does("fc -s two=three e\r", "\nthree\n")
	p.does("echo $HISTCMD \\! '\\!'; x='\\!'; echo ${x@P}\r", "\n7 ! \\!\n8\n")
	p.does("history -s 'echo put in'\r", "\n")
	p.does("\x1b[A\r", "\nput in\n")
	p.does("history -c; history -r; history 2\r", "  echo put in\n")
	p.does("set +o history\r", "\n")
	p.does("echo unheard; set -o history\r", "\nunheard\n")
	p.does("echo !-1\r", "\necho set +o history\nset +o history\n")
	p.does("shopt -s histverify\r", "\n")
	p.types("echo !$\r")
	p.sees("gp> echo histverify")
	p.does("X\r", "\nhistverifyX\n")
	p.types("\x04")
	p.leaves(0)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if s := string(text); strings.Contains(s, "unheard") || strings.Contains(s, "\nfc\n") || strings.Count(s, "\necho put in\n") != 2 {
		t.Errorf("the file:\n%s", s)
	}
}

// TestInteractiveBind: keys run commands, which see the line and change it.
func TestInteractiveBind(t *testing.T) {
	t.Parallel()
	p := newPerson(t, "VISUAL=sed -i s/one/two/", "LANG=C.UTF-8")
	p.sees("gp> ")
	p.does("up() { echo \"at $READLINE_POINT of <$READLINE_LINE> ${READLINE_ARGUMENT-none}\"; READLINE_LINE=${READLINE_LINE^^}+; READLINE_POINT=1; }\r", "}\n")
	p.does("bind -x '\"\\C-t\": up'; bind -X\r", "\n\"\\C-t\": \"up\"\n")
	p.types("ächo a b\x02\x02\x14")
	p.sees("at 6 of <ächo a b> none\n")
	p.sees("ÄCHO A B+")
	p.types("\x01\x0becho $? \x1b3\x14")
	p.sees("at 8 of <echo $? > 3\n")
	p.does("\x01\x0becho ok\r", "\nok\n")
	p.does("bind '\"\\C-o\": \"echo macro\\C-m\"'; bind -s | grep macro\r", "macro")
	p.does("\x0f", "\nmacro\n")
	p.does("bind -r '\\C-t'; bind -X; (bind '\"\\C-o\": \"lost\"'); bind -q kill-line\r", "\nkill-line can be invoked via \"\\C-k\".\n")
	p.does("\x0f", "\nmacro\n")
	p.does("echo one\x18\x05", "\necho two\ntwo\n")
	p.does("\x1b[A\r", "\ntwo\n")
	p.types("\x18\x05")
	p.sees("gp> ")
	p.does("bind 'set editing-mode vi'; bind -v | grep editing\r", "\nset editing-mode vi\n")
	p.does("xcho in vi\x1b0re\r", "\nin vi\n")
	p.types("exit 5\r")
	p.leaves(5)
}

// TestInteractiveHighlight: a command that there is looks otherwise than one that
// there is not, and both as the scanner reads them.
func TestInteractiveHighlight(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	p.sees("gp> ")
	p.types("if echo 'a'")
	p.seesRaw("\x1b[35mi", "\x1b[32mecho\x1b[m", "\x1b[33m'a'")
	p.types("\x15nosuch_command")
	p.seesRaw("\x1b[31mnosuch_command")
	p.types("\x15")
	p.does("bind 'set highlight off'; bind -v | grep hi\r", "set highlight off\n")
	p.types("\x04")
	p.leaves(0)
}

// seesRaw waits until the screen, drawn anew, has had these texts, with their
// escape sequences.
func (p *person) seesRaw(want ...string) {
	p.t.Helper()
	p.mu.Lock()
	from := len(p.raw)
	p.mu.Unlock()
	p.types("\x0c")
	timer := time.NewTimer(hang)
	defer timer.Stop()
	for {
		raw := p.written()[from:]
		missing := ""
		for _, w := range want {
			if !strings.Contains(raw, w) {
				missing = w
			}
		}
		if missing == "" {
			return
		}
		select {
		case <-p.wrote:
		case <-timer.C:
			p.t.Fatalf("no %q in %q", missing, raw)
		}
	}
}

// TestReadEdited: read -e has a line edited, in a script too.
func TestReadEdited(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	p.sees("gp> ")
	p.types("read -e -p 'name: ' -i some a b; echo \"<$a|$b>\"\r")
	p.sees("name: some")
	p.does("thing else x\x02\x02\x7fE\r", "\n<something|elsE x>\n")
	p.does("touch 'q r'; read -re f; echo \"<$f>\"\rq\t\r", "\n<q\\ r>\n")
	p.does("read -e f; echo \"<$f>\"\ra\\\rb\r", "\n<ab>\n")
	p.does("read -e; echo $?\r\x04", "\n1\n")
	p.types("read -e; echo $?\rabc\x03")
	p.sees("abc^C\n")
	p.sees("gp> ")
	p.types("echo 'read -e x; echo \"[$x]\"' > s; $0 s\r")
	p.does("in a script\x01+\r", "\n[+in a script]\n")
	p.types("\x04")
	p.leaves(0)
}
