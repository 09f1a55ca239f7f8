// Package elf makes programs that do one thing.
package elf
