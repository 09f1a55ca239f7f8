package monitor

import (
	"fmt"
	"strings"
	"time"

	"gpipe/internal/columns"
	"gpipe/internal/json"
	"gpipe/internal/pipeline"
)

// jobsOf is the jobs of a stage that is a pool, or nil.
func jobsOf(st *pipeline.Status) *pipeline.Jobs {
	if st.Usage == nil {
		return nil
	}
	return st.Usage.Jobs
}

// mean is how long a job took that has ended.
func mean(j *pipeline.Jobs) time.Duration {
	if j.Done == 0 {
		return 0
	}
	return j.Sum / time.Duration(j.Done)
}

// poolRow fills in what the programs took that the jobs of a pool ran.
func poolRow(r []string, j *pipeline.Jobs) {
	r[colUser], r[colSystem] = seconds(j.User), seconds(j.System)
	if j.Memory > 0 {
		r[colMemory] = amount(j.Memory)
		if j.MemoryBound {
			r[colMemory] = "<" + r[colMemory]
		}
	}
}

// jobsLine is the line of a pool's jobs below that of the stage.
func jobsLine(j *pipeline.Jobs, width int) string {
	return columns.Cut(fmt.Sprintf("  %s, %d failed; each %s s, from %s to %s",
		counted(j.Done), j.Failed, seconds(mean(j)), seconds(j.Least), seconds(j.Most)), width)
}

func counted(n int) string {
	if n == 1 {
		return "1 job"
	}
	return fmt.Sprint(n) + " jobs"
}

// jobsBar shows how far a pool is: a bar, the jobs that have ended, run and have
// failed, and how long the others will take if they go on like that.
func jobsBar(j *pipeline.Jobs, passed time.Duration) string {
	text := fmt.Sprintf("%d", j.Done)
	if j.Total > 0 {
		full := j.Done * barWidth / j.Total
		text = "[" + strings.Repeat("#", full) + strings.Repeat(".", barWidth-full) + "] " + text + fmt.Sprintf("/%d", j.Total)
	}
	text += fmt.Sprintf(" done, %d running, %d failed", j.Running, j.Failed)
	if j.Done > 0 && j.Total > j.Done {
		text += ", " + clock(passed/time.Duration(j.Done)*time.Duration(j.Total-j.Done)) + " left"
	}
	return text
}

// jsonJobs writes the jobs of a stage; null, if it is no pool.
func jsonJobs(w *json.Writer, j *pipeline.Jobs) {
	w.Key("jobs")
	if j == nil {
		w.Null()
		return
	}
	w.Object()
	w.Key("ended")
	w.Int(int64(j.Done))
	w.Key("failed")
	w.Int(int64(j.Failed))
	elapsed(w, "least_seconds", j.Least)
	elapsed(w, "mean_seconds", mean(j))
	elapsed(w, "most_seconds", j.Most)
	elapsed(w, "user_seconds", j.User)
	elapsed(w, "system_seconds", j.System)
	w.End()
}
