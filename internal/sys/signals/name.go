package signals

import (
	"strconv"
	"strings"
	"syscall"
)

// Name returns the name of a signal as trap and kill use it, without
// "SIG"; "EXIT" for 0 and "" for a number that is none.
func Name(n int) string {
	switch {
	case n == 0:
		return "EXIT"
	case n < 0 || n > maxSignal:
		return ""
	case n >= rtMin:
		return realTimeName(n)
	}
	for _, s := range signals() {
		if int(s.number) == n {
			return s.name
		}
	}
	return ""
}

// realTimeName counts from the end that is nearer, as bash does.
func realTimeName(n int) string {
	up, down := n-rtMin, maxSignal-n
	switch {
	case up == 0:
		return "RTMIN"
	case down == 0:
		return "RTMAX"
	case up <= down:
		return "RTMIN+" + strconv.Itoa(up)
	}
	return "RTMAX-" + strconv.Itoa(down)
}

// Number returns the number of a signal by its name, in capitals or not,
// with or without "SIG". "EXIT" is 0.
func Number(name string) (n int, ok bool) {
	name = strings.ToUpper(name)
	name = strings.TrimPrefix(name, "SIG")
	if name == "EXIT" {
		return 0, true
	}
	for _, s := range signals() {
		if s.name == name {
			return int(s.number), true
		}
	}
	return realTimeNumber(name)
}

func realTimeNumber(name string) (int, bool) {
	if maxSignal < rtMin {
		return 0, false
	}
	base, rest := rtMin, ""
	switch {
	case strings.HasPrefix(name, "RTMIN"):
		rest = name[len("RTMIN"):]
	case strings.HasPrefix(name, "RTMAX"):
		base, rest = maxSignal, name[len("RTMAX"):]
	default:
		return 0, false
	}
	if rest == "" {
		return base, true
	}
	if base == rtMin && rest[0] != '+' || base == maxSignal && rest[0] != '-' {
		return 0, false
	}
	off, err := strconv.Atoi(rest)
	n := base + off
	if err != nil || n < rtMin || n > maxSignal {
		return 0, false
	}
	return n, true
}

// Max returns the highest signal number of the system.
func Max() int { return maxSignal }

type signalName struct {
	name   string
	number syscall.Signal
}

// signals returns the named signals. Where two names mean the same signal, the
// one that is shown comes first.
func signals() []signalName {
	return append([]signalName{
		{"HUP", syscall.SIGHUP}, {"INT", syscall.SIGINT}, {"QUIT", syscall.SIGQUIT},
		{"ILL", syscall.SIGILL}, {"TRAP", syscall.SIGTRAP}, {"ABRT", syscall.SIGABRT},
		{"BUS", syscall.SIGBUS}, {"FPE", syscall.SIGFPE}, {"KILL", syscall.SIGKILL},
		{"USR1", syscall.SIGUSR1}, {"SEGV", syscall.SIGSEGV}, {"USR2", syscall.SIGUSR2},
		{"PIPE", syscall.SIGPIPE}, {"ALRM", syscall.SIGALRM}, {"TERM", syscall.SIGTERM},
		{"CHLD", syscall.SIGCHLD}, {"CONT", syscall.SIGCONT}, {"STOP", syscall.SIGSTOP},
		{"TSTP", syscall.SIGTSTP}, {"TTIN", syscall.SIGTTIN}, {"TTOU", syscall.SIGTTOU},
		{"URG", syscall.SIGURG}, {"XCPU", syscall.SIGXCPU}, {"XFSZ", syscall.SIGXFSZ},
		{"VTALRM", syscall.SIGVTALRM}, {"PROF", syscall.SIGPROF}, {"WINCH", syscall.SIGWINCH},
		{"IO", syscall.SIGIO}, {"SYS", syscall.SIGSYS}, {"IOT", syscall.SIGABRT},
	}, moreSignals()...)
}

// Kill sends a signal to a process, or to a group when pid is negative; the
// signal 0 only asks whether that could be done.
func Kill(pid, sig int) error { return syscall.Kill(pid, syscall.Signal(sig)) }
