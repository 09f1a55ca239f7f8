package interp

import (
	"strconv"

	"gpipe/internal/columns"
	"gpipe/internal/option"
	"gpipe/internal/sys/signals"
)

// leave ends the environment because set -e is on. With errexit-report it says
// where, which command it was, and how that ended; the end of a stage with its
// only command is no news.
func (sh *Shell) leave(at *origin) Flow {
	if sh.opts&option.ErrExitReport != 0 && (at == nil || !at.stage) {
		sh.Report("errexit: " + sh.failed(at))
	}
	return Exit()
}

// maxFailed bounds the text of a command in the report, in columns.
const maxFailed = 120

// failed describes a command and its status.
func (sh *Shell) failed(at *origin) string {
	text := ""
	if at != nil && at.text != nil {
		text = columns.Cut(columns.Plain(at.command(nil)), maxFailed) + ": "
	}
	if n := len(sh.pipe); sh.piped && !sh.pooled && n > 1 {
		text += "stage " + strconv.Itoa(sh.decider()+1) + " of " + strconv.Itoa(n) + ": "
	}
	text += "status " + strconv.Itoa(sh.status)
	if sh.last.Signaled() && sh.status == 128+int(sh.last.Signal()) {
		text += " (SIG" + signals.Name(int(sh.last.Signal())) + ")"
	}
	return text
}
