package sys

const fdDir = "/proc/self/fd/"

func dirPath(fd int) (string, error) { return FdPath(fd), nil }
