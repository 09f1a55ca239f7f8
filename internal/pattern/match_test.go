package pattern

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// matchCase is a pattern with subjects that match and others that do not. The
// shells it is checked against are those not named in except.
type matchCase struct {
	pat     string
	flags   Flags
	yes, no []string
	// except names shells that differ, and why.
	except map[string]string
}

const (
	noSymbols  = "has no collating symbols or equivalence classes"
	noClassOf  = "takes an unknown class for its characters"
	noCaret    = "has no ^ for negation"
	openClass  = "skips the bracket of a class that is not one"
	noWord     = "has no such class"
	noClosing  = "never matches an unclosed group"
	starredNot = "does not let the asterisk take what the negation must not"
	endingOdd  = "has its own idea of a final backslash"
	closesLate = "looks for the end of the symbol past the bracket"
)

var matchCases = []matchCase{
	{pat: "", yes: []string{""}, no: []string{"a"}},
	{pat: "abc", yes: []string{"abc"}, no: []string{"ab", "abcd", "ABC"}},
	{pat: "a*", yes: []string{"a", "ab", "a/b", "a\nb"}, no: []string{"", "ba"}},
	{pat: "*a", yes: []string{"a", "ba", ".a"}, no: []string{"", "ab"}},
	{pat: "*a*", yes: []string{"a", "bab"}, no: []string{"", "b"}},
	{pat: "*", yes: []string{"", "a", "\n", ".x"}},
	{pat: "***", yes: []string{"", "a"}},
	{pat: "a*b*c", yes: []string{"abc", "aXbXbXc", "abcbc"}, no: []string{"ab", "acb", "abcb"}},
	{pat: "*ab*ab", yes: []string{"abab", "xabyab"}, no: []string{"ab", "aab"}},
	{pat: "a?c", yes: []string{"abc", "a?c", "a/c"}, no: []string{"ac", "abbc"}},
	{pat: "?*?", yes: []string{"ab", "abc"}, no: []string{"a", ""}},
	{pat: `\*`, yes: []string{"*"}, no: []string{"a", `\*`, ""}},
	{pat: `a\b`, yes: []string{"ab"}, no: []string{`a\b`}},
	{pat: `\\`, yes: []string{`\`}, no: []string{`\\`}},
	{pat: `a\`, yes: []string{`a\`}, no: []string{"a"}},
	{pat: `\[a]`, yes: []string{"[a]"}, no: []string{"a"}},

	{pat: "[abc]", yes: []string{"a", "b", "c"}, no: []string{"d", "", "ab", "[abc]"}},
	{pat: "[a-c]", yes: []string{"a", "b", "c"}, no: []string{"d", "-"}},
	{pat: "[!a-c]", yes: []string{"d", "-", "!"}, no: []string{"a", "b", ""}},
	{pat: "[^a]", yes: []string{"b", "^"}, no: []string{"a"}, except: map[string]string{"dash": noCaret}},
	{pat: "[]a]", yes: []string{"]", "a"}, no: []string{"b", "[", "]a"}},
	{pat: "[!]a]", yes: []string{"b"}, no: []string{"]", "a"}},
	{pat: "[^]a]", yes: []string{"b"}, no: []string{"]"}, except: map[string]string{"dash": noCaret}},
	{pat: "[]-a]", yes: []string{"]", "^", "a"}, no: []string{"b", "-"}},
	{pat: "[a-]", yes: []string{"a", "-"}, no: []string{"b", "]"}},
	{pat: "[-a]", yes: []string{"a", "-"}, no: []string{"b"}},
	{pat: "[!-a]", yes: []string{"b"}, no: []string{"-", "a"}},
	{pat: "[--0]", yes: []string{"-", ".", "/", "0"}, no: []string{"1"}},
	{pat: "[---]", yes: []string{"-"}, no: []string{"a"}},
	{pat: "[%--]", yes: []string{"%", "+", "-"}, no: []string{"."}},
	{pat: "[a-c-e]", yes: []string{"b", "-", "e"}, no: []string{"d"}},
	{pat: "[a-]b]", yes: []string{"ab]", "-b]"}, no: []string{"a", "b"}},
	{pat: "[z-a]", no: []string{"a", "z", "m", "-", "[z-a]"}},
	{pat: "[z-ab]", yes: []string{"b"}, no: []string{"a", "z", "-"}},
	{pat: "[!z-a]", yes: []string{"a", "z", "-"}},
	{pat: "[a/b]", yes: []string{"a", "/"}},
	{pat: "[!!]", yes: []string{"a"}, no: []string{"!"}},
	{pat: "[!^]", yes: []string{"a"}, no: []string{"^"}},
	{pat: "[[]", yes: []string{"["}},
	{pat: "[]]", yes: []string{"]"}},
	{pat: "[a*]", yes: []string{"a", "*"}, no: []string{"b"}},

	{pat: `[a\]b]`, yes: []string{"a", "]", "b"}, no: []string{`\`}},
	{pat: `[a\-c]`, yes: []string{"a", "-", "c"}, no: []string{"b", `\`}},
	{pat: `[\!a]`, yes: []string{"!", "a"}, no: []string{"b"}},
	{pat: `[\^a]`, yes: []string{"^", "a"}, no: []string{"b"}},
	{pat: `[\a-c]`, yes: []string{"b"}},
	{pat: `[a-\c]`, yes: []string{"b"}},
	{pat: `[A-\]]`, yes: []string{"]", "B", "["}, no: []string{"a"}},
	{pat: `[\\]`, yes: []string{`\`}},

	{pat: "[", yes: []string{"["}},
	{pat: "a[", yes: []string{"a["}},
	{pat: "[]", yes: []string{"[]"}, no: []string{"["}},
	{pat: "[!]", yes: []string{"[!]"}, no: []string{"x"}},
	{pat: "[a*", yes: []string{"[a", "[ab"}, no: []string{"a"}},
	{pat: `[\]`, yes: []string{"[]"}, no: []string{`\`, `[\]`}},
	{pat: `[a\]`, yes: []string{"[a]"}, no: []string{"a", `\`}},
	{pat: `[a\`, yes: []string{`[a\`}, no: []string{"[a"}, except: map[string]string{"bash": endingOdd}},

	{pat: "[[:alpha:]]", yes: []string{"a", "Z"}, no: []string{"1", ":", "_", ""}},
	{pat: "[![:alpha:]]", yes: []string{"1", ":"}, no: []string{"a"}},
	{pat: "[[:alpha:][:digit:]_]", yes: []string{"a", "1", "_"}, no: []string{"-"}},
	{pat: "[[:upper:]]", yes: []string{"A"}, no: []string{"a", "1"}},
	{pat: "[[:lower:]]", yes: []string{"a"}, no: []string{"A", "1"}},
	{pat: "[[:alnum:]]", yes: []string{"a", "A", "1"}, no: []string{"_", " "}},
	{pat: "[[:space:]]", yes: []string{" ", "\t", "\n", "\v", "\f", "\r"}, no: []string{"a", "\x01"}},
	{pat: "[[:blank:]]", yes: []string{" ", "\t"}, no: []string{"\n"}},
	{pat: "[[:punct:]]", yes: []string{"!", "_", "~", "`", "[", "@", ":"}, no: []string{"a", "1", " ", "\x7f"}},
	{pat: "[[:print:]]", yes: []string{" ", "a", "~"}, no: []string{"\n", "\x7f"}},
	{pat: "[[:graph:]]", yes: []string{"a", "!", "~"}, no: []string{" ", "\x7f"}},
	{pat: "[[:cntrl:]]", yes: []string{"\n", "\x01", "\x7f"}, no: []string{"a", " "}},
	{pat: "[[:xdigit:]]", yes: []string{"0", "a", "F"}, no: []string{"g", "G", "@"}},
	{pat: "[[:word:]]", yes: []string{"a", "_", "1"}, no: []string{"-"}, except: map[string]string{"dash": noWord}},
	{pat: "[[:ascii:]]", yes: []string{"a", "]"}, no: []string{"\xe9"}, except: map[string]string{"dash": noWord}},
	{pat: "[[:alpha:]-z]", yes: []string{"a", "-", "z"}, no: []string{"{", "1"}},
	{pat: "[a-[:digit:]]", yes: []string{"d]", ":]"}, no: []string{"1", "a", "-"}},
	{pat: "[[:foo:]a]", yes: []string{"a"}, no: []string{"f", ":"}, except: map[string]string{"dash": noClassOf}},
	{pat: "[![:foo:]]", yes: []string{"x"}, except: map[string]string{"dash": noClassOf}},
	{pat: "[[:ALPHA:]]", no: []string{"a"}},
	{pat: "[[:alpha:]", yes: []string{"[:", "[a"}, no: []string{"a", "[z"}},
	{pat: "[[:alpha]", yes: []string{"a", "[", ":"}, no: []string{"z"}, except: map[string]string{"bash": openClass}},
	{pat: "[[:alpha:", yes: []string{"[[:alpha:"}, no: []string{"a"}},
	{pat: "[[:]", yes: []string{":", "["}, except: map[string]string{"bash": openClass}},
	{pat: "[[::]]", yes: []string{"[]", ":]"}, no: []string{":", "["}, except: map[string]string{"bash": openClass}},
	{pat: "[[:a b:]]", yes: []string{"a]", " ]"}, no: []string{"a"}, except: map[string]string{"bash": openClass}},
	{pat: `[[\:alpha:]]`, yes: []string{"a]", "[]"}, no: []string{"a"}},
	{pat: `[\[:alpha:]]`, yes: []string{"a]", "[]"}, no: []string{"a"}},
	{pat: `[[:alpha\:]]`, yes: []string{"a]"}, no: []string{"a"}, except: map[string]string{"bash": openClass}},
	{pat: `[[:alpha:\]]`, yes: []string{"a", ":", "]"}, no: []string{"z"}},

	{pat: "[[.a.]]", yes: []string{"a"}, no: []string{".", "b", "a]"}, except: map[string]string{"dash": noSymbols}},
	{pat: "[[.hyphen.]]", yes: []string{"-"}, no: []string{"h", "h]"}, except: map[string]string{"dash": noSymbols}},
	{pat: "[[.space.][.tab.]]", yes: []string{" ", "\t"}, no: []string{"s"}, except: map[string]string{"dash": noSymbols}},
	{pat: "[[.-.]-0]", yes: []string{"-", "."}, no: []string{"1"}, except: map[string]string{"dash": noSymbols}},
	{pat: "[[.a.]-c]", yes: []string{"b"}, no: []string{"."}, except: map[string]string{"dash": noSymbols}},
	{pat: "[a-[.c.]]", yes: []string{"b"}, no: []string{"d"}, except: map[string]string{"dash": noSymbols}},
	{pat: "[[.].]]", yes: []string{"]"}, no: []string{"[.]"}, except: map[string]string{"dash": noSymbols}},
	{pat: "[[.[.]]", yes: []string{"["}, except: map[string]string{"dash": noSymbols}},
	{pat: "[[.].]-a]", yes: []string{"^"}, except: map[string]string{"dash": noSymbols}},
	{pat: "[![.foo.]]", yes: []string{"x"}, except: map[string]string{"dash": noSymbols}},
	{pat: "[[.foo.]]", no: []string{"f", "."}},
	{pat: "[[.a]", yes: []string{"a", ".", "["}, except: map[string]string{"bash": closesLate}},
	{pat: "[[=a=]]", yes: []string{"a"}, no: []string{"=", "b", "a]"}, except: map[string]string{"dash": noSymbols}},
	{pat: "[[=a=]b]", yes: []string{"a", "b"}, no: []string{"="}, except: map[string]string{"dash": noSymbols}},
	{pat: "[[=ab=]]", yes: []string{"a]", "=]"}, no: []string{"a"}},
	{pat: "[[=a]", yes: []string{"a", "=", "["}},

	{pat: "?", flags: UTF8, yes: []string{"é", "€", "😀", "a"}, no: []string{"ab", "éa"}},
	{pat: "[à-ü]", flags: UTF8, yes: []string{"é"}, no: []string{"a", "ÿ"}},
	{pat: "[!a]", flags: UTF8, yes: []string{"é", "b"}, no: []string{"a"}},
	{pat: "[[:alpha:]]", flags: UTF8, yes: []string{"é", "Ж", "ª", "中"}, no: []string{"€", "·", "\u00a0"}},
	{pat: "[[:upper:]]", flags: UTF8, yes: []string{"É", "Ж"}, no: []string{"é"}},
	{pat: "[[:punct:]]", flags: UTF8, yes: []string{"€", "«"}, no: []string{"é", "\u2003"}},
	{pat: "[[:space:]]", flags: UTF8, yes: []string{"\u2003"}, no: []string{"\u00a0", "é"}},
	{pat: "[[:digit:]]", flags: UTF8, yes: []string{"5"}, no: []string{"٣"}},
	{pat: "*é", flags: UTF8, yes: []string{"é", "aé", "éé"}, no: []string{"éa"}},
	{pat: "[[.é.]]", flags: UTF8, yes: []string{"é"}, no: []string{"."}},
	{pat: "??", yes: []string{"é"}, no: []string{"a"}},
	{pat: "[é]", yes: []string{"\xc3", "\xa9"}, no: []string{"é"}},

	{pat: "?(a)b", flags: ExtGlob, yes: []string{"b", "ab"}, no: []string{"aab", "a"}},
	{pat: "*(a)", flags: ExtGlob, yes: []string{"", "a", "aaa"}, no: []string{"aab"}},
	{pat: "+(a|bc)", flags: ExtGlob, yes: []string{"a", "abca", "bc"}, no: []string{"", "b"}},
	{pat: "@(a|b|cd)", flags: ExtGlob, yes: []string{"a", "b", "cd"}, no: []string{"", "ab", "c"}},
	{pat: "!(a)", flags: ExtGlob, yes: []string{"", "ab", "b"}, no: []string{"a"}},
	{pat: "!(a)b", flags: ExtGlob, yes: []string{"b", "aab", "bb"}, no: []string{"ab", "a"}},
	{pat: "a!(b)c", flags: ExtGlob, yes: []string{"ac", "abbc"}, no: []string{"abc"}},
	{pat: "!(*a)", flags: ExtGlob, yes: []string{"ab", ""}, no: []string{"ba"}},
	{pat: "*!(a)", flags: ExtGlob, yes: []string{"a", "ba"}, except: map[string]string{"bash": starredNot}},
	{pat: "!(!(a))", flags: ExtGlob, yes: []string{"a"}, no: []string{"b", ""}},
	{pat: "!(a|b)c", flags: ExtGlob, yes: []string{"c", "abc"}, no: []string{"ac"}},
	{pat: "!()", flags: ExtGlob, yes: []string{"a"}, no: []string{""}},
	{pat: "@()", flags: ExtGlob, yes: []string{""}, no: []string{"@()"}},
	{pat: "@(|a)", flags: ExtGlob, yes: []string{"", "a"}},
	{pat: "@(@(@(a)))", flags: ExtGlob, yes: []string{"a"}},
	{pat: "+(?(a))", flags: ExtGlob, yes: []string{"aaa", ""}, no: []string{"b"}},
	{pat: "@(foo|f*(o))b", flags: ExtGlob, yes: []string{"fooob", "fb"}},
	{pat: "+([0-9])", flags: ExtGlob, yes: []string{"123"}, no: []string{"12a", ""}},
	{pat: `@(a\)|b)`, flags: ExtGlob, yes: []string{"a)", "b"}},
	{pat: `@(a\|b)`, flags: ExtGlob, yes: []string{"a|b"}, no: []string{"a"}},
	{pat: "@([)]|b)", flags: ExtGlob, yes: []string{")", "b"}},
	{pat: "@([|]|b)", flags: ExtGlob, yes: []string{"|", "b"}},
	{pat: "@(a[)|b]c)", flags: ExtGlob, yes: []string{"a)c", "a|c"}},
	{pat: "@(a(b)c)", flags: ExtGlob, yes: []string{"a(b)c"}, no: []string{"a(bc)"}},
	{pat: "@(a(b|c)d)", flags: ExtGlob, yes: []string{"a(b|c)d"}, no: []string{"a(b"}},
	{pat: `\@(a)`, flags: ExtGlob, yes: []string{"@(a)"}, no: []string{"a"}},
	{pat: `@\(a)`, flags: ExtGlob, yes: []string{"@(a)"}},
	{pat: "(a)", flags: ExtGlob, yes: []string{"(a)"}, no: []string{"a"}},
	{pat: "a|b", flags: ExtGlob, yes: []string{"a|b"}, no: []string{"a"}},
	{pat: "@(a", flags: ExtGlob, yes: []string{"@(a"}},
	{pat: "@(a(bc)", flags: ExtGlob, yes: []string{"@(a(bc)"}, no: []string{"a(bc"}},
	{pat: "*(a|b", flags: ExtGlob, yes: []string{"(a|b", "x(a|b"}, except: map[string]string{"bash": noClosing}},
	{pat: "***(a)", flags: ExtGlob, yes: []string{"xa", ""}},
	{pat: "@(a)", yes: []string{"@(a)"}, no: []string{"a"}},

	{pat: "aBc", flags: FoldCase, yes: []string{"AbC", "abc"}, no: []string{"abd"}},
	{pat: "[A-C]", flags: FoldCase, yes: []string{"a", "B"}, no: []string{"d"}},
	{pat: "[!A]", flags: FoldCase, yes: []string{"b"}, no: []string{"a", "A"}},
	{pat: "[A-z]", flags: FoldCase, yes: []string{"q", "Q"}, no: []string{"_"}},
	{pat: "[Z-a]", flags: FoldCase, no: []string{"_", "a", "z"}},
	{pat: "[a-C]", flags: FoldCase, yes: []string{"B"}},
	{pat: "[[:upper:]]", flags: FoldCase, yes: []string{"A"}, no: []string{"a"}},
	{pat: "[![:upper:]]", flags: FoldCase, yes: []string{"a"}},
	{pat: "[[:lower:]]", flags: FoldCase, yes: []string{"a"}, no: []string{"A"}},
	{pat: "é[É]k", flags: FoldCase | UTF8, yes: []string{"Éék", "éÉK", "éé\u212a"}},
	{pat: "[[:upper:]]", flags: FoldCase | UTF8, yes: []string{"É"}, no: []string{"é"}},
	{pat: "ſß", flags: FoldCase | UTF8, yes: []string{"ſß"}, no: []string{"sß", "ſss"}},
	{pat: "É", flags: FoldCase, yes: []string{"É"}, no: []string{"é"}},
}

func TestMatch(t *testing.T) {
	t.Parallel()
	for _, c := range matchCases {
		c.check(t)
	}
}

func (c *matchCase) check(t *testing.T) {
	t.Helper()
	p := Compile(c.pat, c.flags)
	got := map[string]bool{}
	for _, s := range append(c.yes, c.no...) {
		got[s] = p.Match(s)
	}
	if diff := cmp.Diff(c.want(), got); diff != "" {
		t.Errorf("Compile(%q, %b) (-want +got):\n%s", c.pat, c.flags, diff)
	}
}

func (c *matchCase) want() map[string]bool {
	want := map[string]bool{}
	for _, s := range c.yes {
		want[s] = true
	}
	for _, s := range c.no {
		want[s] = false
	}
	return want
}

// TestMatchPathname has the rules for slashes and periods, for which a shell
// offers no direct test.
func TestMatchPathname(t *testing.T) {
	t.Parallel()
	for _, c := range []matchCase{
		{pat: "*.c", flags: Period, yes: []string{"a.c", "a..c"}, no: []string{".c", ".a.c"}},
		{pat: "?a", flags: Period, yes: []string{"xa"}, no: []string{".a"}},
		{pat: "[.]a", flags: Period, no: []string{".a"}},
		{pat: "[!x]a", flags: Period, yes: []string{"ya"}, no: []string{".a"}},
		{pat: ".*", flags: Period, yes: []string{".", "..", ".a"}, no: []string{"a"}},
		{pat: `\.a`, flags: Period, yes: []string{".a"}},
		{pat: "*.", flags: Period, yes: []string{"a."}, no: []string{"."}},
		{pat: "@(?)a", flags: Period | ExtGlob, yes: []string{"xa"}, no: []string{".a"}},
		{pat: "@(.|x)a", flags: Period | ExtGlob, yes: []string{".a", "xa"}},
		{pat: "?(x).a", flags: Period | ExtGlob, yes: []string{".a", "x.a"}},
		{pat: "!(x).a", flags: Period | ExtGlob, yes: []string{"y.a"}, no: []string{".a"}},
		{pat: "!(x)", flags: Period | ExtGlob, yes: []string{"a"}, no: []string{".a", "x"}},
		{pat: "*(.)a", flags: Period | ExtGlob, yes: []string{".a", "a"}},
		{pat: "*/*.c", flags: Pathname, yes: []string{"a/b.c", "/b.c", "a/.c"}, no: []string{"a/b/c.c", "b.c"}},
		{pat: "*", flags: Pathname, yes: []string{"", "a", ".a"}, no: []string{"a/b", "/"}},
		{pat: "a?b", flags: Pathname, no: []string{"a/b"}},
		{pat: "a[!x]b", flags: Pathname, yes: []string{"ayb"}, no: []string{"a/b"}},
		{pat: "a[.-0]b", flags: Pathname, yes: []string{"a.b"}, no: []string{"a/b"}},
		{pat: "a[b/c]d", flags: Pathname, yes: []string{"a[b/c]d"}, no: []string{"abd", "a/d"}},
		{pat: "!(a)", flags: Pathname | ExtGlob, yes: []string{"b"}, no: []string{"b/c", "a"}},
		{pat: "*/?", flags: Pathname | Period, yes: []string{"a/b"}, no: []string{"a/.", ".a/b"}},
		{pat: ".*/.*", flags: Pathname | Period, yes: []string{".a/.b"}, no: []string{"a/.b"}},
		{pat: "a*", flags: Pathname | Period, yes: []string{"a.b"}, no: []string{"a/.b"}},
	} {
		c.check(t)
	}
}
