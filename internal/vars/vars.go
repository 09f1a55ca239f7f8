package vars

const (
	pageBits = 5
	pageSize = 1 << pageBits
)

// Vars is the variables of one shell. The zero value is not usable: see New.
//
// Variables lie in pages, which Fork shares. A page has the number of the
// Vars that may write it; Fork gives both sides a new number, so that each
// copies a page before it writes it again.
type Vars struct {
	// AllExport marks every variable exported that is assigned (set -a).
	AllExport bool

	names *Names
	owner uint64
	pages []*page
	// pagesOwner is the owner of the slice pages itself.
	pagesOwner uint64
	hooks      Hooks

	gens [numWatched]uint64
	utf8 bool

	env      *environ // cached; immutable, may be shared with forks
	envStale bool
	odd      []string // imported entries that are no variables; immutable

	scopes scopes
}

// page is pageSize variables. Only the Vars whose owner number it has may
// write to it.
type page struct {
	owner    uint64
	exported uint32 // bit i: vars[i] is exported
	vars     [pageSize]variable
}

// variable is one variable. The zero value is unset.
type variable struct {
	str  string
	ext  any // nil, *indexed, *assoc, or *tail behind a string that grew
	attr Attr
}

// New returns variables as a shell has them before the environment is
// imported: IFS is space, tab and newline, OPTIND is 1, PS4 is "+ ".
func New(names *Names) *Vars {
	v := &Vars{names: names, owner: names.next(), envStale: true}
	v.pagesOwner = v.owner
	v.put(IFS, variable{str: " \t\n", attr: isSet})
	v.put(OPTIND, variable{str: "1", attr: isSet})
	v.put(PS4, variable{str: "+ ", attr: isSet})
	return v
}

// Names returns the names that v's slots belong to.
func (v *Vars) Names() *Names { return v.names }

// Fork returns a copy of v, with its scopes, that another goroutine may use.
// It takes the same time however many variables there are. The copy has v's
// hooks until it is given its own with Bind.
func (v *Vars) Fork() *Vars {
	c := new(Vars)
	*c = *v
	v.owner = v.names.next()
	c.owner = v.names.next()
	return c
}

// look returns the variable in s for reading only.
func (v *Vars) look(s Slot) *variable {
	if i := int(s) >> pageBits; uint(i) < uint(len(v.pages)) {
		if p := v.pages[i]; p != nil {
			return &p.vars[s&(pageSize-1)]
		}
	}
	return &v.names.unset
}

// own returns the page of s for writing, copied if it is shared.
func (v *Vars) ownPage(s Slot) *page {
	i := int(s) >> pageBits
	if uint(i) < uint(len(v.pages)) {
		if p := v.pages[i]; p != nil && p.owner == v.owner {
			return p
		}
	}
	return v.copyPage(i)
}

func (v *Vars) copyPage(i int) *page {
	if v.pagesOwner != v.owner || i >= len(v.pages) {
		pages := make([]*page, max(len(v.pages), i+1, v.names.Len()>>pageBits+1))
		copy(pages, v.pages)
		v.pages, v.pagesOwner = pages, v.owner
	}
	p := new(page)
	if old := v.pages[i]; old != nil {
		*p = *old
	}
	p.owner = v.owner
	v.pages[i] = p
	return p
}

// put replaces the variable in s, whatever its attributes are.
func (v *Vars) put(s Slot, x variable) {
	p := v.ownPage(s)
	i := s & (pageSize - 1)
	exported := p.exported >> i & 1
	p.vars[i] = x
	p.exported &^= 1 << i
	if x.attr&Exported != 0 {
		p.exported |= 1 << i
		exported = 1
	}
	if exported != 0 {
		v.envStale = true
	}
	if s < numWatched {
		v.changed(s)
	}
}

// IsScalar tells whether the variable in s, or the one that it is a reference
// to, is set and no array.
func (v *Vars) IsScalar(s Slot) bool {
	return v.look(v.target(s)).attr&(array|dynamic|NameRef|isSet) == isSet
}

// Get returns the value of the variable in s and whether it is set. Of an
// array it is the element 0; a name reference is followed.
func (v *Vars) Get(s Slot) (value string, set bool) {
	x := v.look(s)
	if x.attr&(dynamic|NameRef|array) != 0 {
		return v.getSlow(s, x)
	}
	return x.str, x.attr&isSet != 0
}

func (v *Vars) getSlow(s Slot, x *variable) (string, bool) {
	switch {
	case x.attr&NameRef != 0:
		t, sub, err := v.Deref(s)
		if x := v.outer(s); err != nil && x != nil {
			if x.attr&(dynamic|array) != 0 {
				return v.getSlow(s, x)
			}
			return x.str, x.attr&isSet != 0
		}
		if err != nil || t == s {
			return "", false
		}
		if sub != "" {
			return v.getSub(t, sub)
		}
		return v.Get(t)
	case x.attr&dynamic != 0:
		if v.hooks == nil {
			return "", false
		}
		if v.isDynamicAssoc(x) {
			return v.dynamicKey(s, "0")
		}
		if elems := v.hooks.VarElems(s); len(elems) > 0 {
			return elems[0], true
		}
		return v.hooks.GetVar(s)
	default:
		switch a := x.ext.(type) {
		case *indexedArray:
			return a.get(0)
		case *assocArray:
			return a.get("0")
		}
		return "", false
	}
}
