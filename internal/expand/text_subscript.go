package expand

// TextSubscript makes a subscript of text that is no part of the program but
// a value: it is read when it is used, as a number, name or key.
func TextSubscript(text string) *Subscript { return &Subscript{text: text} }
