//go:build !linux

package files

// hasDefaultACL would tell whether new files in the directory of path get
// permissions by an ACL.
func hasDefaultACL(int, string) bool { return false }
