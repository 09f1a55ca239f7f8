package spawn

// cloneArguments are those of clone in this machine's order.
func cloneArguments(flags, pidfdAt, tidAt uintptr) [5]uintptr {
	return [5]uintptr{flags, 0, pidfdAt, tidAt, 0}
}
