package redirect

// Keep makes what the Ops did to fd outlive Restore; the file it replaced is
// dropped. It is how {name}>file stays open after its command.
func (u *Undo) Keep(t *Table, fd int) {
	for i := range u.n {
		e := &u.first[min(i, len(u.first)-1)]
		if i >= len(u.first) {
			e = &u.more[i-len(u.first)]
		}
		if e.fd != fd {
			continue
		}
		now := t.Get(fd)
		if now != nil {
			now.Ref()
		}
		if e.file != nil {
			e.file.Unref()
		}
		e.file = now
	}
}

// Add applies one more Op to what u undoes. On failure the table is as it
// was before op, with what u has still in force.
func (t *Table) Add(op *Op, c *Context, u *Undo) error { return t.applyOne(op, c, u) }
