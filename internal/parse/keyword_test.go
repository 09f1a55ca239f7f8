package parse

import "testing"

func TestKeywords(t *testing.T) {
	for _, w := range Keywords() {
		if !IsKeyword(w) || !IsKeyword([]byte(w)) {
			t.Errorf("%s is none", w)
		}
	}
	for _, w := range []string{"", "x", "If", "[", "echo"} {
		if IsKeyword(w) {
			t.Errorf("%q is one", w)
		}
	}
}
