/** The sample site's looks: a calm card on a soft ground, light or dark as the viewer's system is. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2433; --soft: #5c667a; --card: #fff; --line: #d5dbe7; --accent: #3457d5;
  --ground: linear-gradient(160deg, #eef2ff, #f8f5ee 60%, #e9f5f1); }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf5; --soft: #9aa5bd; --card: #1b2130; --line: #333c52;
  --accent: #8aa4ff; --ground: linear-gradient(160deg, #10131d, #141a26 60%, #10201d); } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; align-items: center; gap: 1.5rem;
  padding: 2.5rem 1rem; background: var(--ground) fixed; color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', sans-serif; }
header a { color: inherit; font-weight: 650; letter-spacing: .02em; text-decoration: none; }
main { width: min(26rem, 100%); padding: 2rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 16px; box-shadow: 0 12px 40px rgb(30 40 80 / .10); }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
form { display: grid; gap: .6rem; }
label { display: grid; gap: .3rem; }
label, form > span { font-weight: 550; }
label.check { display: flex; align-items: center; gap: .5rem; font-weight: 400; color: var(--soft); }
input:not([type=checkbox]):not([type=submit]) { width: 100%; padding: .7rem .8rem; font: inherit; color: inherit;
  background: transparent; border: 1px solid var(--line); border-radius: 10px; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button, input[type=submit], a.button { display: block; width: 100%; padding: .75rem 1rem; font: inherit;
  font-weight: 600; text-align: center; text-decoration: none; color: #fff; background: #3457d5; border: 0;
  border-radius: 10px; cursor: pointer; }
button.quiet { color: inherit; background: transparent; border: 1px solid var(--line); }
hr { margin: 1.5rem 0; border: 0; border-top: 1px solid var(--line); }
.hint, .small, footer { margin: 0; color: var(--soft); font-size: .9rem; }
.small { margin-top: 1.2rem; text-align: center; }
.small a { color: var(--accent); }
.alert { margin: 0 0 1rem; padding: .7rem .9rem; color: #9b1c2f; background: #fdecef; border-radius: 10px; }
footer { max-width: 26rem; text-align: center; }
`;
