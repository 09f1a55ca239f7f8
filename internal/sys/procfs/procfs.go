// Package procfs reads what the system tells of processes in files.
package procfs
