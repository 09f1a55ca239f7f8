package pattern

// Cache keeps what was compiled lately, for patterns whose text is known
// only at run time. Its zero value is ready for use. A Cache belongs to one
// goroutine; the patterns it gives do not.
type Cache struct {
	last    *Pattern
	entries map[cacheKey]*Pattern
}

type cacheKey struct {
	text  string
	flags Flags
}

// cacheSize bounds the number of patterns in a Cache, cacheText the length of
// each one's text.
const (
	cacheSize = 256
	cacheText = 512
)

// Compile is the function Compile with a memory.
func (c *Cache) Compile(text string, flags Flags) *Pattern {
	if p := c.last; p != nil && p.flags == flags && p.text == text {
		return p
	}
	key := cacheKey{text, flags}
	p := c.entries[key]
	if p == nil {
		p = Compile(text, flags)
		if len(text) > cacheText {
			return p
		}
		if c.entries == nil {
			c.entries = make(map[cacheKey]*Pattern)
		} else if len(c.entries) >= cacheSize {
			clear(c.entries)
		}
		c.entries[key] = p
	}
	c.last = p
	return p
}
