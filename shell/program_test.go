package shell_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"gpipe/shell"

	"github.com/google/go-cmp/cmp"
)

// TestProgram: what was parsed does what Run of the source does, however often.
func TestProgram(t *testing.T) {
	for _, src := range []string{
		"", "# nothing", "x=${x-0}; x=$((x+1)); echo $x\necho a | tr a b; (exit 3)",
		"f() { echo f $1; }; f 1; f 2 | cat; echo $(f 3)", "set -e; true && false; echo on\nfalse\necho not",
		"exit 4", "echo ${none?why}; echo not\necho next", "readonly R=1\nR=2; echo not\necho next", "trap 'echo bye' EXIT; exit 2",
		"sh -c 'kill -9 $$'", "cat <<x; echo $LINENO\ntext $x\nx", "for i in 1 2 3; do [ $i = 2 ] && break; echo $i; done",
		"return 3; echo not", "set -n; echo not", "sleep 0 & wait $!; echo $?", "if\ntrue; then echo $LINENO; fi",
	} {
		var outs [2]string
		for i := range outs {
			var out bytes.Buffer
			s, err := shell.New(shell.Options{Stdout: &out, Stderr: &out})
			if err != nil {
				t.Fatal(err)
			}
			p, err := s.Parse(src)
			if err != nil {
				t.Fatalf("%s: %v", src, err)
			}
			for range 3 {
				if i == 0 {
					err = s.Run(bg, src)
				} else {
					err = p.Run(bg)
				}
				fmt.Fprintln(&out, err, s.Status(), s.Exited())
			}
			s.Close()
			outs[i] = out.String()
		}
		if d := cmp.Diff(outs[0], outs[1]); d != "" {
			t.Errorf("%q (-Run +Program):\n%s", src, d)
		}
	}
}

func TestMisuseOfProgram(t *testing.T) {
	s, err := shell.New(shell.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, err = s.Parse("\x00")
	checkMisuse(t, err, "shell.Parse", "src", "has a NUL byte")
	var syntax *shell.SyntaxError
	if _, err := s.Parse("echo x\nif"); !errors.As(err, &syntax) || syntax.Line != 2 {
		t.Error(err)
	}
	p, err := s.Parse("while :; do :; done")
	if err != nil {
		t.Fatal(err)
	}
	var none context.Context
	checkMisuse(t, p.Run(none), "shell.Program.Run", "ctx", "is nil")
	ctx, cancel := context.WithCancel(bg)
	cancel()
	for range 2 {
		if err := p.Run(ctx); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	s.Reset()
	checkMisuse(t, p.Run(bg), "shell.Program.Run", "Program", "is older than the last Reset")
	s.Close()
	if p.Run(bg) != os.ErrClosed || (*shell.Program)(nil).Run(bg) != os.ErrInvalid {
		t.Error("closed")
	}
	if _, err := s.Parse(":"); err != os.ErrClosed {
		t.Error(err)
	}
	var nobody *shell.Shell
	if _, err := nobody.Parse(":"); err != os.ErrInvalid {
		t.Error(err)
	}
}

func BenchmarkProgram(b *testing.B) {
	const src = `x=0; if [ "$x" = 0 ]; then x=$((x + 1)); fi; case $x in 1) : "${x}y" ;; esac`
	s, err := shell.New(shell.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	p, err := s.Parse(src)
	if err != nil {
		b.Fatal(err)
	}
	for name, run := range map[string]func() error{
		"Run":     func() error { return s.Run(bg, src) },
		"Program": func() error { return p.Run(bg) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
