package monitor

import (
	"testing"
	"time"
)

func TestSlow(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		2500 * time.Millisecond:                     "took 2.5 s\n",
		61 * time.Second:                            "took 1 min 1 s\n",
		2*time.Hour + 3*time.Minute + 4*time.Second: "took 2 h 3 min\n",
	} {
		if got := Slow(d, nil, 80, false); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := Slow(time.Second, nil, 4, true); got != "\x1b[2mt...\x1b[m\n" {
		t.Errorf("got %q", got)
	}
}
