package past

import "testing"

func TestJoin(t *testing.T) {
	for text, want := range map[string]string{
		"a\n": "a", "if a\nthen b\nfi": "if a; then b; fi", "f() {\nx\n}": "f() { x; }", "a &&\nb": "a && b",
		"a |\nb &\n": "a | b &", "echo 'x\ny'": "echo 'x\ny'", "a \\\nb": "a b", "cat <<X\ny\nX\n": "cat <<X\ny\nX\n",
		"cat <<<a\n": "cat <<<a", "case x in\nx)\na ;;\nesac": "case x in x) a ;; esac",
	} {
		if got := Join(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
