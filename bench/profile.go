package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"runtime/pprof"

	engine "gpipe/shell"
)

const (
	// passes is how often each script runs for the profile.
	passes = 10
	// parses is how often the text of each is read in each pass.
	parses = 100
	// gcPercent is what cmd/gpipe sets: the profile is for it.
	gcPercent = 400
)

// profile writes a CPU profile of the scripts of bench/scripts to the file
// path: the compiler reads it as cmd/gpipe/default.pgo. Scripts that start
// programs say nothing of the shell's own work and are left out.
func profile(path string, names []string) error {
	dir, err := os.MkdirTemp("", "gpipe-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	data := filepath.Join(dir, "data")
	if err := makeData(data); err != nil {
		return err
	}
	scripts, err := filepath.Glob("bench/scripts/*.sh")
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	debug.SetGCPercent(gcPercent)
	err = pprof.StartCPUProfile(f)
	if err == nil {
		err = runScripts(scripts, data, names)
		pprof.StopCPUProfile()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

func runScripts(scripts []string, data string, names []string) error {
	for _, path := range scripts {
		switch name := filepath.Base(path); {
		case !selected(name, names):
			continue
		case name == "pipelines.sh", name == "programs.sh", name == "throughput.sh":
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for range passes {
			for range parses {
				if err := engine.Check(string(text)); err != nil {
					return fmt.Errorf("%s: %w", path, err)
				}
			}
			if err := runScript(string(text), data); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
	}
	return nil
}

func runScript(text, data string) error {
	sh, err := engine.New(engine.Options{Args: []string{data}, Stdout: io.Discard})
	if err != nil {
		return err
	}
	defer sh.Close()
	return sh.Run(context.Background(), text)
}
