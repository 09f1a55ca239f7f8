package vars

import "gpipe/internal/snapshot"

// Save writes v for another process: the variables, the imported entries that
// are none, and the variables local to the open scopes with what they hid, which
// unset shows again.
func (v *Vars) Save(w *snapshot.Writer) {
	all := v.Sorted(0)
	w.Len(len(all))
	for _, s := range all {
		w.String(v.names.Name(s))
		v.look(s).save(w)
	}
	w.Strings(v.odd)
	w.Len(len(v.scopes.open))
	for i, sc := range v.scopes.open {
		end := len(v.scopes.saved)
		if i+1 < len(v.scopes.open) {
			end = v.scopes.open[i+1].base
		}
		w.Int(int64(sc.kind))
		w.Len(end - sc.base)
		for _, e := range v.scopes.saved[sc.base:end] {
			w.String(v.names.Name(e.slot))
			e.x.save(w)
		}
	}
}

// The forms of a saved value.
const (
	savedString = iota
	savedIndexed
	savedAssoc
)

// save writes a variable: its attributes, the form of the value, the value.
func (x *variable) save(w *snapshot.Writer) {
	w.Int(int64(x.attr))
	switch a := x.ext.(type) {
	case *indexedArray:
		w.Int(savedIndexed)
		w.Strings(a.values(nil))
		if a.gaps == nil {
			w.Len(0)
			return
		}
		w.Len(a.len())
		for _, i := range a.indices() {
			w.Int(i)
		}
	case *assocArray:
		w.Int(savedAssoc)
		w.Len(len(a.at))
		for i, e := range a.entries {
			if a.live(i) {
				w.String(e.key)
				w.String(e.val)
			}
		}
	default:
		w.Int(savedString)
		w.String(x.str)
	}
}

// Load returns the variables that Save wrote, without hooks.
func Load(names *Names, r *snapshot.Reader) *Vars {
	v := &Vars{names: names, owner: names.next(), envStale: true}
	v.pagesOwner = v.owner
	for range r.Len() {
		s := names.Slot(r.String())
		v.put(s, v.load(r))
	}
	for s := range numWatched {
		v.changed(s)
	}
	v.odd = r.Strings()
	v.odd = v.odd[:len(v.odd):len(v.odd)]
	for range r.Len() {
		v.Push(ScopeKind(r.Int()))
		for range r.Len() {
			s := names.Slot(r.String())
			v.saveLocal(s, len(v.scopes.open)-1)
			v.scopes.saved[len(v.scopes.saved)-1].x = v.load(r)
		}
	}
	return v
}

func (v *Vars) load(r *snapshot.Reader) variable {
	x := variable{attr: Attr(r.Int())}
	switch r.Int() {
	case savedIndexed:
		a := &indexedArray{owner: v.owner, vals: r.Strings()}
		var idx []int64
		for range r.Len() {
			idx = append(idx, r.Int())
		}
		if len(idx) > 0 && len(idx) == len(a.vals) {
			a.gaps, a.vals = sparseOf(idx, a.vals), nil
		}
		x.ext = a
	case savedAssoc:
		a := &assocArray{owner: v.owner}
		for range r.Len() {
			key := r.String()
			a.set(key, r.String())
		}
		x.ext = a
	default:
		x.str = r.String()
	}
	return x
}
