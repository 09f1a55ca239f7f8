package popen

import (
	"context"
	"io"
	"testing"
)

func BenchmarkOpenClose(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		s, err := Open(context.Background(), "/usr/bin/true", Read)
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenArgsClose(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		s, err := OpenArgs(context.Background(), []string{"/usr/bin/true"}, Read)
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenBuiltin(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		s, err := Open(context.Background(), ":", Read)
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRead1GiB(b *testing.B) {
	buf := make([]byte, 64<<10)
	for b.Loop() {
		s, err := Open(context.Background(), "head -c 1073741824 /dev/zero", Read)
		if err != nil {
			b.Fatal(err)
		}
		for {
			n, err := s.Read(buf)
			b.SetBytes(1 << 30)
			_ = n
			if err == io.EOF {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
