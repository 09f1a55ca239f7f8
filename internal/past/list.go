// Package past keeps the commands entered before: a list that is searched
// fast however long it is, the file it is loaded from and appended to, and the
// expansion of words like !! that stand for parts of it.
package past

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"time"
)

// List has the entries, the oldest first. The zero List is empty.
type List struct {
	// text has the entries one after the other, each followed by a NUL.
	text []byte
	// ends has where the NUL of each entry stands.
	ends []int
	// heads has the first eight bytes of each entry, or fewer, as a number, by
	// which most entries are told from a prefix without a look at the text.
	heads []uint64
	// stamps has the Unix time of each entry, 0 for unknown.
	stamps []int64
	// begin is where the first entry begins: what is before was removed.
	begin int
	// dropped counts the entries that a limit has removed.
	dropped int
	// fresh is how many of the last ones are in no file yet.
	fresh int
	// shared says that a copy has the same memory: it is appended to, and not
	// changed.
	shared bool
}

// NewList returns an empty list whose first entry will have a number.
func NewList(first int) *List { return &List{dropped: first - 1} }

// Fork returns a copy, in a time that does not depend on how long the list is. What
// either side adds is its own.
func (l *List) Fork() *List {
	if l == nil {
		return nil
	}
	l.shared = true
	c := *l
	c.text, c.ends = slices.Clip(l.text), slices.Clip(l.ends)
	c.heads, c.stamps = slices.Clip(l.heads), slices.Clip(l.stamps)
	return &c
}

// own makes the memory the list's alone.
func (l *List) own() {
	if l.shared {
		l.text, l.ends = slices.Clone(l.text), slices.Clone(l.ends)
		l.heads, l.stamps = slices.Clone(l.heads), slices.Clone(l.stamps)
		l.shared = false
	}
}

// Pack is the list as two texts, for another process.
func (l *List) Pack() (text, stamps string) {
	var packed []byte
	last := int64(0)
	for _, stamp := range l.stamps {
		packed = binary.AppendVarint(packed, stamp-last)
		last = stamp
	}
	return string(l.text[l.begin:]), string(packed)
}

// Unpack adds what Pack gave.
func (l *List) Unpack(text, stamps string) {
	packed, last := []byte(stamps), int64(0)
	for text != "" {
		entry, rest, _ := strings.Cut(text, "\x00")
		delta, n := binary.Varint(packed)
		packed, last = packed[max(n, 0):], last+delta
		l.text = append(l.text, entry...)
		l.added(time.Time{})
		l.stamps[len(l.stamps)-1] = last
		text = rest
	}
}

// Clear removes all entries; the numbers begin anew.
func (l *List) Clear() { *l = List{} }

// Fresh is how many of the last entries are in no file yet.
func (l *List) Fresh() int { return min(l.fresh, l.Len()) }

// SetFresh says how many that is.
func (l *List) SetFresh(n int) { l.fresh = n }

// Index returns the index of a history number; negative ones count from the end.
func (l *List) Index(n int) (int, bool) {
	i := n - l.First()
	if n < 0 {
		i = l.Len() + n
	}
	return i, i >= 0 && i < l.Len()
}

// Find returns the index of the last entry before end that begins with a text; -1,
// if there is none.
func (l *List) Find(text string, end int) int {
	for i := end - 1; i >= 0; i-- {
		if strings.HasPrefix(string(l.bytes(i)), text) {
			return i
		}
	}
	return -1
}

// Len is how many entries there are.
func (l *List) Len() int { return len(l.ends) }

// First is the history number of the oldest entry.
func (l *List) First() int { return l.dropped + 1 }

func (l *List) start(i int) int {
	if i == 0 {
		return l.begin
	}
	return l.ends[i-1] + 1
}

func (l *List) bytes(i int) []byte { return l.text[l.start(i):l.ends[i]] }

// Entry is the text of an entry.
func (l *List) Entry(i int) string { return string(l.bytes(i)) }

// Time is when an entry was added, the zero Time if that is unknown.
func (l *List) Time(i int) time.Time {
	if l.stamps[i] == 0 {
		return time.Time{}
	}
	return time.Unix(l.stamps[i], 0)
}

// Add appends an entry. NUL characters are left out of it.
func (l *List) Add(text string, when time.Time) {
	l.text = append(l.text, strings.ReplaceAll(text, "\x00", "")...)
	l.added(when)
}

// added ends the entry that the text has been appended of.
func (l *List) added(when time.Time) {
	l.heads = append(l.heads, head(l.text[l.start(len(l.ends)):]))
	l.ends = append(l.ends, len(l.text))
	l.text = append(l.text, 0)
	stamp := int64(0)
	if !when.IsZero() {
		stamp = when.Unix()
	}
	l.stamps = append(l.stamps, stamp)
	l.fresh++
}

// grow makes room for so many entries with so much text.
func (l *List) grow(entries, text int) {
	const later = 1 << 10 // entries that are yet to come, which are not to move all
	entries += later
	text += 64 * later
	l.text = slices.Grow(l.text, text+entries)
	l.ends = slices.Grow(l.ends, entries)
	l.heads = slices.Grow(l.heads, entries)
	l.stamps = slices.Grow(l.stamps, entries)
}

// head is the beginning of a text as a number.
func head(text []byte) uint64 {
	if len(text) >= 8 {
		return binary.BigEndian.Uint64(text)
	}
	var first [8]byte
	copy(first[:], text)
	return binary.BigEndian.Uint64(first[:])
}

// Remove removes the entries from i to j, without the latter.
func (l *List) Remove(i, j int) {
	if i >= j {
		return
	}
	l.fresh -= max(0, j-max(i, l.Len()-l.Fresh()))
	if i == 0 {
		l.cut(j)
		return
	}
	l.own()
	from, to := l.start(i), l.ends[j-1]+1
	l.text = append(l.text[:from], l.text[to:]...)
	l.ends = append(l.ends[:i], l.ends[j:]...)
	for k := i; k < len(l.ends); k++ {
		l.ends[k] -= to - from
	}
	l.heads = append(l.heads[:i], l.heads[j:]...)
	l.stamps = append(l.stamps[:i], l.stamps[j:]...)
}

// cut removes the first n entries. Their memory is given back once it is most of
// all.
func (l *List) cut(n int) {
	l.begin = l.ends[n-1] + 1
	l.ends, l.heads, l.stamps = l.ends[n:], l.heads[n:], l.stamps[n:]
	if l.begin <= len(l.text)/2 {
		return
	}
	l.text, l.ends = slices.Clone(l.text[l.begin:]), slices.Clone(l.ends)
	for i := range l.ends {
		l.ends[i] -= l.begin
	}
	l.begin = 0
}

// Replace gives an entry another text.
func (l *List) Replace(i int, text string) {
	l.own()
	text = strings.ReplaceAll(text, "\x00", "")
	grown := len(text) - (l.ends[i] - l.start(i))
	tail := l.text[l.ends[i]:]
	l.text = append(append(append([]byte(nil), l.text[:l.start(i)]...), text...), tail...)
	for k := i; k < len(l.ends); k++ {
		l.ends[k] += grown
	}
	l.heads[i] = head(l.bytes(i))
}

// Limit removes the oldest entries if there are more than n.
func (l *List) Limit(n int) {
	if over := len(l.ends) - n; over > 0 {
		l.Remove(0, over)
		l.dropped += over
	}
}

// Suggest finds the newest entry before i that begins with prefix, and has more
// than that; -1 if there is none.
func (l *List) Suggest(prefix string, i int) int {
	if prefix == "" {
		return -1
	}
	want := head([]byte(prefix[:min(len(prefix), 8)]))
	unused := uint(64 - 8*min(len(prefix), 8))
	mask := ^uint64(0) << unused
	for i--; i >= 0; i-- {
		if l.heads[i]&mask != want {
			continue
		}
		if entry := l.bytes(i); len(entry) > len(prefix) && string(entry[:len(prefix)]) == prefix {
			return i
		}
	}
	return -1
}

// searched is how much text is searched at a time, going backward.
const searched = 64 << 10

// Backward finds needle nearest before byte offset at in entry i, or in the
// entries before it: which entry, and where in it. The entry is -1 if there is
// none.
func (l *List) Backward(needle string, i, at int) (entry, offset int) {
	if needle == "" || strings.IndexByte(needle, 0) >= 0 || len(l.ends) == 0 {
		return -1, 0
	}
	end := len(l.text)
	if i < len(l.ends) {
		end = min(l.start(i)+at+len(needle)-1, l.ends[i])
	}
	step := max(searched, 2*len(needle))
	for end-l.begin >= len(needle) {
		from := max(l.begin, end-step)
		if k := lastIndex(l.text[from:end], needle); k >= 0 {
			return l.locate(from + k)
		}
		if from == l.begin {
			break
		}
		end = from + len(needle) - 1
	}
	return -1, 0
}

// lastIndex is bytes.LastIndex, but finds quickly that there is nothing, by the
// instructions that searching forward has.
func lastIndex(text []byte, needle string) int {
	pattern := []byte(needle)
	if !bytes.Contains(text, pattern) {
		return -1
	}
	return bytes.LastIndex(text, pattern)
}

// Forward finds needle at byte offset at in entry i, or nearest after it, like
// Backward.
func (l *List) Forward(needle string, i, at int) (entry, offset int) {
	if needle == "" || strings.IndexByte(needle, 0) >= 0 || i >= len(l.ends) {
		return -1, 0
	}
	from := min(l.start(i)+at, l.ends[i])
	k := bytes.Index(l.text[from:], []byte(needle))
	if k < 0 {
		return -1, 0
	}
	return l.locate(from + k)
}

// locate tells in which entry a place of the text is.
func (l *List) locate(place int) (entry, offset int) {
	low, high := 0, len(l.ends)
	for low < high {
		if mid := (low + high) / 2; l.ends[mid] < place {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low, place - l.start(low)
}
