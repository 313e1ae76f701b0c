// Adds terms to the results of Sphinx's search: a term comes first if the query is one of its
// labels, signs included (C++, .NET), and its result shows a sentence of its definition.
(() => {
  'use strict';
  const SIGNS = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' };
  const escaped = (text) => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]);
  const folded = (text) => text.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');

  const terms = new Map(); // anchor and title of a result → labels and sentence of the term
  const rows = JSON.parse(document.getElementById('archgloss-terms').textContent);
  for (const [anchor, title, sentence] of rows) {
    const labels = title.replaceAll('\u200b', '').split(' / ').map(folded);
    // older versions of Sphinx store titles as HTML in the index
    for (const name of [title, escaped(title)]) {
      terms.set(`#${anchor} ${name}`, { labels, sentence });
    }
  }

  const putExactFirst = () => {
    const perform = Search._performSearch;
    if (!perform) return; // another version, or another search
    Search._performSearch = (query, ...more) => {
      const [wanted, key] = [folded(query), (result) => `${result[0]}${result[2]} ${result[1]}`];
      const exact = Search.performObjectSearch('', new Set()).filter((result) =>
        terms.get(`${result[2]} ${result[1]}`)?.labels.includes(wanted),
      );
      const first = new Set(exact.map(key));
      const others = perform(query, ...more).filter((result) => !first.has(key(result)));
      return [...others, ...exact]; // Sphinx shows the last one first
    };
  };

  const describe = () => {
    for (const link of document.querySelectorAll('#search-results li > a')) {
      const [, anchor] = link.getAttribute('href').split(/(?=#)/);
      const sentence = terms.get(`${anchor} ${link.textContent}`)?.sentence;
      if (!sentence || link.parentElement.querySelector('.context')) continue;
      const text = document.createElement('p');
      text.className = 'context';
      text.textContent = sentence;
      link.parentElement.append(text);
    }
  };

  const start = () => {
    if (typeof Search === 'undefined') return;
    putExactFirst();
    const results = document.getElementById('search-results');
    if (results) new MutationObserver(describe).observe(results, { childList: true, subtree: true });
  };
  // the search must not begin before this, wherever a theme loads it
  if (typeof Search === 'undefined') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
