// Adds a field above each list of terms that asks for one. It hides the terms whose names,
// aliases and texts do not contain what the reader types.
(() => {
  "use strict";
  // captions, states and titles of pages, which many entries share
  const APART = ".headerlink, .term-mentions, .term-state, .term-status, .term-line em";
  // as the role folds labels, and without accents
  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(/[\p{M}\p{Cf}]/gu, "")
      .toUpperCase()
      .toLowerCase()
      .replace(/[‘’ʼ]/g, "'")
      .replace(/[-_\u2010-\u2014\u2212\s]/g, " ");

  const lists = [];

  class List {
    constructor(root, number) {
      this.root = root;
      // a layout of the project may put an entry into one element
      this.entries = [];
      for (const part of root.querySelectorAll("dl.term-set > *")) {
        if (part.matches("dt, div, details")) this.entries.push({ parts: [] });
        this.entries.at(-1)?.parts.push(part);
      }
      for (const entry of this.entries) {
        entry.text = fold(entry.parts.map((part) => this.words(part)).join(" "));
        entry.words = entry.text.split(/[^\p{L}\p{N}]+/u);
      }
      this.endings = (root.dataset.endings ?? "?")
        .split(",")
        .map((pair) => pair.split("/"))
        .flatMap(([one, other]) => [[one, other], [other, one]]);
      const box = document.createElement("div");
      const label = document.createElement("label");
      const field = (this.field = document.createElement("input"));
      const status = (this.status = document.createElement("p"));
      box.className = "term-filter";
      label.textContent = root.dataset.filter;
      label.htmlFor = field.id = `term-filter-${number}`;
      field.type = "search";
      field.autocomplete = "off";
      field.spellcheck = false;
      status.setAttribute("role", "status");
      box.append(label, field, status);
      root.prepend(box);
      field.addEventListener("input", () => this.apply());
      field.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && field.value) {
          event.preventDefault();
          this.clear();
        }
      });
      lists.push(this);
    }

    words(part) {
      const copy = part.cloneNode(true);
      copy.querySelectorAll(APART).forEach((one) => one.remove());
      return copy.textContent;
    }

    // returns what may be the singular or plural of a word
    numbers(word) {
      return this.endings
        .filter(([ending]) => word.endsWith(ending))
        .map(([ending, other]) => word.slice(0, word.length - ending.length) + other);
    }

    apply() {
      const wanted = fold(this.field.value).split(" ").filter(Boolean);
      const numbers = wanted.map((word) => this.numbers(word));
      let shown = 0;
      for (const { parts, text, words } of this.entries) {
        const hit = wanted.every(
          (word, n) => text.includes(word) || numbers[n].some((other) => words.includes(other)),
        );
        shown += hit;
        for (const part of parts) part.hidden = !hit;
      }
      this.hideEmptyGroups();
      // wait until typing pauses: a screen reader reads every count aloud
      clearTimeout(this.telling);
      this.telling = setTimeout(() => this.tell(wanted.length, shown), 300);
    }

    hideEmptyGroups() {
      let before = [];
      for (const node of this.root.children) {
        if (node.matches("dl")) {
          const none = !node.querySelector(":scope > :not([hidden])");
          for (const one of [...before, node]) one.hidden = none;
          before = [];
        } else if (node.matches(".term-group, .term-letters")) {
          before.push(node);
        }
      }
    }

    tell(filtered, shown) {
      const { none, shown: some } = this.root.dataset;
      const said = some.replace("{shown}", shown).replace("{all}", this.entries.length);
      this.status.textContent = !filtered ? "" : shown ? said : none;
    }

    clear() {
      this.field.value = "";
      this.apply();
    }
  }

  // A link to a hidden entry clears the filter before the link is followed.
  const reveal = (hash) => {
    let id = hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      // use the id as it is
    }
    const target = id && document.getElementById(id);
    const list = target && lists.find((one) => one.root.contains(target));
    if (!list || !target.closest("[hidden]")) return;
    list.clear();
    target.scrollIntoView();
  };

  document.querySelectorAll(".term-list[data-filter]").forEach((root, n) => new List(root, n + 1));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href*='#']");
    if (link && link.pathname === location.pathname) reveal(link.hash);
  });
  addEventListener("hashchange", () => reveal(location.hash));
})();
