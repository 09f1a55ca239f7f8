package interp

import (
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"time"

	"gpipe/internal/option"
	"gpipe/internal/sys"
	"gpipe/internal/sys/self"
)

// This file has the variables about the time, chance, the process and the
// system.

// random is the generator behind RANDOM: that of Park and Miller, whose numbers
// bash gives for the same seed.
type random struct {
	seed, drawn uint32
	seeded      bool
}

func (r *random) set(seed uint32) { *r = random{seed: seed, seeded: true} }

// next returns a number below 32768 that is not the one before.
func (r *random) next() uint32 {
	if !r.seeded {
		r.set(rand.Uint32())
	}
	for {
		if r.seed == 0 {
			r.seed = 123459876
		}
		// 16807 * seed modulo 2^31-1, in 32 bits with a sign.
		seed := int64(int32(r.seed))
		t := 16807*(seed%127773) - 2836*(seed/127773)
		if t < 0 {
			t += 0x7fffffff
		}
		r.seed = uint32(t)
		n := (r.seed>>16 ^ r.seed&0xffff) & 0x7fff
		if n != r.drawn {
			r.drawn = n
			return n
		}
	}
}

func (sh *Shell) drawRandom() (string, bool) {
	return strconv.Itoa(int(sh.besides().random.next())), true
}

// seedRandom is an assignment to RANDOM, which has the Integer attribute.
func (sh *Shell) seedRandom(_ slotNum, value string) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return
	}
	sh.besides().random.set(uint32(n))
}

func (sh *Shell) systemRandom() (string, bool) {
	return strconv.FormatUint(uint64(rand.Uint32()), 10), true
}

func (sh *Shell) seconds() (string, bool) {
	n := time.Now().Unix() - sh.rt.start.Unix()
	if sh.aside != nil {
		n += sh.aside.lag
	}
	return strconv.FormatInt(n, 10), true
}

// setSeconds makes SECONDS count from the value of an expression; 0, if it is
// none.
func (sh *Shell) setSeconds(_ slotNum, value string) {
	n, err := sh.Arith(value)
	if err != nil {
		n = 0
	}
	sh.besides().lag = n - (time.Now().Unix() - sh.rt.start.Unix())
}

func (sh *Shell) epochSeconds() (string, bool) {
	return strconv.FormatInt(time.Now().Unix(), 10), true
}

func (sh *Shell) epochRealtime() (string, bool) {
	us := time.Now().UnixMicro()
	fraction := strconv.FormatInt(us%1e6+1e6, 10)
	return strconv.FormatInt(us/1e6, 10) + "." + fraction[1:], true
}

func (sh *Shell) uid() (string, bool)  { return strconv.Itoa(sys.Getuid()), true }
func (sh *Shell) euid() (string, bool) { return strconv.Itoa(sys.Geteuid()), true }

func (sh *Shell) groups() []string {
	ids := sys.Groups()
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = strconv.Itoa(id)
	}
	return list
}

// bashPid is the process of this environment: one that asks for it has got one
// of its own, see plan.AsksForIds.
func (sh *Shell) bashPid() (string, bool) { return strconv.Itoa(sh.rt.self), true }

func (sh *Shell) subshells() (string, bool) { return strconv.Itoa(sh.rt.nesting + int(sh.sub)), true }

func (sh *Shell) programPath() (string, bool) { return self.Program(), true }

func (sh *Shell) executionString() (string, bool) { return sh.rt.command, true }

// bashVersionParts is the version of bash whose language this is.
func bashVersionParts() []string { return []string{"5", "2", "37", "1", "release"} }

func (sh *Shell) bashVersion() (string, bool) {
	p := bashVersionParts()
	return p[0] + "." + p[1] + "." + p[2] + "(" + p[3] + ")-" + p[4], true
}

func (sh *Shell) bashVersionInfo() []string {
	machine, _ := sh.machineType()
	return append(bashVersionParts(), machine)
}

// shellOptions is the options that are on, by name.
func (sh *Shell) shellOptions() (string, bool) {
	var on []string
	sh.Options().EachListed(func(long string, bit option.Set) {
		if sh.opts&bit != 0 {
			on = append(on, long)
		}
	})
	return strings.Join(on, ":"), true
}

func (sh *Shell) hostName() (string, bool) { return sys.Hostname(), true }

func (sh *Shell) hostType() (string, bool) { return sys.Machine(), true }

func (sh *Shell) machineType() (string, bool) {
	system, _ := sh.systemType()
	vendor := "-pc-"
	if runtime.GOOS == "darwin" {
		vendor = "-apple-"
	} else if runtime.GOARCH != "amd64" && runtime.GOARCH != "386" {
		vendor = "-unknown-"
	}
	return sys.Machine() + vendor + system, true
}

func (sh *Shell) systemType() (string, bool) {
	switch runtime.GOOS {
	case "linux":
		return "linux-gnu", true
	}
	return runtime.GOOS, true
}
