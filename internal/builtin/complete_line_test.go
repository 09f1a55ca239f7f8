package builtin

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/redirect"

	"github.com/google/go-cmp/cmp"
)

const completions = `
_show() { COMPREPLY=("w:$COMP_CWORD:${#COMP_WORDS[@]}:${COMP_WORDS[COMP_CWORD]}" "l:$COMP_LINE:$COMP_POINT:$COMP_TYPE:$COMP_KEY" "a:$1:$2:$3"); }
complete -F _show show
_opt() { compopt -o nospace +o filenames; COMPREPLY=(b a b); }
complete -o filenames -F _opt opt
complete -o nosort -W 'z y x' unsorted
complete -W 'only' -o default fallback
_load() { complete -W "loaded $1" "$1"; return 124; }
complete -D -F _load
complete -E -W 'empty'
complete -C 'printf "%s\n" "$COMP_LINE"; :' cmd
_exits() { exit 3; }
complete -F _exits exits
`

// TestCompleteLine completes lines with the point at ^.
func TestCompleteLine(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"file1", "file2"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ line, want string }{
		{"show a b^c d", "a:show:b:a l:show a bc d:8:9:10 w:2:4:bc"},
		{"x=1; y=2 show a^", "a:show:a:show l:show a:6:9:10 w:1:2:a"},
		{"/usr/bin/show ^", "a:/usr/bin/show::/usr/bin/show l:/usr/bin/show :14:9:10 w:1:2:"},
		{"opt ^", "a b"},
		{"unsorted ^", "z y x"},
		{"fallback f^", "file1 file2"},
		{"fallback o^", "only"},
		{"fresh l^", "loaded"},
		{"^", "empty"},
		{"cmd x^", "cmd x"},
		{"exits ^", ""},
		{"compg^", "compgen"},
		{"show $COMP_WORDB^", "a:show:$COMP_WORDB:show l:show $COMP_WORDB:16:9:10 w:1:2:$COMP_WORDB"},
	} {
		sh := completingShell(t, dir)
		point := strings.IndexByte(c.line, '^')
		got := sh.CompleteLine(c.line[:point]+c.line[point+1:], point, interp.CompletionKey{Type: 9, Key: 10})
		if diff := cmp.Diff(c.want, names(got)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.line, diff)
		}
		if (got.Next != interp.Next) != strings.HasPrefix(c.line, "exits") {
			t.Errorf("%q: %v", c.line, got.Next)
		}
	}
}

// names are the candidates, without quoting.
func names(c interp.Completion) string {
	var all []string
	for _, k := range c.Candidates {
		all = append(all, k.Name)
	}
	return strings.Join(all, " ")
}

// TestCompletedLine has the lines that candidates make, with the point at the end
// of the line before.
func TestCompletedLine(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"alpha1", "be ta", ".hidden", "it's", "x=y", "new\nline", "b\xe9", "~tilde", "prog"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"along/deep $er", "sp ace"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(dir, "prog"), 0o700); err != nil {
		t.Fatal(err)
	}
	sh := completingShell(t, dir)
	if next := sh.Run(interp.Source{Text: "complete -r; HOME=$PWD; export ZQ_DIR=$PWD; ZQ_PLAIN=v; PATH=$PWD; alias zqa='echo a'; zqf() { :; }; _files() { compopt -o filenames; COMPREPLY=('be ta' along); }; complete -F _files files; _tilde() { COMPREPLY=('~/be ta'); }; complete -o filenames -F _tilde tilde"}); next != interp.Next {
		t.Fatal(next)
	}
	for _, c := range []struct{ line, want string }{
		{"cat al", "cat along/|cat alpha1 "},
		{"cat be", `cat be\ ta `},
		{`cat be\ t`, `cat be\ ta `},
		{`cat "be`, `cat "be ta" `},
		{`cat 'be`, `cat 'be ta' `},
		{`cat 'it`, `cat 'it'\''s' `},
		{`cat "it`, `cat "it's" `},
		{`cat $'be`, `cat $'be ta' `},
		{"cat it", `cat it\'s `},
		{"cat x", `cat x\=y `},
		{"cat new", `cat $'new\012line' `},
		{`cat $'new\012l`, `cat $'new\012line' `},
		{"cat b", "cat be\\ ta |cat b\xe9 "},
		{`cat \~`, `cat \~tilde `},
		{"cat ~/be", `cat ~/be\ ta `},
		{"cat $ZQ_DIR/be", `cat $ZQ_DIR/be\ ta `},
		{`cat "$ZQ_DIR/be`, `cat "$ZQ_DIR/be ta" `},
		{`cat '$ZQ_DIR/be`, ""},
		{"cat along/", `cat along/deep\ \$er/`},
		{`cat "along/d`, `cat "along/deep \$er/`},
		{`cat sp\ ace/../be`, `cat sp\ ace/../be\ ta `},
		{`cat "sp ace"/../be`, `cat "sp ace"/../be\ ta `},
		{`cat along/../"be`, `cat along/../"be ta" `},
		{"cat .h", "cat .hidden "},
		{"cat ..", "cat ../"},
		{"cat >be", `cat >be\ ta `},
		{"cat x=be", `cat x=be\ ta `},
		{"echo $ZQ_P", "echo $ZQ_PLAIN "},
		{`echo "a${ZQ_P`, `echo "a${ZQ_PLAIN}" `},
		{"echo $ZQ_D", "echo $ZQ_DIR/"},
		{`echo \$ZQ_P`, ""},
		{"echo '$ZQ_P", ""},
		{"zq", "zqa |zqf "},
		{"if pr", "if printf |if prog "},
		{"x=1 sudo pro", "x=1 sudo prog "},
		{"./pr", "./prog "},
		{"echo `pro", "echo `prog "},
		{"cd ", `cd along/|cd sp\ ace/`},
		{"unset ZQ_P", "unset ZQ_PLAIN "},
		{"shopt -s extg", "shopt -s extglob "},
		{"set -o pipef", "set -o pipefail "},
		{"jobs -", "jobs -l |jobs -n |jobs -p |jobs -r |jobs -s |jobs -x "},
		{"trap x SIGWIN", "trap x SIGWINCH "},
		{"cat ~roo", "cat ~root/"},
		{"files ", `files along/|files be\ ta `},
		{`files "`, `files "along/|files "be ta" `},
		{"tilde ~", `tilde ~/be\ ta `},
	} {
		if diff := cmp.Diff(c.want, completed(sh, c.line)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.line, diff)
		}
	}
}

// TestCompletionSettings: what variables and options say about the names of files.
func TestCompletionSettings(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"main.c", "main.o", "only.o", "Makefile", "makefile.old", "Äpfel", "sp ace/in"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ set, line, want string }{
		{"FIGNORE=.o:.old", "cat ma", "cat main.c "},
		{"FIGNORE=.o", "cat on", ""},
		{"FIGNORE=.o; shopt -u force_fignore", "cat on", "cat only.o "},
		{"FIGNORE=.o; complete -f view", "view main", "view main.c "},
		{"FIGNORE=only.o", "cat on", "cat only.o "}, // it is more than an end
		{":", "cat make", "cat makefile.old "},
		{"bind 'set completion-ignore-case On'", "cat make", "cat Makefile |cat makefile.old "},
		{"bind 'set completion-ignore-case on'", "cat äp", "cat Äpfel "},
		{"complete -f view", "view sp", `view sp\ ace/`},
		{"complete -d view", "view ", `view sp\ ace/`},
		{"complete -W no -o dirnames view", "view s", `view sp\ ace/`},
		{"shopt -s direxpand; D=$PWD; cd 'sp ace'", "cat $D/main.c", "cat " + dir + "/main.c "},
		{"shopt -s direxpand; D='sp ace'", "cat $D/i", ""},
		{"shopt -s direxpand; D='sp ace'", `cat "$D/i`, `cat "sp ace/in" `},
		{"shopt -s direxpand; D='sp ace'", "cat '$D/i", ""},
		{"shopt -s direxpand; HOME='" + dir + "/sp ace'", "cat ~/i", "cat " + dir + `/sp\ ace/in `},
		{"shopt -s direxpand", `cat sp\ ace/i`, `cat sp\ ace/in `},
	} {
		sh := completingShell(t, dir)
		if next := sh.Run(interp.Source{Text: "complete -r; " + c.set}); next != interp.Next {
			t.Fatal(next)
		}
		if diff := cmp.Diff(c.want, completed(sh, c.line)); diff != "" {
			t.Errorf("%s: %q (-want +got):\n%s", c.set, c.line, diff)
		}
	}
}

// completed are the lines that a line may become.
func completed(sh *interp.Shell, line string) string {
	got := sh.CompleteLine(line, len(line), interp.CompletionKey{Type: 9, Key: 9})
	var lines []string
	for _, k := range got.Candidates {
		lines = append(lines, line[:got.Start]+k.Text+k.Suffix)
	}
	return strings.Join(lines, "|")
}

// completingShell is a shell with the specifications.
func completingShell(t *testing.T, dir string) *interp.Shell {
	t.Helper()
	var files redirect.Table
	sh, err := interp.New(&interp.Config{Builtins: Table(), Options: option.Defaults, Name: "sh", Env: testEnv(), Dir: dir, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sh.End(interp.Next) })
	if next := sh.Run(interp.Source{Text: completions}); next != interp.Next {
		t.Fatal(next)
	}
	return sh
}

// TestBashCompletion loads the scripts of that package, if they are there.
func TestBashCompletion(t *testing.T) {
	const script = "/usr/share/bash-completion/bash_completion"
	if _, err := os.Stat(script); err != nil {
		t.Skip(err)
	}
	sh := completingShell(t, t.TempDir())
	if next := sh.Run(interp.Source{Text: "BASH_VERSINFO=(5 2 37); complete -r; shopt -s extglob progcomp; PATH=/usr/bin:/bin; . " + script}); next != interp.Next {
		t.Fatal(next)
	}
	for _, c := range []struct{ line, want string }{
		{"shopt -s extg", "extglob"},
		{"sudo -u x kill -s WIN", "WINCH"},
		{"cd /usr/shar", "/usr/share"},
		{"umask 0; (exec complete -o nosp", "nospace"},
		{"set -o pipe", "pipefail"},
	} {
		got := sh.CompleteLine(c.line, len(c.line), interp.CompletionKey{Type: 9, Key: 9})
		if diff := cmp.Diff(c.want, names(got)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.line, diff)
		}
	}
}

// TestFind: what is found beside the shell changes it when it is taken, and not
// when it is given up.
func TestFind(t *testing.T) {
	sh := completingShell(t, t.TempDir())
	count := func() string {
		n, _ := sh.Vars().Get(sh.Slot("n"))
		return n
	}
	if next := sh.Run(interp.Source{Text: "_n() { n=$((n+1)); shopt -s nullglob; COMPREPLY=($n); }; complete -F _n n; mkfifo f; _slow() { n=slow; read x <f; }; complete -F _slow slow"}); next != interp.Next {
		t.Fatal(next)
	}
	for _, want := range []string{"1", "2"} {
		if got := names(sh.Find("n ", 2, interp.CompletionKey{Type: 9}).Take()); got != want || count() != want {
			t.Errorf("got %q, and the shell has %q; want %s", got, count(), want)
		}
	}
	if next := sh.Run(interp.Source{Text: "set -- /nonexistent/*; n=$n$#"}); next != interp.Next || count() != "20" {
		t.Errorf("nullglob, which the function has turned on: %s", count())
	}
	sh.Run(interp.Source{Text: "n=2"})
	slow := sh.Find("slow ", 5, interp.CompletionKey{Type: 9})
	if slow.Over() {
		t.Error("it is over before anybody writes")
	}
	slow.Stop()
	slow.Wait()
	if count() != "2" {
		t.Errorf("what was given up has left n=%s", count())
	}
	sh.Find("fresh l", 7, interp.CompletionKey{Type: 9}).Take()
	if sh.Completions().Table().Get("fresh") == nil {
		t.Error("what was loaded is gone")
	}
}
