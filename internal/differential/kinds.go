package differential

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
)

// Kind is a kind of scripts, and where they run.
type Kind struct {
	Name     string
	Generate func(seed uint64) Script
	Whole    bool // a part of such a script means nothing
	Bash     bool // in bash's language: gpipe is started as bash, and bash alone compared
}

// Tools are the programs that kinds of scripts need, "" if there is none.
type Tools struct {
	Refuse string // of internal/refuse
	Poke   string // of internal/differential/poke
}

// Kinds returns the kinds that can be had on this machine, and the names of those
// that can't.
func Kinds(t Tools) (found []Kind, missing []string) {
	found = []Kind{{Name: "plain", Generate: Generate}, {Name: "quotes", Generate: GenerateQuotes}, {Name: "bash", Generate: GenerateBash, Bash: true}}
	add := func(name string, possible bool, generate func(uint64) Script) {
		if !possible {
			missing = append(missing, name)
			return
		}
		found = append(found, Kind{Name: name, Generate: generate, Whole: name == "signals"})
	}
	add("refused", t.Refuse != "" && works(refused(t.Refuse, 0)), func(seed uint64) Script {
		return placed(seed, refused(t.Refuse, seed))
	})
	add("process1", works(process1), func(seed uint64) Script { return placed(seed, process1) })
	add("limits", works(limits(0)), func(seed uint64) Script { return placed(seed, limits(seed)) })
	add("signals", t.Poke != "", func(seed uint64) Script { return GenerateSignals(t.Poke, seed) })
	return found, missing
}

func works(place string) bool {
	words := append(strings.Fields(place), "true")
	return exec.Command(words[0], words[1:]...).Run() == nil
}

// placed is a usual script in a place: a command whose arguments the shell's
// become.
func placed(seed uint64, place string) Script {
	s := Generate(seed)
	s.Place = place
	return s
}

// refused has the kernel refuse the calls by which processes are started.
func refused(refuse string, seed uint64) string {
	errors := []string{"ENOSYS", "EPERM"}
	calls := []string{"clone3,close_range", "clone3,close_range", "clone3", "close_range", "clone3,close_range,waitid,tee,memfd_create,faccessat2"}
	return fmt.Sprintf("%s %s:%s", refuse, errors[seed%2], calls[seed/2%5])
}

// process1 is a namespace whose first process the shell is.
const process1 = "unshare --fork --pid --mount-proc --kill-child"

// limits are those of a login that is kept short: all scripts can run within, but
// for files that get too long, and too many descriptors.
func limits(seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 3))
	place := "prlimit"
	add := func(format string, n int) { place += " " + fmt.Sprintf(format, n, n) }
	if r.IntN(2) == 0 {
		add("--nofile=%d:%d", 16+r.IntN(32))
	}
	if r.IntN(2) == 0 {
		add("--fsize=%d:%d", []int{0, 1, 16, 512, 4096}[r.IntN(5)])
	}
	if r.IntN(2) == 0 {
		add("--as=%d:%d", (300+r.IntN(400))<<20)
	}
	if r.IntN(2) == 0 {
		add("--stack=%d:%d", (256+r.IntN(1024))<<10)
	}
	add("--core=%d:%d", 0)
	return place
}
