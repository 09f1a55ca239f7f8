//go:build !windows

// Package pipeline runs real Unix pipelines: processes joined by kernel
// pipes, with the status of every stage.
//
//	p := pipeline.New(pipeline.Cmd("ps", "aux"), pipeline.Cmd("grep", "root"))
//	out, err := p.Output(ctx)
//
// Between two stages there is a pipe(2) and nothing else: no data passes
// through this process, and once the stages have started it holds no end of
// their pipes, save those that belong to a stage running in it. So a stage
// sees its end of file or SIGPIPE when its neighbours are gone, as under a
// shell.
//
// A child has exactly the fds it is given: 0, 1, 2 and those of its
// redirections; SIGPIPE at default; an empty signal mask. Nothing
// process-wide is changed in the host program.
//
// # The terminal
//
// When the host program has a controlling terminal, its children are in its
// own process group. So they may use the terminal as long as the host may:
// they can read from it, change its mode, and ask for a password; ^C ends the
// host and all of them, ^Z stops them and fg continues them; and a host that
// was started in the background is stopped, together with them, when one of
// them reads. It is what os/exec and popen(3) do.
//
// The other way, to lend the terminal to a group of the children's own, is not
// the default since it takes it from the host: while a child runs, a goroutine
// of the host that reads or draws would stop the whole program; of two
// pipelines at a time only one could have it; and ^C would end the children
// only. Programs that want just that, since they run the commands of a user,
// have the option Foreground.
//
// A group of their own is what a signal to all of the children goes to. Where
// they share the host's, they are looked up instead, when the context ends or
// Job.Signal is called: see Group. Without a terminal nobody needs the host's
// group, and every pipeline has its own.
package pipeline
