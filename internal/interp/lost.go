package interp

import (
	"errors"

	"gpipe/internal/pipeline"
)

// noteLost remembers a stage of which nobody knows how it ended: 127 is then
// the status, as for a process that wait does not know. With report it says so.
func (sh *Shell) noteLost(st *pipeline.Status, report bool) {
	if st.Err == nil || !errors.Is(st.Err, pipeline.ErrStatusLost) {
		return
	}
	if report {
		sh.Report(Quote(st.Name) + ": " + st.Err.Error())
	}
	sh.rt.lost.CompareAndSwap(nil, &pipeline.Error{
		Stage: -1, Name: st.Name, Op: pipeline.OpWait, WaitStatus: st.WaitStatus, Err: st.Err,
	})
}

// Lost returns the error about the first command whose status was lost since
// the last call, or nil.
func (sh *Shell) Lost() error {
	if e := sh.rt.lost.Swap(nil); e != nil {
		return e
	}
	return nil
}
