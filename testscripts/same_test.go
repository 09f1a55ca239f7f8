package testscripts

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
)

// suite is what the commands of all scripts share.
type suite struct {
	reference bool // gpipe is left out
	record    bool // expected outputs are written, not compared
	portable  bool // only archives that are portable are run, but for what a shell is excepted from

	references []string // the shells that are run beside gpipe
}

// snippet is what the arguments of one `same` command say.
type snippet struct {
	name   string // of the expected output, without its extension
	argv   []string
	input  input
	status int
	stderr bool              // gpipe may write messages
	posix  bool              // gpipe and bash are in POSIX mode
	except map[string]string // shell -> why it differs
}

// same runs a snippet with gpipe and the reference shells and compares.
func (s *suite) same(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("unsupported: ! same")
	}
	sn, err := parseSnippet(args)
	ts.Check(err)
	want := result{status: sn.status, stdout: readOptional(ts, sn.name+".out")}
	if s.record {
		want.stdout = s.recordOutput(ts, sn)
	}
	if s.portable && len(sn.except) > 0 {
		return
	}
	for _, shell := range s.references {
		s.compareReference(ts, sn, shell, want)
	}
	if s.reference {
		return
	}
	got := runShell(ts, sn, "gpipe")
	fmt.Fprint(ts.Stdout(), got.stdout)
	fmt.Fprint(ts.Stderr(), got.stderr)
	if diff := got.diff(want); diff != "" {
		ts.Fatalf("gpipe %s: %s\nstderr: %s", sn.name, diff, got.stderr)
	}
	if got.stderr != "" && !sn.stderr {
		ts.Fatalf("gpipe %s: unexpected message: %s", sn.name, got.stderr)
	}
}

// compareReference demands of a reference shell what is recorded, or, when
// the snippet excepts it, that the recorded difference still exists.
func (s *suite) compareReference(ts *testscript.TestScript, sn *snippet, shell string, want result) {
	if _, err := exec.LookPath(shell); err != nil {
		ts.Logf("%s is not installed: %s not compared", shell, sn.name)
		return
	}
	got := runShell(ts, sn, shell)
	diff := got.diff(want)
	reason, excepted := sn.except[shell]
	switch {
	case diff != "" && !excepted:
		ts.Fatalf("%s %s: %s\nstderr: %s", shell, sn.name, diff, got.stderr)
	case diff == "" && excepted && s.reference:
		ts.Fatalf("%s %s: no longer differs (%s)", shell, sn.name, reason)
	}
}

// recordOutput writes what the first shell that is not excepted prints into
// the script's archive and returns it.
func (s *suite) recordOutput(ts *testscript.TestScript, sn *snippet) string {
	shell := "bash"
	if _, excepted := sn.except[shell]; excepted {
		shell = "dash"
	}
	if _, excepted := sn.except[shell]; excepted {
		return readOptional(ts, sn.name+".out")
	}
	out := runShell(ts, sn, shell).stdout
	path := ts.Name() + ".txtar"
	archive, err := txtar.ParseFile(path)
	ts.Check(err)
	archive.Files = withFile(archive.Files, sn.name+".out", out)
	ts.Check(os.WriteFile(path, txtar.Format(archive), 0o644))
	return out
}

// withFile returns files with one replaced, or put after the file whose name
// differs only in the extension, or removed when the data is empty.
func withFile(files []txtar.File, name, data string) []txtar.File {
	var with []txtar.File
	added := data == ""
	put := func() {
		if !added {
			with = append(with, txtar.File{Name: name, Data: []byte(data)})
			added = true
		}
	}
	stem := strings.TrimSuffix(name, filepath.Ext(name))
	for _, f := range files {
		if f.Name == name {
			put()
			continue
		}
		with = append(with, f)
		if strings.TrimSuffix(f.Name, filepath.Ext(f.Name)) == stem {
			put()
		}
	}
	put()
	return with
}

func parseSnippet(args []string) (*snippet, error) {
	sn := &snippet{except: make(map[string]string)}
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		option, value, _ := strings.Cut(args[0], "=")
		var err error
		switch option {
		case "-argv":
			sn.name = value
		case "-status":
			sn.status, err = strconv.Atoi(value)
		case "-stderr":
			sn.stderr = true
		case "-posix":
			sn.posix = true
		case "-tty":
			sn.input = input{tty: true}
		case "-stdin", "-pipe":
			sn.input = input{file: value, pipe: option == "-pipe"}
		case "-except":
			err = sn.addException(value)
		default:
			err = fmt.Errorf("same: unknown option %s", option)
		}
		if err != nil {
			return nil, err
		}
		args = args[1:]
		if option == "-argv" {
			break
		}
	}
	if sn.name == "" {
		if len(args) == 0 {
			return nil, fmt.Errorf("usage: same [option]... snippet [arg]...")
		}
		sn.name = strings.TrimSuffix(args[0], filepath.Ext(args[0]))
	}
	sn.argv = args
	return sn, nil
}

func (sn *snippet) addException(value string) error {
	shell, reason, _ := strings.Cut(value, ":")
	if shell != "dash" && shell != "bash" || reason == "" {
		return fmt.Errorf("usage: -except=dash:reason or -except=bash:reason, not %q", value)
	}
	sn.except[shell] = reason
	return nil
}

// runShell runs the snippet with a shell, in a directory that has the files
// of the archive and nothing else, and has the same name for every shell.
func runShell(ts *testscript.TestScript, sn *snippet, shell string) result {
	dir := ts.MkAbs(".run")
	ts.Check(os.RemoveAll(dir))
	ts.Check(copyTree(dir, ts.MkAbs(".")))
	argv := []string{shell}
	if sn.posix && (shell == "gpipe" || shell == "bash") {
		argv = append(argv, "--posix")
	}
	r := run(ts, dir, sn.input, append(argv, sn.argv...))
	r.stdout = strings.ReplaceAll(r.stdout, dir, "$DIR")
	return r
}

// copyTree copies what a script has in its work directory, without the names
// that start with a dot.
func copyTree(dst, src string) error {
	if err := os.Mkdir(dst, 0o777); err != nil {
		return err
	}
	entries, err := os.ReadDir(src)
	if err != nil {
		return err
	}
	for _, e := range entries {
		from, to := filepath.Join(src, e.Name()), filepath.Join(dst, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			err = copyTree(to, from)
		default:
			err = copyFile(to, from)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func copyFile(dst, src string) error {
	info, err := os.Lstat(src)
	if err != nil {
		return err
	}
	if info.Mode()&os.ModeSymlink != 0 {
		target, err := os.Readlink(src)
		if err != nil {
			return err
		}
		return os.Symlink(target, dst)
	}
	data, err := os.ReadFile(src)
	if err != nil {
		return err
	}
	// A process that is started meanwhile must not get the descriptor: as long
	// as it had not executed its program, executing dst would fail (ETXTBSY).
	syscall.ForkLock.RLock()
	err = os.WriteFile(dst, data, 0o666)
	syscall.ForkLock.RUnlock()
	if err != nil {
		return err
	}
	return os.Chmod(dst, info.Mode().Perm())
}

// readOptional returns the text of a file of the archive, none if there is no
// such file.
func readOptional(ts *testscript.TestScript, name string) string {
	data, err := os.ReadFile(ts.MkAbs(name))
	if err != nil && !os.IsNotExist(err) {
		ts.Check(err)
	}
	return string(data)
}

// diff tells how r differs from what is recorded; messages are not compared,
// nor is the newline at the end, which every file in an archive has.
func (r result) diff(want result) string {
	diff := cmp.Diff(endLine(want.stdout), endLine(r.stdout))
	if diff != "" {
		diff = "stdout (-want +got):\n" + diff
	}
	if r.status != want.status {
		diff = fmt.Sprintf("status %d, want %d\n%s", r.status, want.status, diff)
	}
	return diff
}

func endLine(s string) string {
	if s == "" || strings.HasSuffix(s, "\n") {
		return s
	}
	return s + "\n"
}
