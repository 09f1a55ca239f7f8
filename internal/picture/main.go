// Picture draws what the README shows, as SVG: a table of gpipe --stats, and the time
// line of gpipe --trace of the same pipeline in the way of Perfetto's page.
//
//	go run ./internal/picture [-gpipe FILE] [-o DIR]
//
// make pictures does that.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// line is the pipeline of the pictures.
const line = "cat numbers | grep 7 | sort -n | uniq | wc -l"

func main() {
	gpipe := flag.String("gpipe", "bin/gpipe", "the gpipe to run")
	out := flag.String("o", "docs", "the directory for the pictures")
	flag.Parse()
	if err := draw(*gpipe, *out); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

func draw(gpipe, out string) error {
	gpipe, err := filepath.Abs(gpipe)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "picture")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	numbers := exec.Command(gpipe, "-c", "seq 3000000 >numbers")
	run := exec.Command(gpipe, "--stats-file", "stats", "--trace", "trace", "-c", line)
	numbers.Dir, run.Dir = dir, dir
	for _, cmd := range []*exec.Cmd{numbers, run} {
		if text, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%w\n%s", err, text)
		}
	}
	table, err := os.ReadFile(filepath.Join(dir, "stats"))
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(dir, "trace"))
	if err != nil {
		return err
	}
	var events []event
	if err := json.Unmarshal(text, &events); err != nil {
		return fmt.Errorf("trace: %w", err)
	}
	return errors.Join(
		os.WriteFile(filepath.Join(out, "stats.svg"), []byte(terminal("gpipe --stats '"+line+"'", string(table))), 0o666),
		os.WriteFile(filepath.Join(out, "trace.svg"), []byte(timeLine(events)), 0o666),
	)
}
