// Package pipeline runs real Unix pipelines: processes joined by kernel
// pipes, in one process group, with the status of every stage.
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
package pipeline

import (
	"context"
	"slices"
)

// Pipeline is a list of stages to be joined. It is immutable: it can be
// started many times, also at the same time (if its stages can be).
type Pipeline struct {
	stages []Stage
	one    [1]Stage // backs stages when there is one
}

// New returns the pipeline of the given stages, first to last.
func New(stages ...Stage) *Pipeline {
	p := &Pipeline{}
	if len(stages) == 1 {
		p.one[0] = stages[0]
		p.stages = p.one[:]
	} else {
		p.stages = slices.Clone(stages)
	}
	return p
}

// Start starts all stages and returns without waiting for them. Unless an
// option says otherwise the processes are reaped when they end even if Wait
// is never called.
//
// When a stage can't be started, those that were are ended as by a cancelled
// context and waited for, every descriptor of the pipeline is closed, and the
// error is an *Error that names the stage. Files given as options stay open
// and the caller's in any case.
//
// When ctx is done before the pipeline has ended, its processes get SIGTERM
// (and SIGCONT), and after the grace SIGKILL: the whole process group, that
// is, also the processes the stages have started, as far as they have not
// left the group.
func (p *Pipeline) Start(ctx context.Context, opts ...Option) (*Job, error) {
	o := options(opts)
	return p.StartWith(ctx, &o)
}

// StartWith is Start with the options as a value. The Job keeps no reference
// to o.
func (p *Pipeline) StartWith(ctx context.Context, o *Options) (*Job, error) {
	if o == nil {
		o = &Options{}
	}
	if o.Observer != nil && o.Waiting != WaitBackground {
		observed := *o
		observed.Waiting = WaitBackground
		o = &observed
	}
	return start(ctx, p.stages, o)
}

// Run starts the pipeline and waits for it: see Start and Job.Wait.
func (p *Pipeline) Run(ctx context.Context, opts ...Option) error {
	o := options(opts)
	if len(p.stages) == 1 && o.Waiting == WaitBackground {
		o.Waiting = WaitCaller
	}
	j, err := p.StartWith(ctx, &o)
	if err != nil {
		return err
	}
	return j.Wait()
}

// Output runs the pipeline and returns what its last stage wrote to its
// standard output. With an error it returns what was written until then.
func (p *Pipeline) Output(ctx context.Context, opts ...Option) ([]byte, error) {
	o := options(opts)
	o.Capture = true
	j, err := p.StartWith(ctx, &o)
	if err != nil {
		return nil, err
	}
	return j.Output()
}

func options(opts []Option) Options {
	var o Options
	for _, set := range opts {
		set(&o)
	}
	return o
}
