/* Popovers of archgloss: they show what a term means beside a reference to it.
 *
 * A page holds an inert <template id="tip-…"> for each term it refers to, and the
 * wording of a reference has that id among its classes. Everything else is made here,
 * so that without this script, or without the Popover API, links are links.
 */
(() => {
  'use strict';
  const tips = document.querySelector('.term-tips');
  if (!tips || !('popover' in HTMLElement.prototype)) return;

  const HOVER = 300; // milliseconds before the pointer opens or closes anything
  const make = (name, tag = 'div', text = '') => {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    return made;
  };
  const pop = make('term-popover');
  const box = make('term-popover-box');
  const line = make('term-switch-line');
  const button = make('term-switch', 'button', tips.dataset.switch);
  pop.id = 'term-popover';
  pop.popover = 'manual';
  pop.setAttribute('role', 'tooltip');
  box.tabIndex = -1; // some browsers make a box that scrolls a tab stop
  pop.append(box);
  button.type = 'button';
  button.setAttribute('role', 'switch');
  line.append(button);
  tips.after(line, pop);

  let off = false; // a reader has switched popovers off
  let current = null; // the link whose popover is open
  let row = -1; // the line of a broken link that the pointer is on
  let timer = 0;
  let byTouch = false; // the last press was by finger or pen
  let dismissed = null; // the link whose popover Escape closed, until the pointer leaves it
  let still = false; // the pointer has not moved since Escape: nothing opens under it

  const linkAt = (target) => !off && target.closest?.('a:has(.term-ref[class*=" tip-"])');
  const idOf = (link) =>
    [...link.querySelector('.term-ref').classList].find((name) => name.startsWith('tip-'));
  const isFirst = (link, id) => {
    // only visible mentions count: others may be in a folded block
    const seen = (one) => one.checkVisibility?.({ visibilityProperty: true }) ?? true;
    return [...document.querySelectorAll(`a:has(.${CSS.escape(id)})`)].find(seen) === link;
  };
  const isHovered = () => current.matches(':hover') || pop.matches(':hover');
  const isFocused = () => current.matches(':focus-visible');

  const page = () => {
    // the background of the page works in every theme, light or dark
    for (let node = tips.parentNode; node?.nodeType === 1; node = node.parentNode) {
      const color = getComputedStyle(node).backgroundColor;
      if (!/^transparent$|, 0\)$|\/ 0\)$/.test(color)) return color;
    }
    return 'Canvas';
  };

  const place = (event) => {
    if (event?.target === box) return; // the box scrolls but does not move
    const at = current.getClientRects()[row] ?? current.getBoundingClientRect();
    const column = line.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    let [from, to] = [Math.max(0, column.left), Math.min(clientWidth, column.right)];
    if (at.right < from || at.left > to) [from, to] = [8, clientWidth - 8]; // in a side bar
    pop.style.setProperty('--term-column', `${to - from}px`);
    box.style.maxHeight = '';
    const below = clientHeight - at.bottom;
    const under = pop.offsetHeight <= below || below >= at.top;
    const room = (under ? below : at.top) - pop.offsetHeight + box.offsetHeight;
    box.style.maxHeight = `${room}px`;
    const width = pop.offsetWidth;
    const start = getComputedStyle(line).direction === 'rtl' ? at.right - width : at.left;
    pop.style.left = `${scrollX + Math.max(from, Math.min(start, to - width))}px`;
    pop.style.top = `${scrollY + (under ? at.bottom : at.top - pop.offsetHeight)}px`;
    pop.style.visibility = at.bottom < 0 || at.top > clientHeight ? 'hidden' : '';
  };
  const follow = (how) => {
    how('scroll', place, { capture: true, passive: true });
    how('resize', place);
    how('keydown', press, true);
  };

  const close = () => {
    clearTimeout(timer);
    if (!current) return;
    current.classList.remove('term-open');
    current.removeAttribute('aria-describedby');
    follow(removeEventListener);
    pop.hidePopover();
    box.replaceChildren();
    current = null;
  };

  // Templates in the built-in layout lack what all of them have in common.
  const complete = () => {
    const kinds = ['name', 'text', 'state term-tip-page'];
    for (const part of box.children) part.className ||= `term-tip-${kinds.shift()}`;
    if (kinds.length) box.append(make('term-tip-state term-tip-entry', 'p', tips.dataset.entry));
  };

  const open = (link, y, touched) => {
    clearTimeout(timer);
    if (link === current) return;
    const id = idOf(link);
    const tip = document.getElementById(id);
    if (!tip) return;
    close();
    current = link;
    row = [...link.getClientRects()].findIndex(({ top, bottom }) => top <= y && y <= bottom);
    box.replaceChildren(tip.content.cloneNode(true));
    if (tips.dataset.entry) complete();
    if (touched) box.append(make('term-tip-touch', 'p', tips.dataset.touch));
    link.classList.add('term-open');
    if (isFirst(link, id)) {
      // a screen reader reads the definition at the first mention only
      link.setAttribute('aria-describedby', pop.id);
    }
    pop.style.setProperty('--term-page', page());
    pop.showPopover();
    box.scrollTop = 0; // browsers keep the position of the last popover
    place();
    follow(addEventListener);
    const typeset = globalThis.MathJax?.typesetPromise;
    if (typeset && box.querySelector('.math')) {
      typeset([box]).then(() => current && place());
    }
  };

  const scroll = (event) => {
    // keys scroll a popover that is higher than its window, and then the page
    const by = { ArrowDown: 40, ArrowUp: -40 }[event.key] ??
      { PageDown: 0.9, PageUp: -0.9 }[event.key] * box.clientHeight;
    const before = box.scrollTop;
    if (!by || document.activeElement !== current) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    box.scrollBy({ top: by, behavior: 'instant' });
    if (box.scrollTop !== before) event.preventDefault();
  };
  const press = (event) => {
    if (event.key !== 'Escape') return scroll(event);
    event.preventDefault();
    event.stopPropagation();
    if (current.matches(':hover')) dismissed = current;
    close();
    still = true;
    addEventListener('pointermove', move, { once: true });
  };

  const later = (what, ...how) => {
    clearTimeout(timer);
    timer = setTimeout(what, HOVER, ...how);
  };
  const leave = () => {
    if (current && !isFocused()) later(close);
    else clearTimeout(timer);
  };

  const over = (event) => {
    if (event.pointerType === 'touch' || still) return;
    const link = linkAt(event.target);
    if (link && link === dismissed) return;
    dismissed = null;
    if (current && (link === current || pop.contains(event.target))) clearTimeout(timer);
    else if (!link) leave();
    else if (!link.contains(event.relatedTarget)) later(open, link, event.clientY);
  };
  const move = (event) => {
    still = false;
    over(event);
  };

  addEventListener('pointerover', over);
  addEventListener('pointerout', (event) => {
    if (event.pointerType === 'touch' || event.relatedTarget) return;
    dismissed = null;
    leave();
  });
  addEventListener('focusin', (event) => {
    const link = linkAt(event.target);
    if (link?.matches(':focus-visible')) open(link);
  });
  addEventListener('focusout', (event) => {
    if (event.target === current && !isHovered()) close();
  });
  addEventListener('pointerdown', (event) => (byTouch = event.pointerType !== 'mouse'));
  addEventListener('pointerup', (event) => {
    // a tap elsewhere closes the popover; a touch that scrolls the page does not
    const inside = current?.contains(event.target) || pop.contains(event.target);
    if (event.pointerType === 'touch' && !inside) close();
  });
  addEventListener('click', (event) => {
    const link = linkAt(event.target);
    if (!link) return;
    if (byTouch && event.detail && link !== current && document.getElementById(idOf(link))) {
      // the first tap opens the popover, the second one follows the link
      event.preventDefault();
      open(link, event.clientY, true);
    } else close();
  });
  addEventListener('pagehide', close);

  // A reader's choice lasts if the browser may store it.
  const KEY = 'archgloss-popovers';
  const turn = (how) => {
    off = how === 'off';
    button.setAttribute('aria-checked', !off);
    if (off) close();
  };
  const recall = () => {
    try {
      turn(localStorage.getItem(KEY));
    } catch {
      turn(button.value);
    }
  };
  button.addEventListener('click', () => {
    turn((button.value = off ? 'on' : 'off'));
    try {
      localStorage.setItem(KEY, button.value);
    } catch {
      // the choice holds for this page only
    }
  });
  addEventListener('pageshow', recall);
  addEventListener('storage', recall); // a reader uses the switch in another window
  recall();
})();
