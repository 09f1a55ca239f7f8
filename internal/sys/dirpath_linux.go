package sys

func dirPath(fd int) (string, error) { return FdPath(fd), nil }
