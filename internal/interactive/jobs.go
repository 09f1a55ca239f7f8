package interactive

import (
	"strconv"

	"gpipe/internal/columns"
	"gpipe/internal/interp"
	"gpipe/internal/job"
)

// notices tells, before a prompt, which jobs have begun, and which have ended.
func (s *Session) notices() {
	var text string
	ranked := s.sh.Jobs().Ranked()
	for _, j := range s.sh.Jobs().Listed() {
		switch over := j.Over(); {
		case over:
			text += s.sh.Jobs().Line(j, ranked, true, false)
			s.sh.Jobs().Shown(j)
			delete(s.jobs, j)
		case !s.jobs[j]:
			if s.jobs == nil {
				s.jobs = make(map[*job.Job]bool)
			}
			s.jobs[j] = true
			if interp.JobStopped(j) == 0 {
				text += "[" + strconv.Itoa(j.ID) + "] " + strconv.Itoa(j.Pid) + "\n"
			}
		}
	}
	s.write([]byte(columns.Lines(text)))
}
