package interp

import (
	"sync/atomic"
	"syscall"

	"gpipe/internal/lifetime"
	"gpipe/internal/option"
	"gpipe/internal/redirect"
	"gpipe/internal/sys/poll"
)

// Finding is a completion that is being found beside the shell, on a copy of it
// which has no terminal. It ends with Take or with Stop.
type Finding struct {
	sh, env *Shell
	life    *lifetime.Lifetime
	forget  func()
	bell    *lifetime.Bell
	ended   chan struct{}
	gone    chan struct{} // closed when nothing of it is left
	found   Completion
}

// Find begins to complete a line: see CompleteLine.
func (sh *Shell) Find(line string, point int, key CompletionKey) *Finding {
	env := sh.Fork()
	f := &Finding{sh: sh, env: env, bell: lifetime.NewBell(new(atomic.Bool)), ended: make(chan struct{}), gone: make(chan struct{})}
	f.life, f.forget = sh.detachAt(env, int(env.sub), true)
	env.tally = nil
	quiet := env.silence()
	go func() {
		defer close(f.ended)
		if quiet {
			f.found = env.CompleteLine(line, point, key)
		}
		f.bell.Ring()
	}()
	return f
}

// silence gives an environment no terminal to read from and to write to. What it
// cannot be kept from it does not begin.
func (sh *Shell) silence() bool {
	c := sh.openContext()
	undo, err := sh.files.Apply([]redirect.Op{redirect.In(0, "/dev/null"), redirect.Out(1, "/dev/null"), redirect.Out(2, "/dev/null")}, &c)
	if err == nil {
		undo.Commit()
	}
	return err == nil
}

// Waker wakes when it has been found.
func (f *Finding) Waker() poll.Waker { return f.bell }

// Over tells whether it has been found.
func (f *Finding) Over() bool { return f.bell.Rung() }

// Take waits for what is found. What the functions that were called have left
// behind, variables, functions and specifications, the shell has from then on: it
// must have done nothing meanwhile.
func (f *Finding) Take() Completion {
	<-f.ended
	if f.found.Next == Next && !f.life.Over() {
		f.sh.adopt(f.env)
	}
	f.end()
	return f.found
}

// Stop gives it up, and kills the processes that it has started. It does not wait
// for its end.
func (f *Finding) Stop() {
	go func() {
		f.life.Signal(syscall.SIGKILL) // nobody may be left
		<-f.ended
		f.end()
	}()
}

func (f *Finding) end() {
	f.env.End(Next)
	f.forget()
	f.bell.Release()
	close(f.gone)
}

// Wait waits until nothing of it is left, after Stop.
func (f *Finding) Wait() { <-f.gone }

// adopt takes over what a copy of the shell has that completions change: its
// variables, functions, specifications, aliases and options.
func (sh *Shell) adopt(env *Shell) {
	sh.st.Fork(env.st.Vars.Fork())
	sh.bind()
	sh.funcs = env.funcs.fork()
	if now := env.Shopts(); now != sh.Shopts() {
		sh.Settings().SetShopts(now)
	}
	sh.state.aliases = env.state.aliases.Fork()
	if env.aside == nil {
		return
	}
	a := sh.besides()
	a.completing = env.aside.completing.fork()
	a.exported, a.fixed, a.disabled = env.aside.exported, env.aside.fixed, env.aside.disabled
	sh.setOption(option.LessBuiltins, len(a.disabled) > 0)
}
