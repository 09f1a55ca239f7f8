package popen

import "gpipe/internal/columns"

// Quote returns the words as a shell reads them, each as one word with just that
// value, whatever is in it but NUL bytes: for data in a line. To hand it over as
// arguments is better still.
func Quote(words ...string) string { return columns.QuoteAll(words) }
