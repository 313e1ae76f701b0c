// Highlights the neighbors of a term in a concept map while the pointer or the focus is on it,
// and fades the sides of a map that is wider than its frame.
(() => {
  'use strict';
  for (const map of document.querySelectorAll('svg.term-map')) {
    const frame = map.parentElement;
    const nodes = map.querySelectorAll('.node');
    const edges = map.querySelectorAll('.edge');

    const light = (node) => {
      const term = node?.dataset.terms;
      const lit = new Set([term]);
      for (const edge of edges) {
        const ends = edge.dataset.terms.split(' ');
        const joins = ends.includes(term);
        edge.classList.toggle('term-lit', joins);
        if (joins) ends.forEach((end) => lit.add(end));
      }
      for (const one of nodes) one.classList.toggle('term-lit', lit.has(one.dataset.terms));
      map.classList.toggle('term-map-lit', Boolean(node));
    };
    const follow = (event) => light(event.target.closest('.node'));
    map.addEventListener('pointerover', follow);
    map.addEventListener('focusin', follow);
    const leave = () => light(map.querySelector('.node:focus-within'));
    map.addEventListener('pointerleave', leave);
    map.addEventListener('focusout', () => setTimeout(leave));

    const fade = () => {
      const [inner, outer] = [map.getBoundingClientRect(), frame.getBoundingClientRect()];
      frame.classList.toggle('term-map-left', inner.left < outer.left - 1);
      frame.classList.toggle('term-map-right', inner.right > outer.right + 1);
    };
    frame.addEventListener('scroll', fade, { passive: true });
    new ResizeObserver(fade).observe(frame);
  }
})();
