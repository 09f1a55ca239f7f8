package main

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"strings"
	"testing"
)

// TestPictures: they are XML, whatever commands are named, and have all that there is.
func TestPictures(t *testing.T) {
	var events []event
	err := json.Unmarshal([]byte(`[
		{"name":"process_name","ph":"M","pid":2,"tid":1,"args":{"name":"stages"}},
		{"name":"blocked on output, pipe 1","ph":"X","pid":2,"tid":1,"ts":1500000,"dur":200000},
		{"name":"cat <&\">","ph":"X","pid":2,"tid":1,"ts":1000000,"dur":1000000,"args":{"pid":7}},
		{"name":"wc","ph":"X","pid":2,"tid":2,"ts":1000000,"dur":3000000,"args":{"pid":8}},
		{"name":"waiting for input, pipe 1","ph":"X","pid":2,"tid":2,"ts":1000000,"dur":20000}]`), &events)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		svg  string
		want []string
	}{
		{terminal("gpipe 'a <b'", "1  <&\x22>  x\n2  y\n"), []string{"$ gpipe &#39;a &lt;b&#39;", "1  &lt;&amp;&#34;&gt;  x", "2  y"}},
		{timeLine(events), []string{"cat &lt;&amp;", `class="out" x="240.0"`, `class="in"`, `class="run" x="120.0" y="14.0" width="240.0"`, "3.00 s"}},
		{timeLine(nil), nil},
	} {
		for _, want := range c.want {
			if !strings.Contains(c.svg, want) {
				t.Errorf("no %q in\n%s", want, c.svg)
			}
		}
		checkXML(t, c.svg)
	}
}

// TestPicturesOfReadme: those in docs can be looked at.
func TestPicturesOfReadme(t *testing.T) {
	for _, name := range []string{"stats", "trace"} {
		text, err := os.ReadFile("../../docs/" + name + ".svg")
		if err != nil {
			t.Fatal(err)
		}
		checkXML(t, string(text))
	}
}

func checkXML(t *testing.T, text string) {
	t.Helper()
	in := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := in.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
	}
}
