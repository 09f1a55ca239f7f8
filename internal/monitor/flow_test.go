package monitor

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gpipe/internal/pipeline"
)

// moves is a stage with these counters.
func moves(read, written int64, spliced bool) pipeline.Status {
	return pipeline.Status{Usage: &pipeline.Usage{Read: read, Written: written, Spliced: spliced}}
}

func TestFlows(t *testing.T) {
	const (
		k = 1000
		m = 1000 * k
		g = 1000 * m
	)
	tests := []struct {
		name   string
		stages []pipeline.Status
		want   []flow
	}{
		{"what the start read", []pipeline.Status{moves(7*k, 45, false), moves(7*k+45, 3, false)}, []flow{{45, 45, false}}},
		{"a reader of files", []pipeline.Status{moves(7*k, 2, false), moves(5*m, 3, false)}, []flow{{2, 2, false}}},
		{"a writer of files", []pipeline.Status{moves(g, 254*m, false), moves(98*m, 1, false)}, []flow{{98 * m, 98 * m, false}}},
		{"left in the pipe", []pipeline.Status{moves(7*k, 60*k, false), moves(8*k, 2, false)}, []flow{{60 * k, 8 * k, false}}},
		{"a writer that splices", []pipeline.Status{moves(7*k, 0, true), moves(g, 1, false)}, []flow{{g, g, true}}},
		{"a reader that splices", []pipeline.Status{moves(7*k, g, false), moves(7*k, 0, true)}, []flow{{g, g, true}}},
		{"one between that does", []pipeline.Status{moves(7*k, g, false), moves(7*k, 0, false), moves(g, 1, false)},
			[]flow{{g, g, true}, {g, g, true}}},
		{"one between that filters", []pipeline.Status{moves(7*k, g, false), moves(g, 5, false), moves(9*k, 1, false)},
			[]flow{{g, g, false}, {5, 5, false}}},
		{"one that is not known", []pipeline.Status{moves(7*k, 45, false), {}}, []flow{{45, 45, true}}},
		{"nothing known", []pipeline.Status{{}, {}}, []flow{{-1, -1, false}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, flows(test.stages), cmp.AllowUnexported(flow{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}
