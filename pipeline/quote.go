package pipeline

import "gpipe/internal/columns"

// Quote returns the words as a shell reads them, each as one word with just that
// value: for messages, and for lines that another program gives to a shell.
func Quote(words ...string) string { return columns.QuoteAll(words) }
