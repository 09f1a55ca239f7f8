// Package pipeline starts pipelines and waits for them. The public package of the same
// name has what of it is for other programs. The rest is for the shell, which has a
// PATH, an environment, a directory and descriptor tables of its own: Exec and InProc
// stages, the EngineOptions, and Tally, by which what runs in this process is counted
// as the kernel counts what a process does.
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
// and the caller's in any case. What makes no sense, such as a nil context or
// an option without effect, is an *ArgumentError, and nothing is started.
//
// When ctx is done before the pipeline has ended, its processes get SIGTERM
// (and SIGCONT), and after the grace SIGKILL: the stages and what they have
// started, as Group says.
func (p *Pipeline) Start(ctx context.Context, opts ...Option) (*Job, error) {
	o := optionsOf(opts)
	return p.startAs("pipeline.Start", ctx, &o)
}

// StartWith is Start with the options as a value. The Job keeps no reference
// to o.
func (p *Pipeline) StartWith(ctx context.Context, o *Options) (*Job, error) {
	if o == nil {
		o = &Options{}
	}
	return p.startAs("pipeline.StartWith", ctx, o)
}

// start is StartWith, which errors call f.
func (p *Pipeline) startAs(f string, ctx context.Context, o *Options) (*Job, error) {
	var stages []Stage
	if p != nil {
		stages = p.stages
	}
	if err := checked(f, ctx, stages, o); err != nil {
		drop(stages)
		return nil, err
	}
	if o.engine.Waiting != WaitBackground && (o.Observer != nil || o.Group == GroupForeground) {
		attended := *o
		attended.engine.Waiting = WaitBackground
		o = &attended
	}
	return start(ctx, stages, o)
}

// Run starts the pipeline and waits for it: see Start and Job.Wait. It excludes
// Capture.
func (p *Pipeline) Run(ctx context.Context, opts ...Option) error {
	o := optionsOf(opts)
	if o.Capture {
		o.wrong("Capture", "has no effect with Run")
	}
	if p != nil && len(p.stages) == 1 && o.engine.Waiting == WaitBackground {
		o.engine.Waiting = WaitCaller
	}
	j, err := p.startAs("pipeline.Run", ctx, &o)
	if err != nil {
		return err
	}
	return j.Wait()
}

// Output runs the pipeline and returns what its last stage wrote to its
// standard output. With an error it returns what was written until then. It
// excludes Stdout.
//
// Without a Stderr the error has the end of what the stages wrote there, at most
// 32 KiB: see Error.Stderr. Nobody waits for that: a process that is left behind
// gets SIGPIPE when it writes more.
func (p *Pipeline) Output(ctx context.Context, opts ...Option) ([]byte, error) {
	o := optionsOf(opts)
	o.Capture, o.keepStderr = true, o.Stderr == nil
	j, err := p.startAs("pipeline.Output", ctx, &o)
	if err != nil {
		return nil, err
	}
	return j.Output()
}

func optionsOf(opts []Option) Options {
	var o Options
	for _, set := range opts {
		if set == nil {
			o.wrong("Option", "is nil")
			continue
		}
		set(&o)
	}
	return o
}
