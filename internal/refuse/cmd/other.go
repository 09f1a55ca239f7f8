//go:build !linux || (!amd64 && !arm64)

// Cmd is for Linux.
package main

func main() { panic("refuse: not on this system") }
