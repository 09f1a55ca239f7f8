package parallel

import (
	"bytes"
	"fmt"
	"math/big"
)

// Add adds numbers, each on a line of its own.
func Add(lines []byte) ([]byte, error) {
	var sum, n big.Int
	for line := range bytes.Lines(lines) {
		text := bytes.TrimSuffix(line, []byte("\n"))
		if _, ok := n.SetString(string(text), 10); !ok || n.Sign() < 0 {
			return nil, fmt.Errorf("%q is no number", text)
		}
		sum.Add(&sum, &n)
	}
	return append(sum.Append(nil, 10), '\n'), nil
}
