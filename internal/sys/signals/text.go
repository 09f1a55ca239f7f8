package signals

import "syscall"

// Text describes a signal in words, as strsignal(3) does.
func Text(sig syscall.Signal) string {
	s := sig.String()
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}
