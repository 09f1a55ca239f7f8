package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"strings"
)

// stringTable is the number of the field of a profile that has its strings, one each
// time: see profile.proto of github.com/google/pprof.
const stringTable = 6

var errProfile = errors.New("it is no profile")

// profile renames the functions in a profile, by which the compiler knows them.
func (r *renamer) profile(zipped []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	changed := false
	for len(data) > 0 {
		tag, n := binary.Uvarint(data)
		body, size := field(tag, data[max(n, 0):])
		if n <= 0 || size < 0 {
			return nil, errProfile
		}
		if tag != stringTable<<3|2 {
			out.Write(data[:n+size])
		} else {
			name := r.function(string(body))
			changed = changed || name != string(body)
			out.Write(data[:n])
			out.Write(binary.AppendUvarint(nil, uint64(len(name))))
			out.WriteString(name)
		}
		data = data[n+size:]
	}
	if !changed {
		return zipped, nil
	}
	var again bytes.Buffer
	w := gzip.NewWriter(&again)
	_, err = w.Write(out.Bytes())
	err = errors.Join(err, w.Close())
	return again.Bytes(), err
}

// function is the new name of a function or a file.
func (r *renamer) function(name string) string {
	if rest, ok := strings.CutPrefix(name, r.from+"/"); ok {
		return r.to + "/" + rest
	}
	return name
}

// field returns the contents of a field and how long they are with their length, -1
// for what is none.
func field(tag uint64, data []byte) (body []byte, size int) {
	v, n := binary.Uvarint(data)
	switch {
	case n <= 0:
		return nil, -1
	case tag&7 == 0: // a number
		return data[:n], n
	case tag&7 == 2 && v <= uint64(len(data)-n):
		return data[n : n+int(v)], n + int(v)
	}
	return nil, -1
}
