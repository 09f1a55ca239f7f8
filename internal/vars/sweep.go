package vars

// fewLoose is how many names that may be unused are not worth a sweep.
const fewLoose = 1024

// Littered tells whether there are so many names that may be unused that a
// Sweep, which takes time in proportion to all names, is worth it.
func (v *Vars) Littered() bool {
	n := v.names.loose.Load()
	return n >= fewLoose && n >= 2*v.names.left.Load()
}

// Sweep gives back the slots of the names that no variable has, and that nobody
// was given by a view that keeps them; and the memory of variables that are
// unset. The slots may get other names then: nobody may have one, and there must
// be no other Vars of the same runtime.
func (v *Vars) Sweep() {
	n := v.names
	n.mu.Lock()
	defer n.mu.Unlock()
	saved := make(map[Slot]bool)
	for i := range v.scopes.saved {
		saved[v.scopes.saved[i].slot] = true
	}
	old := n.table.Load()
	used, end := make([]bool, old.n.Load()), 0
	for i := range used {
		s := Slot(i)
		used[i] = old.list[i] != "" && (old.kept[i].Load() || saved[s] || !v.look(s).unused())
		if used[i] {
			end = i + 1
		}
	}
	left := n.rebuild(old, used[:end])
	n.left.Store(left)
	n.loose.Store(left)
	v.dropPages()
}

// rebuild makes the table that has the used slots of another one, and room for
// as many. It returns how many of them are not kept. n.mu is held.
func (n *Names) rebuild(old *table, used []bool) (loose int32) {
	cells := 256
	for cells*3/4 < 2*len(used) {
		cells *= 2
	}
	t := newTable(cells)
	for i := len(used) - 1; i >= 0; i-- {
		if !used[i] {
			t.free = append(t.free, Slot(i)) // the lowest one is taken first
			continue
		}
		name, kept := old.list[i], old.kept[i].Load()
		t.list[i] = name
		t.kept[i].Store(kept)
		t.place(n.hash(name), Slot(i))
		if !kept {
			loose++
		}
	}
	t.n.Store(int32(len(used)))
	n.table.Store(t)
	return loose
}

// unused tells whether a variable is as if it had never been.
func (x *variable) unused() bool { return x.str == "" && x.ext == nil && x.attr == 0 }

// dropPages gives back the pages on which nothing is left.
func (v *Vars) dropPages() {
	if v.pagesOwner != v.owner {
		return
	}
	for i, p := range v.pages {
		if p == nil || p.exported != 0 {
			continue
		}
		empty := true
		for k := range p.vars {
			empty = empty && p.vars[k].unused()
		}
		if empty {
			v.pages[i] = nil
		}
	}
}
