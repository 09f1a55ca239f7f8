package ipc

import (
	"context"
	"testing"
)

func benchMemory(b *testing.B, size int) *Memory {
	b.Helper()
	m, err := New(size)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { m.Close() })
	return m
}

func BenchmarkMutex(b *testing.B) {
	mu, err := NewMutex(benchMemory(b, MutexSize), 0)
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	for b.Loop() {
		mu.Lock(ctx)
		mu.Unlock()
	}
}

func BenchmarkRWMutex(b *testing.B) {
	mu, err := NewRWMutex(benchMemory(b, RWMutexSize), 0)
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	for b.Loop() {
		mu.RLock(ctx)
		mu.RUnlock()
	}
}

func BenchmarkSemaphore(b *testing.B) {
	s, err := NewSemaphore(benchMemory(b, SemaphoreSize(4)), 0, 4)
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	for b.Loop() {
		s.Acquire(ctx)
		s.Release()
	}
}

func BenchmarkQueue(b *testing.B) {
	q, err := NewMessageQueue(benchMemory(b, MessageQueueSize(64, 64)), 0, 64, 64)
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	m := Message{Data: make([]byte, 64)}
	buf := make([]byte, 64)
	b.ReportAllocs()
	for b.Loop() {
		q.Send(ctx, m)
		q.ReceiveInto(ctx, Any, buf)
	}
}

func BenchmarkRing(b *testing.B) {
	r, err := NewRing(benchMemory(b, RingSize(4096)), 0, 4096)
	if err != nil {
		b.Fatal(err)
	}
	in, err := r.Writer()
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	out, err := r.Reader()
	if err != nil {
		b.Fatal(err)
	}
	defer out.Close()
	ctx := context.Background()
	buf := make([]byte, 64)
	for b.Loop() {
		in.Send(ctx, buf)
		out.Receive(ctx, buf)
	}
}
