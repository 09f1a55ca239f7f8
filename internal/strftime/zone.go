package strftime

import (
	"strings"
	"time"
)

// zoneDir is where the files of time zones are, without TZDIR.
const zoneDir = "/usr/share/zoneinfo"

// localtime is the file of the zone without TZ.
const localtime = "/etc/localtime"

// Zone returns the time zone that TZ names: a file of zoneDir, or a rule of POSIX.
// What is neither is UTC by the name that it begins with, as in the C library. With
// set false it is that of the system. read reads a file.
func Zone(tz string, set bool, dir string, read func(path string) ([]byte, error)) *time.Location {
	if !set {
		if zone := load("Local", localtime, read); zone != nil {
			return zone
		}
		return time.UTC
	}
	tz = strings.TrimPrefix(tz, ":")
	if tz == "" {
		return time.UTC
	}
	if dir == "" {
		dir = zoneDir
	}
	path := tz
	if !strings.HasPrefix(tz, "/") {
		path = dir + "/" + tz
	}
	if zone := load(tz, path, read); zone != nil {
		return zone
	}
	if zone := ruled(tz); zone != nil {
		return zone
	}
	n := 0
	for n < len(tz) && (tz[n]|0x20 >= 'a' && tz[n]|0x20 <= 'z') {
		n++
	}
	if n < 3 {
		n = 0
	}
	return time.FixedZone(tz[:n], 0)
}

// load returns the zone of a file; nil: there is none.
func load(name, path string, read func(path string) ([]byte, error)) *time.Location {
	data, err := read(path)
	if err != nil {
		return nil
	}
	zone, err := time.LoadLocationFromTZData(name, data)
	if err != nil {
		return nil
	}
	return zone
}

// ruled returns the zone of a rule such as EST5EDT,M3.2.0,M11.1.0; nil: it is none.
func ruled(rule string) *time.Location {
	if strings.ContainsAny(rule, "\n\x00") || !strings.ContainsAny(rule, "0123456789") {
		return nil
	}
	// The time package reads a rule at the end of a file only, behind two headers:
	// "TZif", the version, 15 bytes, six counts. Each table has a zone of one byte
	// of name.
	header := "TZif2" + strings.Repeat("\x00", 15) +
		"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" + // UTC, standard, leap seconds
		"\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01" // transitions, zones, bytes of names
	table := "\x00\x00\x00\x00\x00\x00" + "\x00"
	zone, err := time.LoadLocationFromTZData("rule", []byte(header+table+header+table+"\n"+rule+"\n"))
	if err != nil {
		return nil
	}
	if name, _ := time.Unix(0, 0).In(zone).Zone(); name == "" {
		return nil // it was no rule
	}
	return zone
}
