package popen

// helpers are what the test binary does instead of the tests when told to:
// things that change the whole process.
var helpers = map[string]func() error{}
