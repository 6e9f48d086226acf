"""Small scripts that look at a page in the browser, each giving a list of what is wrong."""

from __future__ import annotations

# Parts that stand outside the window, beside those that only a screen reader meets.
OUTSIDE = """() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')].filter(one => {
    const at = one.getBoundingClientRect();
    return at.width > 2 && at.height > 2 && one.checkVisibility()
      && !one.closest('.unseen, .skip, svg, .track')
      && !(one.closest('thead')?.clientWidth < 3) && (at.left < -1 || at.right > width + 1);
  }).map(one => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`);
}"""
# Text that its own box cuts off, or that lies on other text.
CLIPPED = """() => [...document.querySelectorAll('body *')].filter(one => {
  const style = getComputedStyle(one);
  // What scrolls within itself is not lost where the keyboard can scroll it.
  const cuts = one.tabIndex < 0 ? ['hidden', 'clip', 'auto', 'scroll'] : ['hidden', 'clip'];
  const at = one.getBoundingClientRect();
  return at.width > 2 && at.height > 2 && one.checkVisibility() && !one.closest('svg, .unseen')
    && !one.matches('input, textarea, select')
    && (cuts.includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1
      || cuts.includes(style.overflowY) && one.scrollHeight > one.clientHeight + 1);
}).map(one => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`)"""
COVERED = """() => {
  const wrong = [];
  const boxes = [...document.querySelectorAll('a, button, input, select, textarea, summary')]
    .filter(one => one.checkVisibility() && !one.closest('svg, .skip'))
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([, at]) => at.width > 2 && at.height > 2);
  boxes.forEach(([one, a], at) => boxes.slice(at + 1).forEach(([two, b]) => {
    if (one.contains(two) || two.contains(one)) return;
    if (getComputedStyle(one).display === 'inline' || getComputedStyle(two).display === 'inline')
      return;
    const across = a.left < b.right - 1 && b.left < a.right - 1;
    if (across && a.top < b.bottom - 1 && b.top < a.bottom - 1)
      wrong.push([one.textContent.trim(), two.textContent.trim()]);
  }));
  return wrong;
}"""
# On a phone the name of a column stands before each cell, so what is in a cell must be one thing.
TORN = """() => [...document.querySelectorAll('.records td')].filter(cell =>
  getComputedStyle(cell).display === 'grid' &&
  [...cell.childNodes].filter(one => one.nodeType === 1 || one.textContent.trim()).length > 1
).map(cell => cell.textContent.trim())"""
SPACED = """*, *::before { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }"""
# Numbers and ranges of a table or list that nothing keeps apart from the direction of the page.
NOT_APART = r"""() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const wrong = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const parent = walker.currentNode.parentElement;
    const bare = /^[−+-]?\d[\d.,]* ?%?( (to|of) [−+-]?\d[\d.,]* ?%?)?$/.test(text);
    const plain = /^[\d,]+$/.test(text);
    if (bare && !plain && !parent.closest('bdi, [dir=ltr], svg, option, time')
      && getComputedStyle(parent).direction === 'rtl') wrong.push(text);
  }
  return wrong;
}"""
BLOCKS = """() => [...document.querySelectorAll(
  'header.top, .who, main, footer, h1, h2, p, ul, ol, table, th, td, form, fieldset, .card')]
  .filter(one => one.checkVisibility() && !one.closest('.unseen')
    && getComputedStyle(one).display !== 'inline')
  .map(one => { const at = one.getBoundingClientRect();
    return [`${one.tagName} ${one.textContent.trim().slice(0, 30)}`, at.left, at.right]; })
  .filter(([, left, right]) => right - left > 2)"""
# What is left of a page when everything in brackets goes, and everything that is nobody's to
# translate: findings (English, and marked so), names, keys, and what people typed.
UNMARKED = r"""() => {
  const kept = '[lang=en], bdi, [dir=auto], kbd, code, pre, script, style, svg, option[lang], '
    + 'textarea, select[name=language]';
  const wrong = [];
  const left = text => {
    let before;
    do { before = text; text = text.replace(/\[[^\[\]]*\]/gs, ' '); } while (text !== before);
    return text;
  };
  const words = root => {
    let text = '';
    for (const node of root.childNodes) {
      if (node.nodeType === 3) text += node.textContent;
      else if (node.nodeType === 1 && !node.matches(kept)) text += words(node) ;
    }
    return text;
  };
  const lone = 'h1, h2, h3, h4, p, li, td, th, dt, dd, caption, legend, label, button, option, '
    + 'summary, figcaption, div, span, a, title';
  for (const one of document.querySelectorAll(lone)) {
    if (one.matches(kept) || one.closest(kept)) continue;
    if (![...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())) continue;
    if (one.parentElement.closest('p, li, td, th, dt, dd, caption, legend, label, summary, a'))
      continue;
    // A page about a finding bears its English name, which its heading marks as such.
    const main = document.querySelector('h1');
    if (one.matches('title') && (main.matches(kept) || main.querySelector(kept))) continue;
    const text = left(words(one)).replace('Commonweal', '');
    const said = text.trim().replace(/\s+/g, ' ').slice(0, 90);
    if (/\p{L}/u.test(text)) wrong.push(`${one.tagName}: ${said}`);
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-name'])
    for (const one of document.querySelectorAll(`[${name}]`))
      if (!one.closest(kept) && /\p{L}/u.test(left(one.getAttribute(name))))
        wrong.push(`${name}: ${one.getAttribute(name)}`);
  return wrong;
}"""
CONTROLS = """() => {
  const seen = new Set();
  const all = [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex]')].filter(one => {
      if (one.disabled || one.type === 'hidden' || one.tabIndex < 0 || !one.checkVisibility())
        return false;
      if (one.closest('details:not([open])') && !one.matches('summary')) return false;
      if (one.type === 'radio') {
        const group = one.form ? [...one.form.elements].filter(
          other => other.type === 'radio' && other.name === one.name) : [one];
        const entry = group.find(other => other.checked) ?? group[0];
        return one === entry;
      }
      return true;
    });
  all.forEach((one, at) => { one.dataset.walked = at; });
  return all.length;
}"""
# Puts the focus before everything, wherever the page had put it.
BEFORE_ALL = """() => {
  const root = document.documentElement;
  root.tabIndex = -1;
  root.focus({preventScroll: true});
  root.blur();
  root.removeAttribute('tabindex');
  window.getSelection().removeAllRanges();
}"""
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), at = one.getBoundingClientRect();
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const over = document.elementFromPoint(
    Math.min(Math.max((at.left + at.right) / 2, 0), innerWidth - 1),
    Math.min(Math.max((at.top + at.bottom) / 2, 0), innerHeight - 1));
  const inside = at.bottom > 0 && at.top < innerHeight && at.right > 0 && at.left < innerWidth;
  const named = `${one.tagName} ${one.textContent.trim().slice(0, 40)}`;
  return {at: one.dataset.walked ?? null, named, ring, inside,
    covered: !!over && over !== one && !one.contains(over) && !over.contains(one)
      && getComputedStyle(one).display !== 'inline', order: at.top};
}"""
# Fills in the form that has all the fields named, and marks the button that sends it.
FILLED = """fields => {
  const forms = [...document.querySelectorAll('main form')].filter(one =>
    one.getAttribute('method') === 'post' && !one.closest('.message')
    && fields.every(([name]) => one.elements.namedItem(name)));
  const form = forms[0];
  let button = form.querySelector('button[type=submit]');
  for (const [name, said] of fields) {
    const fits = one => said.includes(one.value)
      || [...one.labels ?? [one]].some(words => said.includes(words.textContent.trim()));
    for (const one of [...form.elements].filter(one => one.name === name)) {
      if (one.type === 'submit') button = fits(one) ? one : button;
      else if (['radio', 'checkbox'].includes(one.type)) one.checked = fits(one);
      else if (one.tagName === 'SELECT')
        one.selectedIndex = [...one.options].findIndex(
          option => said.includes(option.value) || said.includes(option.textContent.trim()));
      else if (one.type === 'file') one.dataset.put = said[0];
      else one.value = said[0];
    }
  }
  button.dataset.sends = '';
}"""
