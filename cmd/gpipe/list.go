package main

import (
	"strings"

	"gpipe/internal/option"
)

// listShopts is what -O without a name prints, or +O as commands.
func (in *invocation) listShopts(people bool) string {
	var b strings.Builder
	option.EachShopt(func(name string, bit option.Shopts) {
		on := in.shopts&bit != 0
		if people {
			b.WriteString(pad(name) + "\t" + offOn(on) + "\n")
		} else {
			b.WriteString("shopt -" + string("us"[index(on)]) + " " + name + "\n")
		}
	})
	return b.String()
}

// listOptions is what -o without a name prints, or +o as commands.
func (in *invocation) listOptions(people bool) string {
	var b strings.Builder
	option.Each(func(name string, bit option.Set) {
		on := in.options&bit != 0
		if _, settable := option.ByName(name); !settable {
			return
		}
		if people {
			b.WriteString(pad(name) + "\t" + offOn(on) + "\n")
		} else {
			b.WriteString("set " + string("+-"[index(on)]) + "o " + name + "\n")
		}
	})
	return b.String()
}

func pad(name string) string { return name + strings.Repeat(" ", max(0, 15-len(name))) }

func offOn(on bool) string { return [...]string{"off", "on"}[index(on)] }

func index(on bool) int {
	if on {
		return 1
	}
	return 0
}
