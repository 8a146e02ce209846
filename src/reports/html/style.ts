/** For light and dark screens, wide and narrow, and for paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #fff; --panel: #f6f7f9; --line: #dfe2e6; --text: #1d2126; --quiet: #5c6470;
  --green: #1a7340; --green-back: #e3f5e9; --red: #b4232a; --red-back: #fdeaea;
  --yellow: #855a00; --yellow-back: #fcf2d6; --grey-back: #eceef1; --link: #0b5cad;
  --agent-light: 33%; --agent-back: 96%;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15181c; --panel: #1d2126; --line: #343a42; --text: #e4e7eb; --quiet: #9aa4b1;
    --green: #6fd394; --green-back: #16331f; --red: #ff9592; --red-back: #3d1a1c;
    --yellow: #f0c35a; --yellow-back: #35290c; --grey-back: #2a2f36; --link: #7db8ff;
    --agent-light: 74%; --agent-back: 14%;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 1160px; padding: 1.5rem 1.25rem 4rem;
  background: var(--page); color: var(--text); overflow-wrap: anywhere;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans KR", "Apple SD Gothic Neo", sans-serif;
}
h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; }
h2 { margin: 2rem 0 .6rem; font-size: 1.1rem; }
h4, h5 { margin: 0 0 .3rem; font-size: .85rem; }
h5 { margin-top: .5rem; color: var(--quiet); font-weight: 500; }
p { margin: 0; }
a { color: var(--link); }
pre, code { font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK KR", monospace; }
pre { margin: 0; white-space: pre-wrap; }
summary { cursor: pointer; }
.note, .place { color: var(--quiet); font-size: .85rem; }
.remark { margin-top: .75rem; padding: .5rem .75rem; border-radius: 6px; background: var(--yellow-back); color: var(--yellow); }
b.passed { color: var(--green); } b.failed { color: var(--red); } b.errored { color: var(--yellow); }

.cards { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.25rem; }
.card { flex: 1 1 6rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
.card > b { display: block; white-space: nowrap; font-size: 1.2rem; font-weight: 600; }
.card > span { color: var(--quiet); font-size: .85rem; }
.card.wide { flex: 3 1 20rem; }
.verdicts { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1rem; }
.verdicts b { font-size: 1.2rem; font-weight: 600; }
.verdicts span { color: var(--quiet); font-size: .85rem; }
.shares { display: block; width: 100%; height: 8px; margin-top: .6rem; border-radius: 4px; background: var(--grey-back); }
rect.passed { fill: var(--green); } rect.failed { fill: var(--red); } rect.errored { fill: var(--yellow); }

.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { padding: .3rem 1rem .3rem 0; text-align: left; white-space: nowrap; }
thead th { color: var(--quiet); font-weight: 500; font-size: .85rem; }
tbody tr { border-top: 1px solid var(--line); }

.cause, .case, .trial, .values, .call { border: 1px solid var(--line); border-radius: 8px; }
.cause { margin-bottom: .4rem; padding: .45rem .75rem; background: var(--panel); }
.cause pre { margin: .5rem 0; } pre.wide { white-space: pre; overflow-x: auto; overflow-wrap: normal; }
.cards + .note { margin-top: .5rem; }
.amount { text-align: right; }
.spending thead th:not(:first-child) { text-align: right; }
.cards + .cause, .note + .cause { margin-top: 1.25rem; }
.verdict { display: inline-block; padding: 0 .5rem; border-radius: 99px; background: var(--grey-back); color: var(--quiet); font-size: .8rem; font-weight: 600; white-space: nowrap; }
.passed > summary .verdict, .passed > .line .verdict { background: var(--green-back); color: var(--green); }
.failed > summary .verdict, .failed > .line .verdict { background: var(--red-back); color: var(--red); }
.errored > summary .verdict, .errored > .line .verdict, .cause.flaky > summary .verdict { background: var(--yellow-back); color: var(--yellow); }

#filter { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 0 0 .6rem; padding: .5rem 0; background: var(--page); }
#filter[hidden] { display: none; }
#filter button, #filter input { padding: .25rem .7rem; border: 1px solid var(--line); border-radius: 99px; background: var(--panel); color: inherit; font: inherit; font-size: .85rem; }
#filter button { cursor: pointer; } #filter button[aria-pressed=true] { background: var(--text); color: var(--page); }
#filter input { flex: 1 1 10rem; min-width: 8rem; } #filter output { color: var(--quiet); font-size: .85rem; }

.case { margin-bottom: .35rem; scroll-margin-top: 3.6rem; content-visibility: auto; contain-intrinsic-size: auto 3rem; }
.case[hidden] { display: none; }
.case[open] { margin-bottom: 1rem; content-visibility: visible; }
.case > summary, .case > .line { display: grid; grid-template-columns: 6.2rem minmax(0, 5fr) minmax(0, 4fr) 4.2rem 5rem 4.5rem .8rem; gap: 0 .75rem; align-items: baseline; padding: .45rem .75rem; list-style: none; }
.case > summary::-webkit-details-marker { display: none; }
.case > summary::after { content: "▸"; color: var(--quiet); text-align: right; } .case[open] > summary::after { content: "▾"; }
.case > summary:hover { background: var(--panel); border-radius: 8px; }
.case > summary .verdict, .case > .line .verdict { justify-self: start; }
.route { font-size: .85rem; color: var(--quiet); }
.why { display: block; color: var(--quiet); font-size: .85rem; } [open] > summary .why { display: none; }
.case:not([open]) .why, .cause:not([open]) .why { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.number { text-align: right; font-size: .85rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.number small { color: var(--quiet); }
.tag { padding: 0 .4rem; border: 1px solid var(--line); border-radius: 4px; color: var(--quiet); font-size: .75rem; font-style: normal; }
.dots { white-space: nowrap; }
.dots i { display: inline-block; width: .5rem; height: .5rem; margin-right: 2px; border-radius: 50%; }
.dots .passed { background: var(--green); } .dots .failed { background: var(--red); } .dots .errored { background: var(--yellow); }

.inside { padding: .25rem .75rem .75rem; border-top: 1px solid var(--line); }
.inside > * + *, .trial > * + * { margin-top: .6rem; }
.trial, .values { padding: .4rem .75rem; }
.trial > summary { font-weight: 600; font-size: .9rem; }
.trial.failed > summary { color: var(--red); } .trial.errored > summary { color: var(--yellow); } .trial.passed > summary { color: var(--green); }
div.wrong { padding: .5rem .75rem; border-left: 3px solid var(--red); border-radius: 4px; background: var(--red-back); }
div.wrong.errored { border-color: var(--yellow); background: var(--yellow-back); }
.turn, .whole { margin-top: .8rem; }
.turn > h4, .whole > h4 { color: var(--quiet); font-weight: 600; }
.turn.wrong > h4 { color: var(--red); } .turn.wrong > h4::after { content: " ✗"; }
.said { margin: .35rem 0; padding: .35rem .75rem; border-left: 3px solid var(--line); border-radius: 4px; }
.said b, .call b { font-size: .8rem; }
.said p { white-space: pre-wrap; }
img { display: block; max-width: min(100%, 40rem); max-height: 30rem; margin: .35rem 0; }
audio { display: block; margin: .35rem 0; }
.said.user { background: var(--panel); } .said.user b { color: var(--quiet); }
.call { margin: .35rem 0 .35rem 1.25rem; padding: .25rem .75rem; }
 .call pre { padding: .4rem .6rem; border-radius: 4px; background: var(--panel); }
.call summary > span { font-size: .85rem; }
.state { color: var(--red); font-size: .8rem; font-style: normal; }
.answer { display: block; padding-left: 1.1rem; color: var(--quiet); font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK KR", monospace; }
.call[open] .answer { display: none; }
.handoff { margin: .35rem 0 .35rem 1.25rem; font-size: .85rem; }
.checks { margin: .4rem 0 0; padding: 0; list-style: none; font-size: .85rem; color: var(--quiet); }
.checks li { padding-left: 1.3rem; text-indent: -1.3rem; }
.checks li::before { content: "✗ "; color: var(--red); font-weight: 700; display: inline-block; width: 1.3rem; text-indent: 0; }
.checks li.passed::before { content: "✓ "; color: var(--green); } .checks li.errored::before { color: var(--yellow); }
.checks b { color: var(--text); font-weight: 600; }
.values > summary { font-size: .85rem; font-weight: 600; } .values pre { margin-top: .4rem; }
.took { color: var(--quiet); font-size: .85rem; }

.agent-0 { --hue: 212; } .agent-1 { --hue: 145; } .agent-2 { --hue: 285; } .agent-3 { --hue: 25; } .agent-4 { --hue: 180; }
.agent-5 { --hue: 330; } .agent-6 { --hue: 50; } .agent-7 { --hue: 245; } .agent-8 { --hue: 95; } .agent-9 { --hue: 0; }
.said[class*=agent-] > b, .call[class*=agent-] > summary > b, span[class*=agent-] { color: hsl(var(--hue) 62% var(--agent-light)); }
.said[class*=agent-] { border-color: hsl(var(--hue) 55% 55%); background: hsl(var(--hue) 30% var(--agent-back)); }

@media (max-width: 760px) {
  body { padding: 1rem .75rem 3rem; font-size: 14.5px; }
  .case > summary, .case > .line { grid-template-columns: auto auto auto 1fr; gap: .15rem .9rem; }
  .case > summary .verdict, .case > .line .verdict, .name, .route { grid-column: 1 / -1; }
  .number { text-align: left; color: var(--quiet); }
  .call, .handoff { margin-left: 0; }
  .case { scroll-margin-top: 6rem; }
}
@media print {
  #filter { display: none; } .case { break-inside: avoid-page; }
}
`;
