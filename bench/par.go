package main

import "path/filepath"

// parContests is what par and --parallel cost and gain, beside one process after the
// other, and GNU parallel.
func (p *prepared) parContests() []*contest {
	text := filepath.Join(p.data, "text")
	relay := &contest{
		name: "par_relay", headline: "30 MB through cat, two at a time, in order",
		repeat:      1,
		targets:     []target{{0.6, "GNU parallel", cpu}},
		contestants: []*contestant{{name: "gpipe", argv: []string{p.gpipe, "-c", "par -j 2 cat <" + text}}},
	}
	return []*contest{
		p.others(relay, map[string]string{"parallel": "parallel -j 2 --pipepart --block 1M -k -a " + text + " cat"}),
		p.split("parallel_regex", "a pattern with a reference, --parallel=2", `grep -aE '([0-9])[0-9]?\1.*([a-z])\2' | cat`, text,
			target{1.15, "dash", cpu}, target{0.59, "dash", wall}),
		p.split("parallel_awk", "fields in another order, --parallel=2", `awk '{print $3 " " toupper($1)}' | cat`, text,
			target{1.15, "dash", cpu}, target{0.75, "dash", wall}),
		p.split("parallel_count", "how often lines occur, --parallel=2", `sort | uniq -c`, text,
			target{0.333, "dash", cpu}),
	}
}

// split compares a line with --parallel=2 and in dash.
func (p *prepared) split(name, headline, line, text string, targets ...target) *contest {
	line = "<" + text + " cat | " + line
	c := &contest{
		name: name, headline: headline, repeat: 1, targets: targets,
		contestants: []*contestant{{name: "gpipe", argv: []string{"/usr/bin/env", "LC_ALL=C", p.gpipe, "--parallel=2", "-c", line}}},
	}
	return p.others(c, map[string]string{"dash": "export LC_ALL=C; " + line})
}
