// Cmd compares gpipe with the other shells of the machine by random scripts.
//
//	go run ./internal/differential/cmd [-n N] [-seed S] [-gpipe FILE] [-kind KIND] [-messages] [-alone]
//
// What dash and bash agree on and gpipe does not is reduced, and shown once if
// divergences.txt has no reason for it; the status is 1 then. A script is
// known by its seed: -n 1 -seed S runs it again, -show prints it. An interrupt
// ends the run early, with its figures.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"

	"gpipe/internal/differential"
)

func main() {
	h := &differential.Hunt{}
	gpipe := flag.String("gpipe", "bin/gpipe", "the gpipe to test")
	flag.Uint64Var(&h.First, "seed", 1, "the first `seed`")
	flag.Uint64Var(&h.N, "n", 1000, "how many scripts")
	flag.IntVar(&h.Workers, "workers", 2, "how many scripts at a time")
	flag.BoolVar(&h.Messages, "messages", false, "compare too whether there are messages")
	flag.BoolVar(&h.Alone, "alone", false, "show too what no shell but gpipe does, though dash and bash differ")
	all := flag.Bool("all", false, "show what is accepted, too")
	whole := flag.Bool("whole", false, "do not reduce the scripts, which takes most of the time")
	show := flag.Bool("show", false, "only print the script of the first seed")
	kind := flag.String("kind", "plain", "which scripts: plain, quotes, bash, refused, process1, limits, signals")
	refuse := flag.String("refuse", "", "a `file`: the program that has calls refused")
	poke := flag.String("poke", "", "a `file`: the program that sends signals")
	flag.Parse()
	found, missing := differential.Kinds(differential.Tools{Refuse: *refuse, Poke: *poke})
	if slices.Contains(missing, *kind) {
		fmt.Printf("%s: not on this machine: skipped\n", *kind)
		return
	}
	at := slices.IndexFunc(found, func(k differential.Kind) bool { return k.Name == *kind })
	if at < 0 {
		fmt.Fprintf(os.Stderr, "differential: %s: no such kind\n", *kind)
		os.Exit(2)
	}
	h.Generate, h.Whole = found[at].Generate, found[at].Whole || *whole
	against := posixShells
	if found[at].Bash {
		against = bashAlone
	}
	if *show {
		s := h.Generate(h.First)
		fmt.Printf("# %s mode %d\n%s", s.Place, s.Mode, s.Text)
		return
	}
	news, err := hunt(h, *gpipe, against, *all)
	if err != nil {
		fmt.Fprintln(os.Stderr, "differential:", err)
		os.Exit(2)
	}
	if news > 0 {
		os.Exit(1)
	}
}

// hunt runs the scripts and returns how many different divergences it showed.
func hunt(h *differential.Hunt, gpipe string, against func(*differential.Hunt, string) (bool, error), all bool) (int, error) {
	file, err := filepath.Abs(gpipe)
	if err != nil {
		return 0, err
	}
	if _, err := os.Stat(file); err != nil {
		return 0, err
	}
	if h.Dir, err = os.MkdirTemp("", "differential"); err != nil {
		return 0, err
	}
	defer os.RemoveAll(h.Dir)
	if ok, err := against(h, file); err != nil || !ok {
		return 0, err
	}
	p := &printer{out: os.Stdout, all: all, names: names(h.References), seen: make(map[string]int), reasons: make(map[string]int)}
	h.Found = p.print
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	tally, err := h.Run(ctx)
	p.summary(tally)
	return p.news, err
}

// posixShells has gpipe held to what dash and bash agree on. It is false if one of
// these is not installed.
func posixShells(h *differential.Hunt, file string) (ok bool, err error) {
	h.Gpipe = differential.Gpipe(file)
	references, missing := differential.References()
	if len(missing) > 0 {
		fmt.Printf("not installed, not compared: %s\n", strings.Join(missing, " "))
	}
	if slices.Contains(missing, "dash") || slices.Contains(missing, "bash") {
		return false, nil
	}
	h.References = references
	if !h.Alone {
		h.References = references[:min(3, len(references))]
	}
	h.Accepted, err = differential.AcceptedDivergences()
	return true, err
}

// bashAlone has gpipe, under the name bash, held to bash.
func bashAlone(h *differential.Hunt, file string) (ok bool, err error) {
	bash, err := differential.Bash()
	if err != nil {
		fmt.Println("bash is not installed: nothing to compare with")
		return false, nil
	}
	h.References = []differential.Shell{bash}
	if h.Gpipe, err = differential.GpipeAsBash(file, h.Dir); err != nil {
		return false, err
	}
	h.Accepted, err = differential.AcceptedBash()
	return true, err
}

func names(shells []differential.Shell) []string {
	var all []string
	for _, s := range shells {
		all = append(all, s.Name)
	}
	return all
}

// printer shows divergences, those that look alike once.
type printer struct {
	mu      sync.Mutex
	out     io.Writer
	all     bool
	names   []string
	seen    map[string]int
	reasons map[string]int
	news    int
}

func (p *printer) print(d differential.Divergence) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d.Reason != "" {
		p.reasons[d.Reason]++
		if !p.all {
			return
		}
	}
	key := shape(d.Script.Text)
	if p.seen[key]++; p.seen[key] > 1 {
		return
	}
	if d.Reason == "" {
		p.news++
	}
	fmt.Fprintf(p.out, "==== seed %d, mode %d %s\n%s\n", d.Seed, d.Script.Mode, d.Reason, strings.TrimSuffix(d.Script.Text, "\n"))
	p.result("gpipe", d.Gpipe)
	for i, r := range d.Results {
		p.result(p.names[i], r)
	}
}

func (p *printer) result(name string, r differential.Result) {
	note := ""
	if r.TimedOut {
		note = " (stopped)"
	}
	fmt.Fprintf(p.out, "-- %-7s %3d%s %q  %.150q\n", name, r.Status, note, r.Stdout, r.Stderr)
}

func (p *printer) summary(t *differential.Tally) {
	agreed, same := t.Agreed.Load(), t.Same.Load()
	if len(p.names) == 1 {
		fmt.Fprintf(p.out, "%d scripts; %s ends %d, gpipe does the same in %d: %.3f%%, and of the others %d are accepted\n",
			t.Scripts.Load(), p.names[0], agreed, same, percent(same, agreed), t.Accepted.Load())
	} else {
		p.summaryOfTwo(t, agreed, same)
	}
	for reason, n := range p.reasons {
		fmt.Fprintf(p.out, "accepted %d times: %s\n", n, reason)
	}
}

func (p *printer) summaryOfTwo(t *differential.Tally, agreed, same int64) {
	fmt.Fprintf(p.out, "%d scripts; dash and bash agree on %d, gpipe with them on %d: %.3f%%, and of the others %d are accepted\n",
		t.Scripts.Load(), agreed, same, percent(same, agreed), t.Accepted.Load())
	if three := t.Three.Load(); three > 0 {
		fmt.Fprintf(p.out, "dash, bash and %s agree on %d, gpipe with them on %d: %.3f%%\n", p.names[2], three, t.SameThree.Load(), percent(t.SameThree.Load(), three))
	}
}

func percent(part, whole int64) float64 {
	if whole == 0 {
		return 100
	}
	return 100 * float64(part) / float64(whole)
}

// shape makes scripts alike that differ in names and literals only.
func shape(text string) string {
	text = regexp.MustCompile(`[A-Za-z0-9.]+`).ReplaceAllStringFunc(text, func(word string) string {
		if len(word) > 2 || word == "if" || word == "do" || word == "in" {
			return word
		}
		return "x"
	})
	return strings.Join(strings.Fields(text), " ")
}
