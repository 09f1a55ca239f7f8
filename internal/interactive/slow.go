package interactive

import (
	"strconv"
	"time"

	"gpipe/internal/monitor"
	"gpipe/internal/option"
)

// slow is the time that REPORTTIME says: how many seconds a command may take
// before the shell tells how long it took. Negative: it tells of none.
func (s *Session) slow() time.Duration {
	value, _ := s.get("REPORTTIME")
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || !(seconds >= 0 && seconds < 1e9) || s.sh.Options()&option.Posix != 0 {
		return -1
	}
	return time.Duration(seconds * float64(time.Second))
}

// starts notes that a command begins.
func (s *Session) starts() {
	s.began = time.Now()
	s.sh.Time(s.slow() >= 0)
}

// took tells how long the command took that has ended, if that was long.
func (s *Session) took() {
	job := s.sh.Time(false)
	began := s.began
	s.began = time.Time{}
	limit := s.slow()
	if d := time.Since(began); !began.IsZero() && limit >= 0 && d >= limit {
		noColor, _ := s.get("NO_COLOR")
		width := s.columns
		if width <= 0 {
			width = 80
		}
		s.write([]byte(monitor.Slow(d, job, width, s.plain == nil && noColor == "")))
	}
}
