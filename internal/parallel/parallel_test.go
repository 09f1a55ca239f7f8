package parallel

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRefused: what is not in the table, or may look beyond a line, has no row.
func TestRefused(t *testing.T) {
	for _, c := range []struct{ command, why string }{
		{"sort|-o|x", "-o"}, {"sort|file", "reads files"}, {"sort|-z", "-z"}, {"sort|--parallel=2", "--parallel"}, {"sort|-m", "-m"}, {"sort|-c", "-c"}, {"sort|-R", "-R"},
		{"grep|x", "without -a"}, {"grep|-c|x", "without -a"}, {"grep|-a|x|file", "reads files"}, {"grep|-an|x", "-n"}, {"grep|-aq|x", "-q"}, {"grep|-am1|x", "-m"}, {"grep|-aA1|x", "-A"}, {"grep|-az|x", "-z"}, {"grep|-a|x|-v", "behind an operand"}, {"grep|-a|-f|x", "-f"}, {"grep|-a|-e|x|file", "reads files"},
		{"sed|1d", "script"}, {"sed|$d", "script"}, {"sed|/a/,/b/d", "script"}, {"sed|=", "script"}, {"sed|s/a/b/;q", "script"}, {"sed|N", "script"}, {"sed|s/a/b/w x", "script"}, {"sed|s/a/b/e", "script"}, {"sed|s//b/", "script"}, {"sed|//d", "script"}, {"sed|-s|p", "-s"}, {"sed|-i|p", "-i"}, {"sed|-z|p", "-z"}, {"sed|p|file", "reads files"}, {"sed|-n|$p", "script"}, {"sed|1s/a/X/", "script"}, {"sed|H;x", "script"}, {"sed|s1a1b1", "script"}, {"sed|a\\|x", "reads files"},
		{"awk|{n++}|", "reads files"}, {"awk|{n++}", "program"}, {"awk|END{print NR}", "program"}, {"awk|NR==1", "program"}, {"awk|{x=1}", "program"}, {"awk|{print > \"f\"}", "program"}, {"awk|{getline; print}", "program"}, {"awk|{print x}", "program"}, {"awk|{system(\"x\")}", "program"}, {"awk|!seen[$0]++", "program"}, {"awk|{print --x}", "program"}, {"awk|/a/,/b/", "program"}, {"awk|-f|x", "-f"}, {"awk|-v|x=1|{print}", "-v"}, {"awk|BEGIN{}", "program"}, {"awk|{$1/=2}", "program"},
		{"tr|-s|\\n", "squeeze"}, {"tr|-s|[:space:]", "squeeze"}, {"tr|-cs|a-z|\\n", "squeeze"}, {"tr|-s|a|\n", "squeeze"}, {"tr", "missing"},
		{"cut|-d\n|-f1", "newline"}, {"cut|-z|-f1", "-z"}, {"cut|-f1|file", "reads files"}, {"cut", "list"},
		{"wc", "-"}, {"wc|-lw", "-"}, {"wc|-L", "-L"}, {"wc|-m", "-m"}, {"wc|-l|file", "reads files"},
		{"head|-n1", "not in the table"}, {"nl", "not in the table"}, {"cat|-n", "not in the table"}, {"uniq|-c", "not in the table"}, {"rev", "not in the table"}, {"tail", "not in the table"}, {"python3", "not in the table"},
	} {
		row, _, why := find(strings.Split(c.command, "|"))
		if row != nil || !strings.Contains(why, c.why) {
			t.Errorf("%s: %v, %q; want %q", c.command, row != nil, why, c.why)
		}
	}
}

// line is what is decided of a pipeline: for each stage its class, or the reason.
func line(list []Decision) []string {
	var out []string
	for _, d := range list {
		switch {
		case d.Counts:
			out = append(out, "counts")
		case d.Row != nil:
			out = append(out, d.Row.Class.String())
		default:
			out = append(out, d.Refused)
		}
	}
	return out
}

func TestDecide(t *testing.T) {

	for _, c := range []struct {
		pipeline string
		jobs     int
		always   bool
		locale   string
		want     []string
	}{
		{"sort", 2, false, "", []string{"the pipeline would be 1.0 times as fast at most"}},
		{"sort", 8, false, "", []string{"merged by sort -m"}},
		{"sort", 1, false, "", []string{"one run at a time gains nothing"}},
		{"sort", 1, true, "", []string{"merged by sort -m"}},
		{"tr a b|sort", 8, false, "", []string{"the pipeline would be 1.0 times as fast at most", "merged by sort -m"}},
		{"tr a b", 8, false, "", []string{"the pipeline would be 1.0 times as fast at most"}},
		{"tr a b", 8, true, "", []string{"one behind the other"}},
		{"grep -a word", 8, false, "", []string{"the pipeline would be 1.0 times as fast at most"}},
		{"grep -aE (a|b)c", 2, false, "", []string{"one behind the other"}},
		{"sed s/a/b/|awk {print}|sort", 2, false, "", []string{"the pipeline would be 1.0 times as fast at most", "the pipeline would be 1.0 times as fast at most", "the pipeline would be 1.0 times as fast at most"}},
		{"sed s/a/b/|awk {print}|sort", 8, false, "", []string{"one behind the other", "one behind the other", "the pipeline would be 1.0 times as fast at most"}},
		{"sort|uniq -c", 2, false, "", []string{"counts", "its work is done with that of sort"}},
		{"sort|uniq -c|sort -rn", 1, true, "C", []string{"counts", "its work is done with that of sort", "merged by sort -m"}},
		{"sort|uniq -c", 8, false, "de_DE.UTF-8", []string{"merged by sort -m", "lines are not counted in the locale de_DE.UTF-8"}},
		{"sort -r|uniq -c", 8, false, "", []string{"merged by sort -m", "uniq is not in the table"}},
		{"?", 2, false, "", []string{"it is a function"}},
	} {
		var stages []Stage
		for _, s := range strings.Split(c.pipeline, "|") {
			if c.pipeline == "grep -aE (a|b)c" {
				s = c.pipeline
			}
			st := Stage{Argv: strings.Fields(s), Locale: c.locale}
			if s == "?" {
				st = Stage{Why: "it is a function"}
			}
			stages = append(stages, st)
			if s == c.pipeline {
				break
			}
		}
		if diff := cmp.Diff(c.want, line(Decide(stages, Limits{Jobs: c.jobs, Always: c.always}))); diff != "" {
			t.Errorf("%s, %d: %s", c.pipeline, c.jobs, diff)
		}
	}

}

func TestAdd(t *testing.T) {
	for in, want := range map[string]string{"": "0\n", "1\n2\n": "3\n", "99999999999999999999\n1\n": "100000000000000000000\n", "7": "7\n", "x\n": "", "-1\n": ""} {
		got, err := Add([]byte(in))
		if string(got) != want || (err != nil) != (want == "") {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
}
