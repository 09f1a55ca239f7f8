package interp

import "gpipe/internal/vars"

// invoke runs a built-in with the assignments before it.
func (s *simple) invoke(sh *Shell, b *Builtin, args []string) Flow {
	switch {
	case len(s.assigns) == 0:
		return sh.Invoke(b, args)
	case b.Class == Special:
		return s.invokeSpecial(sh, b, args)
	}
	return s.temporarily(sh, nil, func() Flow { return sh.Invoke(b, args) })
}

func (s *simple) invokeSpecial(sh *Shell, b *Builtin, args []string) Flow {
	if !sh.assignmentsStay() {
		stays := func(name string) bool { return sh.declares(b, args, name) }
		return s.temporarily(sh, stays, func() Flow { return sh.Invoke(b, args) })
	}
	for i := range s.assigns {
		if err := sh.assign(&s.assigns[i]); err != nil {
			return sh.assignError(err)
		}
		if b.Name == "exec" && len(args) > 1 { // they are for what it runs
			sh.st.Vars.Export(s.assigns[i].slot)
		}
	}
	return sh.Invoke(b, args)
}

// temporarily runs f with the assignments in force and exported. Those of which
// stays tells so are made for good; nil: none.
func (s *simple) temporarily(sh *Shell, stays func(name string) bool, f func() Flow) Flow {
	v := sh.st.Vars
	v.Push(vars.Temporary)
	defer v.Pop()
	if err := sh.assignAll(s.assigns, stays); err != nil {
		return sh.assignError(err)
	}
	return f()
}

// assignAll makes the assignments before a command in the scope opened for them.
func (sh *Shell) assignAll(list []assign, stays func(name string) bool) error {
	for i := range list {
		a := &list[i]
		var err error
		if stays != nil && stays(a.name) {
			err = sh.assign(a)
		} else {
			err = sh.assignTemporary(a)
		}
		if err != nil && !sh.skips(err) {
			return err
		}
	}
	return nil
}
