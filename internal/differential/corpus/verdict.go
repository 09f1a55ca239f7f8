package main

import (
	"context"
	"os/exec"
	"regexp"
	"strings"
	"time"
)

// hangs is a bound against shells that do not come to an end.
const hangs = 20 * time.Second

// verdict is what a shell says of a script.
type verdict struct {
	accepts bool
	message string
}

// try lets a shell read a script without running it.
func try(ctx context.Context, shell, path string) verdict {
	ctx, cancel := context.WithTimeout(ctx, hangs)
	defer cancel()
	cmd := exec.CommandContext(ctx, shell, "-n", path)
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"}
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	message := strings.TrimSpace(string(out))
	if ctx.Err() != nil {
		message = shell + ": does not come to an end"
	}
	return verdict{accepts: err == nil, message: message}
}

// reason is the message without what differs from script to script.
func (v verdict) reason() string {
	line, _, _ := strings.Cut(v.message, "\n")
	if m := regexp.MustCompile(`(?:line )?\d+: (.*)`).FindStringSubmatch(line); m != nil {
		line = m[1]
	}
	return line
}
