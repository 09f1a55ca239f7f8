package prompt

import (
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"gpipe/internal/strftime"

	"github.com/google/go-cmp/cmp"
)

// fixed is a shell whose state is known.
type fixed struct {
	dir, home string
	trim      int
	root      bool
	now       time.Time
}

func (f fixed) Name() string       { return "gpipe" }
func (f fixed) Version() string    { return "5.2" }
func (f fixed) Release() string    { return "5.2.15" }
func (f fixed) User() string       { return "me" }
func (f fixed) Host() string       { return "box.example.org" }
func (f fixed) Terminal() string   { return "" }
func (f fixed) Directory() string  { return f.dir }
func (f fixed) Home() string       { return f.home }
func (f fixed) DirTrim() int       { return f.trim }
func (f fixed) Now() time.Time     { return f.now }
func (f fixed) Jobs() int          { return 2 }
func (f fixed) HistoryNumber() int { return 501 }
func (f fixed) CommandNumber() int { return 7 }
func (f fixed) Superuser() bool    { return f.root }

func TestDecode(t *testing.T) {
	t.Parallel()
	shell := fixed{dir: "/home/me/a $b`c\"d\\e", home: "/home/me", now: time.Date(2024, 2, 9, 15, 4, 5, 0, time.UTC)}
	for text, want := range map[string]string{
		"plain > ":                  "plain > ",
		`\u@\h \H:\w\$ `:            "me@box box.example.org:~/a $b`c\"d\\e$ ",
		`\W`:                        "a $b`c\"d\\e",
		`\s \v \V \l \j \! \#`:      "gpipe 5.2 5.2.15 tty 2 501 7",
		`\d \t \T \@ \A`:            "Fri Feb 09 15:04:05 03:04:05 03:04 PM 15:04",
		`\D{%F}|\D{}|\D{%Y`:         "2024-02-09|15:04:05|2024",
		`\D \Dx`:                    `\D \Dx`,
		`\[\e[1m\]x\[\033[m\]`:      "\x1b[1mx\x1b[m",
		`\a\n\r\\`:                  "\a\n\r\\",
		`\101\7\08\9\12x\000\777`:   "A\\7\\08\\9\\12x\xff",
		`\x\y\z \`:                  `\x\y\z \`,
		`$(date) ${x:-\u} 'q' "d" `: `$(date) ${x:-me} 'q' "d" `,
	} {
		if got := Decode(text, shell, Decoding{}); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if got, want := Decode(`\[x\]\w\\\$`, shell, Decoding{Marks: true, Quote: true}), "\x01x\x02~/a \\$b\\`c\\\"d\\\\e\\\\$"; got != want {
		t.Errorf("quoted: got %q, want %q", got, want)
	}
	shell.root = true
	if got := Decode(`\$`, shell, Decoding{Quote: true}); got != "#" {
		t.Errorf("of root: %q", got)
	}
}

// byBash has bash write something for each line of operands.
func byBash(t *testing.T, script string, lines []string) []string {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip(err)
	}
	cmd := exec.Command(bash, "--norc", "-c", "while IFS= read -r line; do "+script+"; done")
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	cmd.Env = append(os.Environ(), "LC_ALL=C", "TZ=UTC0")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

// TestDirectoriesLikeBash: random directories, homes and trims.
func TestDirectoriesLikeBash(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(1))
	path := func() string {
		p := ""
		for range 1 + r.Intn(5) {
			p += "/" + []string{"a", "bc", "def", "ghij"}[r.Intn(4)]
		}
		return p
	}
	var lines, want []string
	for range 300 {
		dir, n := path(), r.Intn(5)
		home := dir[:r.Intn(len(dir)+1)]
		if r.Intn(4) == 0 {
			home = "/"
		}
		lines = append(lines, fmt.Sprintf("%s %d %s", dir, n, home))
		want = append(want, Decode(`\w|\W`, fixed{dir: dir, home: home, trim: n}, Decoding{}))
	}
	got := byBash(t, `set -- $line; PWD=$1 PROMPT_DIRTRIM=$2 HOME=$3; p='\w|\W'; printf '%s\0' "${p@P}"`, lines)
	for i := range lines {
		if got[i] != want[i] {
			t.Errorf("%s: %s, bash has %s", lines[i], want[i], got[i])
		}
	}
}

// TestEscapesLikeBash: what escapes there are, in random company. Those that
// depend on the shell are left out.
func TestEscapesLikeBash(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(2))
	var lines, want []string
	for range 400 {
		var b strings.Builder
		for range 1 + r.Intn(6) {
			switch r.Intn(3) {
			case 0:
				b.WriteByte(`abcefgikmnopqrxyz\\[]{}01234567890`[r.Intn(33)])
			case 1:
				b.WriteByte('\\')
			default:
				b.WriteByte(`aenr\[]01237xyz{}`[r.Intn(17)])
			}
		}
		lines = append(lines, b.String())
		want = append(want, Decode(b.String(), fixed{}, Decoding{}))
	}
	got := byBash(t, `shopt -u promptvars; printf '%s\0' "${line@P}"`, lines)
	for i := range lines {
		if got[i] != want[i] {
			t.Errorf("%q: %q, bash has %q", lines[i], want[i], got[i])
		}
	}
}

// TestStrftimeLikeBash compares with the printf of bash, which calls
// strftime(3).
func TestStrftimeLikeBash(t *testing.T) {
	t.Parallel()
	formats := []string{ // bash has room for so much
		`%a %A %b %B %c %C %d %D %e`, `%F %g %G %h %H %I %j %k %l %m`, `%M %p %P %r %R %s %S %T %u %U`,
		`%V %w %W %x %X %y %Y %z %Z %%`, `%-d %_d %0e %^a %^B %#p %#Z %#b`, `%5d %_5m %-5M %10A %Ey %Od %010Y %^p`,
	}
	for _, format := range formats {
		strftimeLikeBash(t, format)
	}
	if got := string(strftime.Append(nil, "%n%t%Q %", time.Unix(0, 0))); got != "\n\t%Q %" {
		t.Errorf("got %q", got)
	}
}

func strftimeLikeBash(t *testing.T, format string) {
	t.Helper()
	r := rand.New(rand.NewSource(3))
	var lines, want []string
	for i := range 300 {
		at := r.Int63n(4_000_000_000)
		if i < 40 {
			at = int64(time.Hour/time.Second) * 24 * (365*int64(i) + int64(i)/4)
		}
		lines = append(lines, strconv.FormatInt(at, 10))
		want = append(want, string(strftime.Append(nil, format, time.Unix(at, 0).UTC())))
	}
	got := byBash(t, `printf '%('"`+format+`"')T\0' "$line"`, lines)
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("(-bash +got):\n%.2000s", diff)
	}
}

// FuzzDecode: whatever the prompt, there is a result; without a backslash it is
// the prompt.
func FuzzDecode(f *testing.F) {
	f.Add(`\u@\h:\w\$ \D{%F`)
	f.Fuzz(func(t *testing.T, text string) {
		got := Decode(text, fixed{dir: "/a/b", home: "/a", trim: 1}, Decoding{Marks: true, Quote: true})
		if !strings.Contains(text, `\`) && got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	})
}
