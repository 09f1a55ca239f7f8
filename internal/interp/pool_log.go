package interp

import (
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"gpipe/internal/redirect"
)

// poolLog is the file that has a line for each job that has ended, in the form
// that GNU parallel gives it.
type poolLog struct {
	file   *redirect.File
	mu     sync.Mutex
	failed bool // said already
}

const poolLogHead = "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n"

// openPoolLog makes or empties the file.
func (sh *Shell) openPoolLog(name string) (*poolLog, error) {
	c := sh.openContext()
	f, err := sh.files.Open(name, syscall.O_WRONLY|syscall.O_CREAT|syscall.O_TRUNC, &c)
	if err != nil {
		return nil, &Error{Op: "open", Operand: name, Err: err}
	}
	if _, err := f.Write([]byte(poolLogHead)); err != nil {
		f.Unref()
		return nil, &Error{Op: "write", Operand: name, Err: err}
	}
	return &poolLog{file: f}, nil
}

// write adds the line of a job. Only the first error is returned.
func (l *poolLog) write(j *poolJob, status int, took time.Duration) error {
	code, sig := status, 0
	if ws := j.sh.WaitStatus(); ws.Signaled() {
		code, sig = 0, int(ws.Signal())
	}
	words := make([]string, len(j.words))
	for i, w := range j.words {
		words[i] = QuoteWord(w)
	}
	line := strings.Join([]string{
		strconv.Itoa(j.number), ":",
		strconv.FormatFloat(float64(j.start.UnixMilli())/1000, 'f', 3, 64),
		strconv.FormatFloat(took.Seconds(), 'f', 3, 64),
		"0", strconv.FormatInt(j.out.Bytes(), 10),
		strconv.Itoa(code), strconv.Itoa(sig),
		strings.Join(words, " "),
	}, "\t") + "\n"
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err := l.file.Write([]byte(line))
	if l.failed {
		return nil
	}
	l.failed = err != nil
	return err
}
