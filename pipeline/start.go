package pipeline

import (
	"context"
	"syscall"
)

func start(ctx context.Context, stages []Stage, o *Options) (*Job, error) {
	return nil, &Error{Stage: -1, Op: OpStart, Err: syscall.ENOSYS}
}
