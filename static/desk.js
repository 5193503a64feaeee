// The keys of the merge desk. Each does what a button or link of the page does; the page works without them.
(() => {
  'use strict';
  const sheet = document.getElementById('desk-keys');
  if (!sheet) return;
  const off = 'consult:keys-off', box = sheet.querySelector('[data-keys-on]');
  const stored = (act) => { try { return act(localStorage); } catch { return null; } };   // Storage may be forbidden.
  const items = () => Array.from(document.querySelectorAll('[data-desk-item], #at-confirm'));
  // It waits for the reader where its main button is in sight, not folded away.
  const waits = (item) => item.matches('.button') || Array.from(item.querySelectorAll('.button.primary')).some((found) => !found.closest('details:not([open])'));
  const isOn = () => !stored((kept) => kept.getItem(off));
  let at = '';                                                        // The id of the item at hand.

  const show = (what) => what.scrollIntoView({ block: 'nearest', behavior: 'instant' });   // Keys do not wait.
  const go = (item) => {
    if (!item) return;
    at = item.id;
    for (let box = item.closest('details'); box; box = box.parentElement.closest('details')) box.open = true;
    if (!item.matches('a, [tabindex]')) item.tabIndex = -1;
    item.focus({ preventScroll: true });
    show(item);
  };
  const current = () => {
    const near = document.activeElement && document.activeElement.closest('[data-desk-item], #at-confirm');
    return near || (at && document.getElementById(at)) || null;
  };
  const step = (by) => {
    const all = items(), here = all.indexOf(current());
    go(all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1)]);
  };
  // The next one that waits, from the top when there is none below; at last the way on.
  const onwards = () => {
    const open = items().filter(waits), here = current();
    const below = open.find((item) => !here || here.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING);
    const way = document.querySelector('.next-step a');
    if (below || open[0]) go(below || open[0]); else if (way) { way.focus({ preventScroll: true }); show(way.closest('.next-step')); }
  };
  // A field may lie in something folded: it is opened, so that what the key leads to is seen.
  const reach = (selector) => {
    const item = current() || items()[0], found = item && item.querySelector(selector);
    if (!found) return;
    for (let box = found.closest('details'); box && item.contains(box); box = box.parentElement.closest('details')) box.open = true;
    show(found.closest('form'));                                      // What stands under the field, too.
    found.focus();
    if (found.matches('input') && found.value === found.defaultValue) found.select();   // What is only offered.
  };
  const press = (selector) => {
    const item = current(), found = item && item.querySelector(selector);
    if (found) found.click();
  };
  const acts = {
    j: () => step(1), k: () => step(-1), n: onwards,
    a: () => press('button[name=outcome][value=accept], #at-confirm .button.primary'),
    d: () => reach('input[name$=-reason]'),
    e: () => reach('textarea[name$=-words], select[name$=-disposition]'),
    u: () => press('form.one-button[action$="/undo"] button, form.one-button:has([name=outcome][value=undo]) button'),
    '?': () => sheet.showModal(),
  };
  document.addEventListener('keydown', (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || sheet.open || target.closest('input, textarea, select, [contenteditable]')) return;
    if (!Object.hasOwn(acts, key) || (key !== '?' && !isOn())) return;
    event.preventDefault();
    acts[key]();
  });
  // Enter after the reason uses own words where some were written: they are not lost with a "not accepted".
  document.addEventListener('keydown', (event) => {
    const { key, target } = event, words = key === 'Enter' && target.matches('input[name$=-reason]') && target.form.querySelector('textarea[name$=-words]');
    const adapt = words && target.form.querySelector('button[name=outcome][value=adapt]');
    if (!adapt || (!('reworded' in words.dataset) && words.value.trim() === words.defaultValue.trim())) return;
    event.preventDefault();
    adapt.click();
  });
  // After a decision the section is drawn anew: the reader stays where they were. How own words read is seen as they are typed.
  document.addEventListener('htmx:afterSettle', ({ target }) => {
    if (target.matches('.reads') && target.offsetHeight < innerHeight / 3) show(target);
    if (target.querySelector('[autofocus]')) return;
    if (at && target.id === 'desk-section') go(document.getElementById(at));
  });
  document.addEventListener('click', ({ target }) => { if (target.closest('[data-keys-open]')) sheet.showModal(); });
  const offer = () => document.querySelectorAll('[data-keys-open]').forEach((button) => { button.hidden = false; });
  document.addEventListener('htmx:load', offer);
  offer();
  sheet.querySelector('[data-keys-close]').addEventListener('click', () => sheet.close());
  box.checked = isOn();
  box.addEventListener('change', () => stored((kept) => (box.checked ? kept.removeItem(off) : kept.setItem(off, '1'))));
})();
