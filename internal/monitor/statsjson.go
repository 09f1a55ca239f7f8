package monitor

import (
	"time"

	"gpipe/internal/json"
	"gpipe/internal/pipeline"
)

// Schema is the version of what JSON writes. It changes when a name, a unit
// or a meaning does; members may be added without.
const Schema = 1

// JSON gives the figures of a pipeline as one object on a
// line. What is not known is null.
func JSON(j *pipeline.Job, file string, line int) []byte {
	stages := j.Statuses()
	start, wall := span(stages)
	var w json.Writer
	w.Object()
	w.Key("stats")
	w.Int(Schema)
	w.Key("file")
	if file == "" {
		w.Null()
	} else {
		w.String(file)
	}
	w.Key("line")
	w.Int(int64(line))
	w.Key("start_unix_seconds")
	w.Float(float64(start.UnixMicro())/1e6, 6)
	elapsed(&w, "wall_seconds", wall)
	w.Key("complete")
	w.Bool(complete(stages))
	w.Key("bottleneck_stage")
	if k := bottleneck(stages); k >= 0 {
		w.Int(int64(k + 1))
	} else {
		w.Null()
	}
	w.Key("stages")
	w.Array()
	for k, moved := range trafficOf(stages) {
		jsonStage(&w, k, &stages[k], &moved)
	}
	w.EndArray()
	w.End()
	w.Newline()
	return w.Bytes()
}

func jsonStage(w *json.Writer, k int, st *pipeline.Status, moved *traffic) {
	w.Object()
	w.Key("stage")
	w.Int(int64(k + 1))
	w.Key("name")
	w.String(st.Name)
	w.Key("argv")
	if len(st.Argv) == 0 {
		w.Null()
	} else {
		w.Array()
		for _, arg := range st.Argv {
			w.String(arg)
		}
		w.EndArray()
	}
	w.Key("text")
	if st.Text == "" {
		w.Null()
	} else {
		w.String(st.Text)
	}
	jsonEnd(w, st)
	elapsed(w, "wall_seconds", lasted(st))
	jsonRusage(w, st)
	jsonUsage(w, st.Usage)
	jsonTraffic(w, moved)
	jsonJobs(w, jobsOf(st))
	w.End()
}

func jsonEnd(w *json.Writer, st *pipeline.Status) {
	w.Key("pid")
	known(w, int64(st.Pid), st.Pid != 0)
	w.Key("ended")
	w.Bool(!st.End.IsZero())
	w.Key("status")
	known(w, int64(st.ExitCode()), !st.End.IsZero())
	w.Key("signal")
	if st.WaitStatus.Signaled() {
		w.String(signalName(st))
	} else {
		w.Null()
	}
	w.Key("core_dumped")
	w.Bool(st.WaitStatus.Signaled() && st.WaitStatus.CoreDump())
}

func jsonRusage(w *json.Writer, st *pipeline.Status) {
	if ru := st.Rusage; ru != nil {
		elapsed(w, "user_seconds", time.Duration(ru.Utime.Nano()))
		elapsed(w, "system_seconds", time.Duration(ru.Stime.Nano()))
	} else {
		w.Key("user_seconds")
		w.Null()
		w.Key("system_seconds")
		w.Null()
	}
	bytes, sign, ok := memoryOf(st)
	w.Key("peak_memory_bytes")
	known(w, bytes, ok)
	w.Key("peak_memory_is_bound")
	if ok {
		w.Bool(sign == "<")
	} else {
		w.Null()
	}
	w.Key("peak_memory_is_final")
	w.Bool(ok && sign == "")
}

// jsonTraffic writes what went through the pipes on both sides of a stage.
func jsonTraffic(w *json.Writer, t *traffic) {
	w.Key("pipe_in_bytes")
	known(w, t.in, t.in >= 0)
	w.Key("pipe_out_bytes")
	known(w, t.out, t.out >= 0)
	w.Key("pipe_bytes_are_estimated")
	w.Bool(t.aboutIn || t.aboutOut)
}

func jsonUsage(w *json.Writer, u *pipeline.Usage) {
	if u == nil {
		u = &pipeline.Usage{Read: -1, Written: -1}
	}
	w.Key("read_bytes")
	known(w, u.Read, u.Read >= 0)
	w.Key("written_bytes")
	known(w, u.Written, u.Written >= 0)
	w.Key("bytes_are_final")
	w.Bool(u.Final)
	w.Key("samples")
	w.Int(int64(u.Samples))
	for _, share := range []struct {
		name string
		d    time.Duration
	}{
		{"running_seconds", u.Running}, {"waiting_for_input_seconds", u.Input},
		{"blocked_on_output_seconds", u.Output}, {"waiting_otherwise_seconds", u.Other},
	} {
		if u.Samples == 0 {
			w.Key(share.name)
			w.Null()
		} else {
			elapsed(w, share.name, share.d)
		}
	}
}

func elapsed(w *json.Writer, name string, d time.Duration) {
	w.Key(name)
	w.Float(d.Seconds(), 6)
}

func known(w *json.Writer, n int64, ok bool) {
	if ok {
		w.Int(n)
	} else {
		w.Null()
	}
}
