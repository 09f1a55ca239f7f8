package monitor

// pageStyle is the look of a page: as the reader has it, light or dark, on any width,
// and on paper.
const pageStyle = `
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #59636e; --ground: #fff; --panel: #f4f6f8; --edge: #d1d9e0; --mark: #b35900;
  --run: #0072b2; --in: #b8860b; --out: #c8441b; --wait: #8b949e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --dim: #9aa4af; --ground: #0f1318; --panel: #181e25; --edge: #323b45; --mark: #f0a35e;
  --run: #56b4e9; --in: #e6c229; --out: #f2784b; --wait: #6e7781; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere; }
h2 { font: 600 1rem/1.4 ui-monospace, monospace; margin: 0 0 .25rem; overflow-wrap: anywhere; }
p { margin: .25rem 0; }
a { color: var(--run); }
header p, .facts, small, .axis, .key { color: var(--dim); font-size: .875rem; }
section, details { border: 1px solid var(--edge); border-radius: .5rem; padding: .75rem 1rem; margin: 1rem 0; }
section:target, details:target { border-color: var(--run); }
.verdict { font-weight: 600; overflow-wrap: anywhere; }
summary { cursor: pointer; font-weight: 600; }
summary h2 { display: inline; } summary p { font-weight: 400; }
code, .command, td { font-family: ui-monospace, monospace; font-size: .8125rem; }
.script ol { padding-left: 3rem; margin: .5rem 0 0; }
.script li::marker { color: var(--dim); font-size: .75rem; }
.script code { white-space: pre-wrap; overflow-wrap: anywhere; }
.script a { font-size: .75rem; white-space: nowrap; }
.graph { list-style: none; display: flex; flex-wrap: wrap; gap: .375rem; padding: 0; margin: .75rem 0; align-items: center; }
.graph li { min-width: 0; max-width: 100%; border: 1px solid var(--edge); background: var(--panel); border-radius: .375rem; padding: .25rem .5rem; }
.graph li.pipe { border: 0; background: none; padding: 0; color: var(--dim); font-size: .8125rem; white-space: nowrap; }
.graph li.worst { border: 2px solid var(--mark); }
.graph b { font: 600 .8125rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
.graph small { margin-left: .5rem; }
.time { display: grid; grid-template-columns: minmax(5rem, 14rem) minmax(0, 1fr); gap: .25rem .75rem; align-items: center; margin: .75rem 0; }
.time > span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
svg { display: block; width: 100%; background: var(--panel); border-radius: .25rem; }
.time svg { height: 1.125rem; }
.time svg.rates { height: 2.5rem; } .time > .facts { white-space: normal; }
h2.plain { font-family: inherit; }
.axis { display: flex; justify-content: space-between; }
.life { fill: var(--edge); } .run { fill: var(--run); } .in { fill: var(--in); } .out { fill: var(--out); } .wait { fill: var(--wait); }
.area { fill: var(--run); fill-opacity: .65; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: right; padding: .125rem .5rem; white-space: nowrap; border-bottom: 1px solid var(--edge); }
th { color: var(--dim); font-size: .75rem; font-weight: 500; }
th.command, td.command { text-align: left; max-width: 24rem; overflow: hidden; text-overflow: ellipsis; }
.key svg { display: inline-block; width: 1.5rem; height: 1.125rem; vertical-align: middle; margin: 0 .25rem 0 .75rem; }
@media (max-width: 40rem) { main { padding: .5rem; } section, details { padding: .5rem .625rem; } .time { grid-template-columns: minmax(0, 1fr); } .time > span:empty { display: none; } }
@media print { :root { --ink: #000; --dim: #444; --ground: #fff; --panel: #fff; --edge: #999; --run: #0072b2; --in: #b8860b; --out: #c8441b; --wait: #777; }
  section, details { break-inside: avoid; } svg, .graph li { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details::details-content { content-visibility: visible; display: block; }
  .wide { overflow: visible; } th, td { padding: .0625rem .25rem; } td, .command { font-size: .625rem; white-space: normal; overflow-wrap: anywhere; } }
`

// pageLegend explains the signs.
const pageLegend = `<footer class="key">
<p>What a stage did:
<svg viewBox="0 0 24 18"><rect class="run" y="1" width="24" height="16"/></svg>running
<svg viewBox="0 0 24 18"><rect class="in" y="11" width="24" height="6"/></svg>waiting for input
<svg viewBox="0 0 24 18"><rect class="out" y="1" width="24" height="6"/></svg>blocked on output
<svg viewBox="0 0 24 18"><rect class="wait" y="7" width="24" height="4"/></svg>waiting for something else, which it says when pointed at
<svg viewBox="0 0 24 18"><rect class="life" y="8" width="24" height="2"/></svg>not looked at</p>
<p>in, out: bytes through the pipes. read, wrote: bytes of files and the like. + at least, looked at before the end. ~ what the other side of the pipe has.
&lt; at most, what gpipe itself had. - not known. * the stage that the others waited for.</p>
</footer>
`
