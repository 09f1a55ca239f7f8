package past

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gpipe/internal/pattern"
)

// entries are the texts of a list, with their times.
func entries(l *List) []string {
	var all []string
	for i := range l.Len() {
		stamp := int64(0)
		if !l.Time(i).IsZero() {
			stamp = l.Time(i).Unix()
		}
		all = append(all, fmt.Sprintf("%d %s", stamp, l.Entry(i)))
	}
	return all
}

func appendTo(f *File, text string, when time.Time) error {
	l := new(List)
	l.Add(text, when)
	return f.Append(l)
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file string
		want []string
	}{
		{"", nil},
		{"a\nb\n", []string{"0 a", "0 b"}},
		{"a\n\nb", []string{"0 a", "0 b"}},
		{"#12\na\n#13\nb\nc\n\nd\n", []string{"12 a", "13 b\nc\n\nd"}},
		{"a\n#12\nb", []string{"0 a", "12 b"}},
		{"#12\n#13\na\n#\n#x\n#0\nb\n", []string{"13 a\n#\n#x", "0 b"}},
	} {
		l := new(List)
		l.Parse([]byte(c.file), true)
		if diff := cmp.Diff(c.want, entries(l)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.file, diff)
		}
	}
}

// FuzzRecord: what is written is read back, but for a blank in a line that looks
// like a time.
func FuzzRecord(f *testing.F) {
	f.Add("a\nb", "#12\nc")
	f.Fuzz(func(t *testing.T, a, b string) {
		var want []string
		var file []byte
		for _, s := range []string{a, b} {
			file = appendRecord(file, s, time.Unix(5, 0), true)
			if s = strings.ReplaceAll(s, "\x00", ""); s != "" {
				want = append(want, s)
			}
		}
		l := new(List)
		l.Parse(file, true)
		for i, s := range want {
			if i >= l.Len() || strings.ReplaceAll(l.Entry(i), " ", "") != strings.ReplaceAll(s, " ", "") || l.Time(i).Unix() != 5 {
				t.Fatalf("%q and %q become %q", a, b, entries(l))
			}
		}
	})
}

// TestSessions: shells that write at the same time lose nothing, and each finds
// what the others have written.
func TestSessions(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "history")
	const shells, each = 8, 40
	var wait sync.WaitGroup
	for s := range shells {
		wait.Go(func() {
			f := &File{Times: true, Dirfd: -1, Path: path}
			for i := range each {
				if err := appendTo(f, fmt.Sprintf("echo %d\n%d", s, i), time.Unix(1, 0)); err != nil {
					t.Error(err)
				}
				if i == each/2 {
					if err := f.Truncate(shells * each); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wait.Wait()
	l := new(List)
	if err := (&File{Times: true, Dirfd: -1, Path: path}).Load(l); err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for i := range l.Len() {
		seen[l.Entry(i)] = true
	}
	if l.Len() != shells*each || len(seen) != l.Len() {
		t.Errorf("%d entries, %d different ones, want %d", l.Len(), len(seen), shells*each)
	}
	if st, err := os.Stat(path); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", st.Mode(), err)
	}
}

func TestNews(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "history")
	one, other := &File{Times: true, Dirfd: -1, Path: path}, &File{Times: true, Dirfd: -1, Path: path}
	check := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	l := new(List)
	check(one.Load(l)) // there is none yet
	check(appendTo(other, "a", time.Unix(1, 0)))
	check(appendTo(one, "mine", time.Unix(2, 0)))
	check(appendTo(other, "b", time.Unix(3, 0)))
	check(one.News(l))
	if diff := cmp.Diff([]string{"1 a", "3 b"}, entries(l)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	check(other.Truncate(1))
	check(one.News(l))
	check(appendTo(other, "c", time.Unix(4, 0)))
	check(one.News(l))
	if diff := cmp.Diff([]string{"1 a", "3 b", "4 c"}, entries(l)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	check(one.Write(l))
	if text, err := os.ReadFile(path); err != nil || string(text) != "#1\na\n#3\nb\n#4\nc\n" {
		t.Errorf("%q, %v", text, err)
	}
}

func TestTruncate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file string
		n    int
		want string
	}{
		{"a\nb\nc\n", 2, "b\nc\n"},
		{"a\nb\nc\n", 3, "a\nb\nc\n"},
		{"a\nb\nc\n", 0, ""},
		{"a\n#1\nb\nb\n#2\nc", 2, "#1\nb\nb\n#2\nc"},
		{"a\n#1\nb\nb\n#2\nc", 1, "#2\nc"},
	} {
		path := filepath.Join(t.TempDir(), "history")
		if err := os.WriteFile(path, []byte(c.file), 0o600); err != nil {
			t.Fatal(err)
		}
		link := path + ".link"
		if err := os.Symlink(path, link); err != nil {
			t.Fatal(err)
		}
		if err := (&File{Times: true, Dirfd: -1, Path: link}).Truncate(c.n); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != c.want {
			t.Errorf("%q to %d: %q, %v, want %q", c.file, c.n, got, err, c.want)
		}
	}
}

// TestUnusualFiles: an unfinished line of another program, a device, a FIFO
// that nobody reads, a directory, a file that may not be written.
func TestUnusualFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "history")
	if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	f := &File{Times: true, Dirfd: -1, Path: path}
	if err := appendTo(f, "x", time.Unix(1, 0)); err != nil {
		t.Error(err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "half\n#1\nx\n" {
		t.Errorf("%q, %v", text, err)
	}
	fifo := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, bad := range map[string]bool{"/dev/null": false, fifo: false, dir: true, dir + "/none/x": true} {
		f, l := &File{Times: true, Dirfd: -1, Path: path}, new(List)
		if err := appendTo(f, "x", time.Time{}); (err != nil) != bad {
			t.Errorf("append to %s: %v", path, err)
		}
		if err := f.Load(l); err != nil || l.Len() != 0 {
			t.Errorf("load %s: %v", path, err)
		}
	}
}

// TestBashReadsIt: bash finds the same entries in the file.
func TestBashReadsIt(t *testing.T) {
	t.Parallel()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip(err)
	}
	path := filepath.Join(t.TempDir(), "history")
	f := &File{Times: true, Dirfd: -1, Path: path}
	for i, s := range []string{"echo a", "for i in 1\ndo\ndone", "# x"} {
		if err := appendTo(f, s, time.Unix(int64(100+i), 0)); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(bash, "--norc", "-c", `set -o history; HISTTIMEFORMAT="%s "; history -c; history -r "$1"; history`, "x", path)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := "    1  100 echo a\n    2  101 for i in 1\ndo\ndone\n    3  102 # x\n"
	if !bytes.Equal(out, []byte(want)) {
		t.Errorf("got %q, want %q", out, want)
	}
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		control, ignore string
		commands, want  []string
	}{
		{"", "", []string{"a", "a", " b", "", "\n"}, []string{"a", "a", " b"}},
		{"ignoredups", "", []string{"a", "a", "b", "a"}, []string{"a", "b", "a"}},
		{"ignorespace", "", []string{" a", "\tb", "c"}, []string{"c"}},
		{"nosuch:ignoreboth", "", []string{" a", "b", "b"}, []string{"b"}},
		{"erasedups", "", []string{"a", "b", "a", "c", "b"}, []string{"a", "c", "b"}},
		{"", "a:b", []string{"a", "b", "c", "a:b"}, []string{"c", "a:b"}},
		{"", "&:x", []string{"a*", "a*", "ab", "x"}, []string{"a*", "ab"}},
		{"", `\&`, []string{"a", "a", "&"}, []string{"a", "a"}},
		{"", `[:]:[![:alpha:]:]`, []string{":", "a", "1", "b"}, []string{"a", "b"}},
	} {
		var p Policy
		p.SetControl(c.control)
		p.SetIgnore(c.ignore)
		p.Match = func(p, text string) bool { return pattern.Compile(p, 0).Match(text) }
		l := new(List)
		for _, s := range c.commands {
			l.Enter(s, time.Time{}, &p)
		}
		var got []string
		for i := range l.Len() {
			got = append(got, l.Entry(i))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q, %q (-want +got):\n%s", c.control, c.ignore, diff)
		}
	}
}
