//go:build !windows

// Package redirect has the redirections of a stage of a pipeline, as values: see
// pipeline.Stage.With.
//
//	pipeline.Cmd("make").With(redirect.Out(1, "log"), redirect.Dup(2, 1))
//
// They are applied in order when the stage starts, to its own descriptors: the
// program's own, 0 to 2 and others, stay as they are. Every descriptor that the
// package opens is close-on-exec.
package redirect
