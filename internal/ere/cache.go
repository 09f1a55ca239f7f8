package ere

// Cache keeps what was compiled lately, for expressions whose text is known
// only at run time. Its zero value is ready for use. A Cache belongs to one
// goroutine; the expressions it gives do not.
type Cache struct {
	last    *Regexp
	entries map[cacheKey]*Regexp
}

type cacheKey struct {
	text  string
	flags Flags
}

// cacheSize bounds the number of expressions in a Cache, cacheText the length
// of each one's text.
const (
	cacheSize = 64
	cacheText = 512
)

// Compile is the function Compile with a memory.
func (c *Cache) Compile(text string, flags Flags) (*Regexp, error) {
	if re := c.last; re != nil && re.flags == flags && re.text == text {
		return re, nil
	}
	key := cacheKey{text, flags}
	re := c.entries[key]
	if re == nil {
		var err error
		if re, err = Compile(text, flags); err != nil || len(text) > cacheText {
			return re, err
		}
		if c.entries == nil {
			c.entries = make(map[cacheKey]*Regexp)
		} else if len(c.entries) >= cacheSize {
			clear(c.entries)
		}
		c.entries[key] = re
	}
	c.last = re
	return re, nil
}
