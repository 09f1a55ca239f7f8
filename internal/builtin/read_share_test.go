package builtin

import (
	"gpipe/internal/effort"
	"math/rand/v2"
	"strings"
	"testing"
)

// readers read a line, or some bytes, of what is on fds 0 and 3, in every way
// that an open file can be shared.
var readers = []string{
	`read a; echo "[$a]"`,
	`read a; echo "[$a]"`,
	`read -r a; read b; echo "[$a$b]"`,
	`read a <&3; echo "3[$a]"`,
	`(read a; echo "($a)")`,
	`(read a; (read b; echo "(($a$b))"); read c; echo "($c)")`,
	`x=$(read a; echo "$a"); echo "s$x"`,
	`x=$(read a <&3; sh -c 'read b; echo "$b"'); echo "s$x"`,
	`sh -c 'read a; echo "{$a}"'`,
	`sh -c 'read a; echo "{$a}"' <&3 </dev/null; sh -c 'read a; echo "{$a}"' <&3`,
	`{ read a; echo "&$a"; } <&3 & wait`,
	`{ sh -c 'read a; echo "&{$a}"'; read a; echo "&$a"; } <&3 & wait`,
	`sh -c 'read a; echo "&{$a}"' <&3 & wait`,
	`echo other | { read a; read b <&3; echo "$a|$b"; }`,
	`read a | cat; read a; echo "[$a]"`,
	`read b <<E && read a; echo "$b[$a]"
here
E`,
	`f() { read a; echo "f$a"; }; f; f <&3`,
	`eval 'read a; echo "e$a"'`,
	`exec 4<&0; read a <&4; echo "4$a"; exec 4<&-`,
	`exec <&3; read a; echo "x$a"`,
	`dd bs=7 count=1 2>/dev/null; echo`,
	`for i in 1 2 3; do read a; echo "$i$a"; done`,
	`while read a; do echo "w$a"; case $a in *7) break; esac; done`,
	`(read a; exec sh -c 'read a; echo "{$a}"')`,
	`read a; (exec cat) | { read b; echo "$a|$b"; cat >/dev/null; }`,
}

// However the ways to read are mixed, each gets what follows what the others
// have read.
func TestReadShares(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	sources := []string{"<f", "<<E\n$(cat f)\nE", "<>g", "|"}
	var snippets []string
	for i := range effort.Of(4, 20, 60) {
		var script []string
		for range 2 + r.IntN(6) {
			script = append(script, readers[r.IntN(len(readers))])
		}
		if i%3 == 0 {
			script = append(script, "cat")
		}
		body := "{\nexec 3<&0\n" + strings.Join(script, "\n") + "\n} "
		setup := "seq 90 | sed 's/[024579]$/& and a longer line/' >f; cp f g\n"
		if source := sources[i%len(sources)]; source == "|" {
			body = "cat f | " + body
		} else {
			body += source
		}
		snippets = append(snippets, setup+body)
	}
	agree(t, snippets, false, nil)
}
