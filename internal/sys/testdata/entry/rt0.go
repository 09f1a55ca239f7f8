//go:build rt0

package main

import _ "gpipe/internal/sys/rt0"
