package expand

// impure is a part that may run a command, assign or fail.
type impure interface {
	impure() bool
}

func pureParts(parts []part) bool {
	for _, p := range parts {
		if x, ok := p.(impure); ok && x.impure() {
			return false
		}
	}
	return true
}

func (x *substPart) impure() bool   { return true }
func (x *processPart) impure() bool { return true }
func (f failure) impure() bool      { return true }
func (x *slicePart) impure() bool   { return true }
func (x *arithPart) impure() bool   { return true }
func (g *group) impure() bool       { return !pureParts(g.parts) }
func (x *paramPart) impure() bool   { return x.param.impure() }
func (x *lengthPart) impure() bool  { return x.param.impure() }
func (x *tellPart) impure() bool    { return x.param.impure() }

func (x *modified) impure() bool {
	return x.param.impure() || x.modifier.(impure).impure()
}

func (x *defaultPart) impure() bool {
	return x.op == '=' || x.op == '?' || x.param.impure() || !pureParts(x.word)
}

// impure tells whether getting the parameter's value can have effects: an
// indirect name may be invalid, a subscript is arithmetic.
func (p *param) impure() bool { return p.indirect || p.index != nil }

func (t *trim) impure() bool { return !t.pattern.pure }

func (r *replace) impure() bool {
	return r.pattern != nil && !r.pattern.pure || !pureParts(r.with)
}

func (f *folding) impure() bool { return f.pattern != nil && !f.pattern.pure }

func (t transform) impure() bool { return t == 'P' }
