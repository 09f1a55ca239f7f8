package main

import (
	"bufio"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// script is a file and the shell it is for, sh or bash.
type script struct{ path, shell string }

// walk calls found for every script below a directory. What cannot be read is
// left out.
func walk(dir string, found func(script) error) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path == dir:
			return err
		case err != nil:
			return nil
		case !d.Type().IsRegular():
			return nil
		}
		if shell := shellOf(path); shell != "" {
			return found(script{path, shell})
		}
		return nil
	})
}

// maxHead is more than a kernel reads of a first line.
const maxHead = 512

// shellOf returns the shell that a file is a script of, "" if it is none or one
// of another shell.
func shellOf(path string) string {
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer file.Close()
	head, _ := bufio.NewReaderSize(file, maxHead).Peek(maxHead)
	if bytes.IndexByte(head, 0) >= 0 {
		return ""
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	if rest, ok := bytes.CutPrefix(line, []byte("#!")); ok {
		return interpreter(strings.Fields(string(rest)))
	}
	switch filepath.Ext(path) {
	case ".sh":
		return "sh"
	case ".bash":
		return "bash"
	}
	return ""
}

// interpreter returns the shell that the words of a #! line name.
func interpreter(words []string) string {
	for len(words) > 0 {
		word := words[0]
		words = words[1:]
		switch filepath.Base(word) {
		case "sh", "dash", "ash":
			return "sh"
		case "bash":
			return "bash"
		case "env", "busybox":
			continue
		}
		if !strings.HasPrefix(word, "-") && !strings.Contains(word, "=") {
			return ""
		}
	}
	return ""
}
