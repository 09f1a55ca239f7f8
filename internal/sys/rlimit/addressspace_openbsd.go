package rlimit

// addressSpace is a limit that this system has not.
func addressSpace() []Resource { return nil }
