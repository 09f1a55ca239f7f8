// Corpus compares which scripts gpipe, dash and bash take for valid programs.
//
//	go run ./internal/differential/corpus [-gpipe FILE] [-all] DIRECTORY...
//
// Every script below the directories is read with -n, and not run: those whose
// first line names a shell that is sh, dash, ash or bash, and files named *.sh
// and *.bash.
// Shown is what gpipe refuses and the others accept, dash and bash for a script
// of sh, bash for one of bash; the status is 1 then. All other differences are
// counted, and with -all shown too.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

func main() {
	gpipe := flag.String("gpipe", "bin/gpipe", "the gpipe to test")
	all := flag.Bool("all", false, "show every difference")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	r := &report{out: os.Stdout, all: *all}
	if err := compare(ctx, *gpipe, flag.Args(), r); err != nil {
		fmt.Fprintln(os.Stderr, "corpus:", err)
		os.Exit(2)
	}
	r.summary()
	if r.kinds[falseError] > 0 {
		os.Exit(1)
	}
}

// compare tries every script below the directories, two at a time.
func compare(ctx context.Context, gpipe string, dirs []string, r *report) error {
	file, err := filepath.Abs(gpipe)
	if err != nil {
		return err
	}
	shells := [...]string{file, "dash", "bash"}
	for _, s := range shells {
		if _, err := exec.LookPath(s); err != nil {
			return err
		}
	}
	found := make(chan script)
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			for s := range found {
				var v [len(shells)]verdict
				for k, shell := range shells {
					v[k] = try(ctx, shell, s.path)
				}
				r.add(s, v[0], v[1], v[2])
			}
		})
	}
	var failed error
	for _, dir := range dirs {
		err := walk(dir, func(s script) error {
			found <- s
			return ctx.Err()
		})
		failed = errors.Join(failed, err)
	}
	close(found)
	workers.Wait()
	return failed
}

// kind is how the verdicts on a script differ.
type kind string

const (
	same       kind = ""
	falseError kind = "a false error"
	lacking    kind = "refused for what is not supported"
	asDash     kind = "refused, as dash does; bash accepts"
	asBash     kind = "refused, as bash does; dash accepts"
	lenient    kind = "accepted; refused by the others"
	lenientTo  kind = "accepted, as one of dash and bash does"
)

// judge compares what the shells say of a script.
func judge(s script, gpipe, dash, bash verdict) kind {
	if s.shell == "bash" {
		dash = bash
	}
	switch {
	case gpipe.accepts && !dash.accepts && !bash.accepts:
		return lenient
	case gpipe.accepts && dash.accepts != bash.accepts:
		return lenientTo
	case gpipe.accepts, !dash.accepts && !bash.accepts:
		return same
	case dash.accepts && bash.accepts && strings.Contains(gpipe.message, "is not supported"):
		return lacking
	case dash.accepts && bash.accepts:
		return falseError
	case bash.accepts:
		return asDash
	}
	return asBash
}

// report shows differences and counts them, with the reasons that are given.
type report struct {
	out io.Writer
	all bool

	mu      sync.Mutex
	scripts int
	kinds   map[kind]int
	reasons map[kind]map[string]int
}

func (r *report) add(s script, gpipe, dash, bash verdict) {
	k := judge(s, gpipe, dash, bash)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.scripts++
	if k == same {
		return
	}
	if r.kinds == nil {
		r.kinds, r.reasons = make(map[kind]int), make(map[kind]map[string]int)
	}
	if r.reasons[k] == nil {
		r.reasons[k] = make(map[string]int)
	}
	reason := gpipe.reason()
	if gpipe.accepts {
		reason = dash.reason()
		if s.shell == "bash" || dash.accepts {
			reason = bash.reason()
		}
	}
	r.kinds[k]++
	r.reasons[k][reason]++
	if k == falseError || r.all {
		fmt.Fprintf(r.out, "%s: %s (%s)\n", s.path, k, s.shell)
		for _, v := range []verdict{gpipe, dash, bash} {
			if !v.accepts {
				fmt.Fprintf(r.out, "\t%s\n", strings.ReplaceAll(v.message, "\n", "\n\t"))
			}
		}
	}
}

// summary shows the counts, and the reasons, the most frequent ones first.
func (r *report) summary() {
	fmt.Fprintf(r.out, "%d scripts, %d of them with a false error\n", r.scripts, r.kinds[falseError])
	for _, k := range slices.Sorted(maps.Keys(r.kinds)) {
		fmt.Fprintf(r.out, "%5d %s\n", r.kinds[k], k)
		reasons := slices.SortedFunc(maps.Keys(r.reasons[k]), func(a, b string) int {
			if n := r.reasons[k][b] - r.reasons[k][a]; n != 0 {
				return n
			}
			return strings.Compare(a, b)
		})
		for _, reason := range reasons {
			fmt.Fprintf(r.out, "      %5d %s\n", r.reasons[k][reason], reason)
		}
	}
}
