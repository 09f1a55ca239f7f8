package spawn

import (
	"gpipe/internal/sys"
)

func dirPath(fd int) (string, error) { return sys.FdPath(fd), nil }
