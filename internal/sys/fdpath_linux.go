package sys

import "golang.org/x/sys/unix"

const fdDir = "/proc/self/fd/"

// OpenPath opens what is only to be a place, as far as the system has that.
const OpenPath = unix.O_PATH
