// Command generate writes internal/columns/properties.go: which characters
// join those before them, and how many columns each takes, out of the Unicode
// Character Database. The files are in Debian's package unicode-data, and at
// https://www.unicode.org/Public/UCD/latest/ucd/:
//
//	go run ./internal/columns/generate [directory] >internal/columns/properties.go
package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// classes are the values of Grapheme_Cluster_Break there are entries for, by
// the names that internal/columns has for them. Hangul syllables are computed.
var classes = map[string]string{
	"CR": "control", "LF": "control", "Control": "control", "Extend": "extend", "ZWJ": "joiner",
	"Regional_Indicator": "regional", "Prepend": "prepend", "SpacingMark": "spacing",
	"L": "hangulL", "V": "hangulV", "T": "hangulT", "LV": "hangul", "LVT": "hangul",
}

type property struct {
	class string
	width int
}

func main() {
	dir := "/usr/share/unicode"
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	all := make([]property, 0x110000)
	for r := range all {
		all[r] = property{"other", 1}
	}
	fill(all, dir)
	fmt.Print("// Written by internal/columns/generate, of Unicode ", version(dir), `.

package columns

// properties has, for each run of characters, its first one, the columns that
// each of them takes, and their class.
var properties = [...]uint32{
`)
	last, n := property{}, 0
	for r, p := range all {
		if p == last {
			continue
		}
		last = p
		fmt.Printf("\t0x%x<<8 + %d<<4 + %s,\n", r, p.width, p.class)
		n++
	}
	fmt.Println("}")
}

func fill(all []property, dir string) {
	each(dir, "EastAsianWidth.txt", func(r int, value string) {
		if value == "W" || value == "F" {
			all[r].width = 2
		}
	})
	each(dir, "auxiliary/GraphemeBreakProperty.txt", func(r int, value string) { all[r].class = classes[value] })
	each(dir, "emoji/emoji-data.txt", func(r int, value string) {
		if value == "Extended_Pictographic" {
			all[r].class = "pictograph"
		}
	})
	categories(dir, func(r int, category string) {
		if category == "Mn" || category == "Me" || category == "Cf" && r != 0xad {
			all[r].width = 0
		}
	})
	for r := 0x1160; r < 0x1200; r++ { // the parts of a Hangul syllable after its first
		all[r].width = 0
	}
	unassigned(all)
}

// unassigned gives to single numbers without a character the width of those
// around them, which makes for fewer runs.
func unassigned(all []property) {
	for r := 0x1f000; r < 0x1fb00; r++ {
		if all[r-1] == all[r+1] && all[r].class == "other" {
			all[r] = all[r-1]
		}
	}
}

// each calls do for every character that a file of properties has a value for.
func each(dir, name string, do func(r int, value string)) {
	lines(dir, name, func(line string) {
		line, _, _ = strings.Cut(line, "#")
		span, value, found := strings.Cut(line, ";")
		if !found {
			return
		}
		low, high, more := strings.Cut(strings.TrimSpace(span), "..")
		if !more {
			high = low
		}
		for r := number(low); r <= number(high); r++ {
			do(r, strings.TrimSpace(value))
		}
	})
}

// categories calls do for every character of UnicodeData.txt.
func categories(dir string, do func(r int, category string)) {
	lines(dir, "UnicodeData.txt", func(line string) {
		if fields := strings.Split(line, ";"); len(fields) > 2 {
			do(number(fields[0]), fields[2])
		}
	})
}

func lines(dir, name string, do func(string)) {
	f, err := os.Open(filepath.Join(dir, name))
	check(err)
	defer f.Close()
	s := bufio.NewScanner(f)
	for s.Scan() {
		do(s.Text())
	}
	check(s.Err())
}

func number(hex string) int {
	n, err := strconv.ParseInt(hex, 16, 32)
	check(err)
	return int(n)
}

// version reads the first line of a file: # EastAsianWidth-15.0.0.txt.
func version(dir string) string {
	var first string
	lines(dir, "EastAsianWidth.txt", func(line string) {
		if first == "" {
			first = line
		}
	})
	_, first, _ = strings.Cut(first, "-")
	return strings.TrimSuffix(first, ".txt")
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}
