/** How the page of the dictionary looks: it follows the browser's theme and fits a telephone. */
export const style = `
:root { color-scheme: light dark; --line: light-dark(#c6c6cd, #424650); --soft: light-dark(#f3f3f7, #1b232d); --accent: light-dark(#006ce0, #42b4ff); }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#ffffff, #0f141a); color: light-dark(#0f141a, #dedee3); }
h1 { margin: 0; }
a { color: var(--accent); }
input { box-sizing: border-box; inline-size: 100%; padding: .6rem .8rem; font: inherit; border: 1px solid var(--line); border-radius: .5rem; background: var(--soft); color: inherit; }
nav ul { columns: 16rem; padding: 0; list-style: none; }
section { border-top: 1px solid var(--line); padding-top: .5rem; margin-top: 1.5rem; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .5rem 1rem; }
dt { font-size: .85rem; opacity: .8; }
dd { margin: 0; overflow-wrap: anywhere; }
dl .long { grid-column: 1 / -1; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; inline-size: 100%; }
th, td { text-align: start; vertical-align: top; padding: .4rem .6rem; border-top: 1px solid var(--line); }
thead th { background: var(--soft); }
th[scope=row] { font-weight: normal; }
th[scope=row] span { font-size: .85rem; opacity: .8; }
[hidden] { display: none; }
`;

/** Hides what does not hold every word that is looked for; of a dataset that is found by itself, every column stays. */
export const script = `
const plain = (text) => text.normalize('NFD').replace(/[\\u0300-\\u036f]/g, '').toLowerCase();
const input = document.getElementById('wanted');
input.addEventListener('input', () => {
  const wanted = plain(input.value).split(/\\s+/).filter(Boolean);
  const holds = (...elements) => {
    const words = plain(elements.map((element) => element.dataset.words).join(' '));
    return wanted.every((word) => words.includes(word));
  };
  for (const section of document.querySelectorAll('section')) {
    const isFound = holds(section);
    let any = isFound;
    for (const row of section.querySelectorAll('tr[data-words]')) {
      row.hidden = !isFound && !holds(section, row);
      any ||= !row.hidden;
    }
    section.hidden = !any;
  }
  for (const item of document.querySelectorAll('nav li')) {
    item.hidden = document.getElementById(item.querySelector('a').hash.slice(1)).hidden;
  }
});
`;
