package redirect

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gpipe/internal/sys/spawn"
)

func dup(a, b int) spawn.FdStep        { return spawn.FdStep{Op: spawn.FdDup, A: a, B: b} }
func keep(a int) spawn.FdStep          { return spawn.FdStep{Op: spawn.FdKeep, A: a} }
func closeRange(a, b int) spawn.FdStep { return spawn.FdStep{Op: spawn.FdCloseRange, A: a, B: b} }

// fds makes a map of pairs of child and parent fd.
func fds(pairs ...int) []spawn.FdMap {
	var m []spawn.FdMap
	for i := 0; i < len(pairs); i += 2 {
		m = append(m, spawn.FdMap{Child: pairs[i], Parent: pairs[i+1]})
	}
	return m
}

func TestPlanSteps(t *testing.T) {
	tests := []struct {
		name string
		m    []spawn.FdMap
		want []spawn.FdStep
	}{
		{"nothing", nil, []spawn.FdStep{closeRange(0, -1)}},
		{"as it is", fds(0, 0, 1, 1, 2, 2),
			[]spawn.FdStep{keep(0), keep(1), keep(2), closeRange(3, -1)}},
		{"pipe ends", fds(0, 0, 1, 7, 2, 2),
			[]spawn.FdStep{keep(0), keep(2), dup(7, 1), closeRange(3, -1)}},
		{"closed input", fds(1, 1, 2, 2),
			[]spawn.FdStep{keep(1), keep(2), closeRange(0, 0), closeRange(3, -1)}},
		{"swap", fds(1, 2, 2, 1),
			[]spawn.FdStep{dup(1, 0), dup(2, 1), dup(0, 2), closeRange(0, 0), closeRange(3, -1)}},
		{"chain", fds(0, 1, 1, 2, 2, 9),
			[]spawn.FdStep{dup(1, 0), dup(2, 1), dup(9, 2), closeRange(3, -1)}},
		{"fan-out of a swap", fds(0, 1, 1, 0, 2, 0, 4, 2),
			[]spawn.FdStep{dup(2, 4), dup(0, 2), dup(0, 3), dup(1, 0), dup(3, 1), closeRange(3, 3), closeRange(5, -1)}},
		{"far apart", fds(0, 0, 12, 3, 1000, 12),
			[]spawn.FdStep{keep(0), dup(12, 1000), dup(3, 12),
				closeRange(1, 11), closeRange(13, 999), closeRange(1001, -1)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Plan(nil, tt.m)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPlanAppends(t *testing.T) {
	first := spawn.FdStep{Op: spawn.FdKeep, A: 77}
	got := Plan([]spawn.FdStep{first}, fds(0, 3))
	if diff := cmp.Diff([]spawn.FdStep{first, dup(3, 0), closeRange(1, -1)}, got); diff != "" {
		t.Error(diff)
	}
}

// model is an fd table: number to open file and close-on-exec flag.
type model map[int]slot

type slot struct {
	file    int
	cloexec bool
}

// run makes the steps; it returns false where the kernel would say EBADF.
func (t model) run(steps []spawn.FdStep, limit int) bool {
	for _, s := range steps {
		switch s.Op {
		case spawn.FdDup:
			from, ok := t[s.A]
			if !ok || s.A == s.B || s.B >= limit {
				return false
			}
			t[s.B] = slot{file: from.file}
		case spawn.FdKeep:
			from, ok := t[s.A]
			if !ok {
				return false
			}
			t[s.A] = slot{file: from.file}
		case spawn.FdCloseRange:
			for fd := range t {
				if fd >= s.A && (fd <= s.B || s.B < 0) {
					delete(t, fd)
				}
			}
		}
	}
	return true
}

// exec drops what is close-on-exec and returns number to file.
func (t model) exec() map[int]int {
	left := map[int]int{}
	for fd, s := range t {
		if !s.cloexec {
			left[fd] = s.file
		}
	}
	return left
}

// check plans m on a parent that has every parent fd of m and all of extra
// open, and compares the child's table.
func check(t *testing.T, m []spawn.FdMap, extra []int, cloexec func(fd int) bool) {
	t.Helper()
	table, want := model{}, map[int]int{}
	limit := len(m) + 1
	for _, e := range m {
		table[e.Parent] = slot{e.Parent + 5000, cloexec(e.Parent)}
		want[e.Child] = e.Parent + 5000
		limit = max(limit, e.Child+1)
	}
	for _, fd := range extra {
		if _, ok := table[fd]; !ok {
			table[fd] = slot{fd + 5000, cloexec(fd)}
		}
	}
	steps := Plan(nil, m)
	if !table.run(steps, limit) {
		t.Fatalf("map %v: steps %v fail", m, steps)
	}
	if diff := cmp.Diff(want, table.exec()); diff != "" {
		t.Fatalf("map %v: steps %v: %s", m, steps, diff)
	}
}

// randomMap makes a sorted map of n entries.
func randomMap(r *rand.Rand, n, span int) []spawn.FdMap {
	children := r.Perm(span)[:n]
	slices.Sort(children)
	m := make([]spawn.FdMap, n)
	for i, c := range children {
		m[i] = spawn.FdMap{Child: c, Parent: r.IntN(span)}
		switch r.IntN(4) {
		case 0:
			m[i].Parent = c
		case 1: // a parent that is a child as well
			m[i].Parent = children[r.IntN(n)]
		}
	}
	return m
}

func TestPlanModel(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		span := 1 + r.IntN(12)
		m := randomMap(r, r.IntN(span+1), span)
		bits := r.Uint64()
		check(t, m, r.Perm(20)[:r.IntN(20)], func(fd int) bool { return bits>>(fd%64)&1 == 1 })
	}
}

func TestPlanModelLarge(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		check(t, randomMap(r, 700, 1000), r.Perm(2000)[:500], func(int) bool { return true })
	}
	cycle := make([]spawn.FdMap, 1000)
	for i := range cycle {
		cycle[i] = spawn.FdMap{Child: i, Parent: (i + 1) % len(cycle)}
	}
	check(t, cycle, nil, func(int) bool { return false })
}

// TestPlanAllMaps tries every map of up to four entries over five numbers.
func TestPlanAllMaps(t *testing.T) {
	const span = 5
	var try func(m []spawn.FdMap, child int)
	try = func(m []spawn.FdMap, child int) {
		if child == span {
			check(t, m, []int{0, 1, 2, 3, 4, 5, 6}, func(fd int) bool { return fd%2 == 0 })
			return
		}
		try(m, child+1)
		for p := range span {
			try(append(m, spawn.FdMap{Child: child, Parent: p}), child+1)
		}
	}
	try(nil, 0)
}

func TestPlanDoesNotAllocate(t *testing.T) {
	maps := map[string][]spawn.FdMap{
		"std":   fds(0, 0, 1, 1, 2, 2),
		"pipes": fds(0, 5, 1, 6, 2, 2),
		"cycle": fds(0, 1, 1, 2, 2, 0, 1000, 3),
	}
	for name, m := range maps {
		dst := make([]spawn.FdStep, 0, 16)
		if n := testing.AllocsPerRun(100, func() { dst = Plan(dst[:0], m) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func FuzzPlan(f *testing.F) {
	f.Add([]byte{0, 1, 1, 0}, []byte{3}, uint64(0))
	f.Add([]byte{0, 1, 1, 2, 2, 0, 9, 0}, []byte{0, 1, 2}, ^uint64(0))
	f.Add([]byte{2, 2, 200, 2}, []byte{255}, uint64(5))
	f.Fuzz(func(t *testing.T, pairs, extra []byte, cloexec uint64) {
		parents := map[int]int{}
		for i := 0; i+1 < len(pairs); i += 2 {
			parents[int(pairs[i])] = int(pairs[i+1])
		}
		var m []spawn.FdMap
		for c, p := range parents {
			m = append(m, spawn.FdMap{Child: c, Parent: p})
		}
		slices.SortFunc(m, func(a, b spawn.FdMap) int { return a.Child - b.Child })
		var open []int
		for _, b := range extra {
			open = append(open, int(b))
		}
		check(t, m, open, func(fd int) bool { return cloexec>>(fd%64)&1 == 1 })
	})
}

func BenchmarkPlan(b *testing.B) {
	for _, bb := range []struct {
		name string
		m    []spawn.FdMap
	}{
		{"std", fds(0, 0, 1, 1, 2, 2)},
		{"pipes", fds(0, 5, 1, 6, 2, 2)},
		{"swap", fds(0, 0, 1, 2, 2, 1)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			dst := make([]spawn.FdStep, 0, 16)
			for b.Loop() {
				dst = Plan(dst[:0], bb.m)
			}
		})
	}
}
