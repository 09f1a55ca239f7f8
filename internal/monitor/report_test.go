package monitor

import (
	"context"
	"encoding/json"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
)

// hostile is names that must not become markup, style or script of a page.
var hostile = []string{
	`<script>hacked=1</script>`, `"><img src=x onerror=hacked=1>`, `'><svg onload=hacked=1>`, `</title></style></svg><b id=hacked>`,
	"\x1b[31m\xff\u202e", `&lt;&#34;&amp;`, `{{.}}`, `javascript:hacked=1`, strings.Repeat("long", 300), strings.Repeat("漢", 300),
}

// pageOf runs pipelines and returns the page of them.
func pageOf(t *testing.T, pipelines ...*pipeline.Pipeline) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "page.html")
	file, err := Create(name)
	if err != nil {
		t.Fatal(err)
	}
	r := &Reporter{Page: NewPage(file, hostile[0], strings.Join(hostile, "\n")), Quiet: true}
	for n, p := range pipelines {
		f := r.Begin(hostile[0], n+1, nil)
		j, err := p.Start(context.Background(), pipeline.Observe(f))
		if err != nil {
			t.Fatal(err)
		}
		j.Wait()
		f.Report(j)
	}
	r.Close(redirect.Borrow(2))
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// shown is pipelines with all that a page has to show.
func shownPipelines() []*pipeline.Pipeline {
	list := []*pipeline.Pipeline{
		pipeline.New(pipeline.Cmd("yes"), pipeline.Cmd("head", "-n", "20000000"), pipeline.Cmd("tail", "-n", "1")),
		pipeline.New(pipeline.Cmd("sleep", "0.1"), pipeline.Cmd("cat"), pipeline.Func("inside", discard)),
	}
	for _, name := range hostile {
		list = append(list, pipeline.New(pipeline.Cmd("true", name), pipeline.Func(name, discard)))
	}
	return list
}

func TestPage(t *testing.T) {
	page := pageOf(t, shownPipelines()...)
	for _, what := range []string{"<script", "<img", "onerror=hacked=1>", "<b id", "\x1b", "\xff", "\u202e", "http:", "https:", "url("} {
		if strings.Contains(page, what) {
			t.Errorf("the page has %q", what)
		}
	}
	for _, what := range []string{html.EscapeString(hostile[1]), "Stage 1, sleep 0.1, kept the others waiting", "pipe 2: ", `class="run"`, "default-src &#39;none&#39;"} {
		if !strings.Contains(html.UnescapeString(page), html.UnescapeString(what)) {
			t.Errorf("the page has no %q", what)
		}
	}
}

// seen is what a browser found on a page.
type seen struct {
	Hacked    bool
	Title     string
	Overflow  int
	Resources int
	Bars      int
	Empty     int // bars that cannot be seen
	Ground    string
	Clashes   int // texts in the color of the ground
}

const look = `<script>
const all = s => [...document.querySelectorAll(s)];
document.documentElement.dataset.seen = JSON.stringify({
	Hacked: 'hacked' in window,
	Title: document.title,
	Overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
	Resources: performance.getEntriesByType('resource').length,
	Bars: all('details[open] .time rect.run, details[open] .time rect.in').length,
	Empty: all('details[open] .time rect').filter(r => r.getBoundingClientRect().width <= 0 || r.getBoundingClientRect().height <= 0).length,
	Ground: getComputedStyle(document.body).backgroundColor,
	Clashes: all('h1,h2,p,td,th,b,span').filter(e => getComputedStyle(e).color == getComputedStyle(document.body).backgroundColor).length,
});
</script>`

// TestPageInABrowser looks at a page as a browser shows it, wide and on a phone, light
// and dark.
func TestPageInABrowser(t *testing.T) {
	var browser string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
		}
	}
	if browser == "" || testing.Short() {
		t.Skip("no headless Chromium here")
	}
	page := pageOf(t, shownPipelines()...)
	before, after, _ := strings.Cut(page, `<meta http-equiv="Content-Security-Policy"`)
	_, after, _ = strings.Cut(after, ">\n") // it lets no script run, not this one either
	name := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(name, []byte(before+after+look), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, view := range []struct{ width, scheme, ground string }{
		{"390", "1", "rgb(255, 255, 255)"}, {"1200", "1", "rgb(255, 255, 255)"}, {"390", "0", "rgb(15, 19, 24)"},
	} {
		got := browse(t, browser, name, view.width, view.scheme)
		if got.Hacked || got.Resources != 0 || got.Overflow > 0 || got.Bars < 6 || got.Empty > 0 || got.Clashes > 0 || got.Ground != view.ground ||
			got.Title != hostile[0]+": what its pipelines did" {
			t.Errorf("%s wide, scheme %s: %+v", view.width, view.scheme, got)
		}
	}
}

func browse(t *testing.T, browser, name, width, scheme string) (got seen) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+t.TempDir(),
		"--blink-settings=preferredColorScheme="+scheme, "--window-size="+width+",900", "--dump-dom", "file://"+name)
	dom, err := cmd.Output()
	if err != nil {
		t.Skipf("%s does not start: %v", browser, err)
	}
	_, rest, ok := strings.Cut(string(dom), `data-seen="`)
	text, _, _ := strings.Cut(rest, `"`)
	if err := json.Unmarshal([]byte(html.UnescapeString(text)), &got); !ok || err != nil {
		t.Fatalf("%v in %.2000s", err, dom)
	}
	return got
}

func TestCoarsen(t *testing.T) {
	c := &course{width: leastSlice, slices: [][]slice{{{pipeline.Running: 5}, {pipeline.Running: 2, pipeline.WaitingForInput: 4}, {pipeline.BlockedOnOutput: 1}}},
		piped: [][]int64{{10, -1, 30}}}
	c.coarsen()
	if len(c.slices[0]) != 2 || c.slices[0][0][pipeline.Running] != 7 || c.slices[0][0].doing() != pipeline.Running ||
		c.slices[0][1].doing() != pipeline.BlockedOnOutput || c.piped[0][0] != 10 || c.piped[0][1] != 30 || c.width != 2*leastSlice {
		t.Errorf("%+v", c)
	}
}

func TestVerdict(t *testing.T) {
	at := func(stages ...pipeline.Status) []pipeline.Status {
		for k := range stages {
			stages[k].Start, stages[k].End = time.Unix(1, 0), time.Unix(2, 0)
		}
		return stages
	}
	tests := []struct {
		stages []pipeline.Status
		want   string
	}{
		{at(stage("a", 900, 0, 0, 100), stage("b", 100, 900, 0, 0)),
			"Stage 1, a, kept the others waiting: it was at work for 90 % of its time, waiting for something else for 10 %; for 90 % of the time a neighbour had to wait for it."},
		{at(stage("a", 100, 900, 0, 0), stage("b", 100, 900, 0, 0)), "It waited for its input, which comes from outside: for 90 % of its time."},
		{at(stage("a", 100, 0, 900, 0), stage("b", 100, 0, 900, 0)), "It waited for whoever reads its output, outside: for 90 % of its time."},
		{at(stage("a", 500, 0, 500, 0)), "A single command: it was at work for 50 % of its time, blocked on its output for 50 %."},
		{at(stage("a", 500, 0, 500, 0), stage("b", 500, 500, 0, 0)), "No stage stands out: they shared the work, or each waited for something of its own."},
		{at(inside("a")), "It was too brief to tell where its time went."},
	}
	for _, test := range tests {
		if got := verdict(test.stages); got != test.want {
			t.Errorf("got %s\nwant %s", got, test.want)
		}
	}
}

func discard(_ context.Context, s *pipeline.Stdio) error {
	buf := make([]byte, 1)
	s.Stdin.Read(buf)
	return nil
}
