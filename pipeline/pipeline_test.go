package pipeline

import (
	"context"
	"testing"
)

func TestRun(t *testing.T) {
	out, err := New(Cmd("echo", "a b"), Cmd("tr", "a-z", "A-Z")).Output(context.Background())
	if string(out) != "A B\n" || err != nil {
		t.Fatal(string(out), err)
	}
}

func BenchmarkTrue(b *testing.B) {
	b.ReportAllocs()
	p := New(Cmd("/bin/true"))
	for range b.N {
		if err := p.Run(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
