package expand

// defaultPart is ${parameter-word} with - = ? or +, after a colon or not
// (XCU 2.6.2).
type defaultPart struct {
	param
	op     byte
	colon  bool // a null parameter counts as unset
	quoted bool
	word   []part
}

func (x *defaultPart) run(st *State) error {
	p, err := x.resolve(st)
	if err != nil {
		return err
	}
	s, set, err := p.get(st)
	if err != nil {
		return err
	}
	absent := !set || x.colon && s == ""
	switch {
	case x.op == '+' && absent:
		switch {
		case !x.quoted:
		case !p.isList():
			st.quoted("")
		case set || p.star: // but no parameters at all are no field
			st.out.started = true
		}
		return nil
	case x.op == '+', x.op == '-' && absent:
		return x.runWord(st)
	case !absent && p.isList():
		return p.emit(st, x.quoted)
	case !absent:
	case x.op == '=':
		s, err = x.assign(st, &p)
	default:
		err = x.complain(st, &p)
	}
	if err != nil {
		return err
	}
	st.emit(s, x.quoted)
	return nil
}

// runWord adds the word in place of the parameter. An empty one in quotes makes
// a field, unless it stands beside a list.
func (x *defaultPart) runWord(st *State) error {
	if x.quoted && (!st.out.weak || x.isList()) {
		st.out.started = true
	}
	return runParts(st, x.word)
}

// assign gives the parameter the word as its value and returns that value.
func (x *defaultPart) assign(st *State, p *param) (string, error) {
	s, err := joinParts(st, x.word)
	if err != nil {
		return "", err
	}
	switch p.kind {
	case variable:
		err = st.Vars.Set(p.slot, s)
	case element:
		err = p.index.Set(st, p.slot, s, false)
	default:
		return "", failed("$"+p.name, ErrCannotAssign)
	}
	if err != nil {
		return "", assignError(err)
	}
	s, _, err = p.get(st)
	return s, err
}

// assignError makes the failure of an assignment one of an expansion.
func assignError(err error) error {
	if _, ok := err.(*Error); ok {
		return err
	}
	return &Error{Err: err}
}

// complain is the error that ${parameter?word} reports.
func (x *defaultPart) complain(st *State, p *param) error {
	s, err := joinParts(st, x.word)
	switch {
	case err != nil:
		return err
	case s != "":
	case x.colon:
		s = "parameter null or not set"
	default:
		s = "parameter not set"
	}
	return failed(p.name, Message(s))
}
