// Consult's own script: five small helps. Every page works without it, so nothing here may be the only way.
(() => {
  'use strict';
  const say = (key) => document.body.dataset['say' + key] || '';
  const announce = (text) => { document.getElementById('live').textContent = text; };
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  // 1. A passage selected in [data-quotable] offers a button: it fills the form named by data-quote-form
  //    (an id on this page), or opens data-quote-url with the passage. The server finds the exact place.
  let button = null;
  const dropButton = () => { if (button) { button.remove(); button = null; } };
  const selectedPassage = () => {
    const selection = getSelection();
    const text = selection.toString().trim();
    if (!text || text.length > 1500 || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const at = (node) => (node.nodeType === 1 ? node : node.parentElement).closest('[data-start]');
    const first = at(range.startContainer);
    const article = first && first.closest('[data-quotable]');
    if (!article || !article.contains(range.endContainer)) return null;
    return { article, range, last: at(range.endContainer) || first, values: {
      quote: text, paragraph: all('[data-start]', article).indexOf(first), paragraph_start: first.dataset.start } };
  };
  const useQuote = ({ article, values }) => {
    const form = document.getElementById(article.dataset.quoteForm || '');
    if (!form) { location.assign(article.dataset.quoteUrl + '?' + new URLSearchParams(values)); return; }
    Object.entries(values).forEach(([name, value]) => { if (form.elements[name]) form.elements[name].value = value; });
    all('[data-quote-shown]', form).forEach((shown) => { shown.textContent = values.quote; shown.hidden = false; });
    dropButton();
    (form.querySelector('textarea:not([name=quote])') || form).focus();
  };
  const offerQuote = () => {
    if (button && document.activeElement === button) return;
    dropButton();
    const passage = selectedPassage();
    if (!passage) return;
    const box = passage.range.getBoundingClientRect(), frame = passage.article.getBoundingClientRect();
    button = Object.assign(document.createElement('button'), { type: 'button', className: 'button primary quote-button', textContent: say('Quote') });
    button.addEventListener('mousedown', (event) => event.preventDefault());
    button.addEventListener('click', () => useQuote(passage));
    passage.last.after(button);   // After the paragraph, so that Tab from the selection reaches it.
    button.style.insetBlockStart = (box.bottom - frame.top + 8) + 'px';
    button.style.insetInlineStart = '0';
    announce(say('Quote'));
  };
  let waiting = 0;
  document.addEventListener('selectionchange', () => { clearTimeout(waiting); waiting = setTimeout(offerQuote, 250); });

  // 2. Typed text of form[data-keep] stays on this device until it was sent; never on a shared device.
  const prefix = 'consult:kept:';
  const forget = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix)).forEach((key) => localStorage.removeItem(key));
  const keyOf = (form) => prefix + (document.body.dataset.person || '') + ':' + form.dataset.keep;
  const kept = (form) => all('textarea[name], input[type=text][name]', form);
  const keep = (form) => localStorage.setItem(keyOf(form), JSON.stringify({
    sent: form.dataset.sending || '', words: Object.fromEntries(kept(form).map((field) => [field.name, field.value])) }));
  const restore = (form) => {
    const { words = {} } = JSON.parse(localStorage.getItem(keyOf(form)) || '{}');
    const lost = kept(form).filter((field) => words[field.name] && field.value === field.defaultValue && words[field.name] !== field.value);
    if (!lost.length || form.querySelector('[aria-invalid]')) return;
    lost.forEach((field) => { field.value = words[field.name]; });
    const note = Object.assign(document.createElement('p'), { className: 'hint', textContent: say('Restored') + ' ' });
    const discard = Object.assign(document.createElement('button'), { type: 'button', className: 'button quiet', textContent: say('Discard') });
    discard.addEventListener('click', () => { localStorage.removeItem(keyOf(form)); form.reset(); note.remove(); kept(form)[0].focus(); });
    note.append(discard);
    form.prepend(note);
  };
  const tidy = () => {   // A page that thanks for something sent (data-sent) ends the keeping of what was sent.
    if (document.querySelector('[data-sent]')) Object.keys(localStorage).filter((key) => key.startsWith(prefix) &&
      JSON.parse(localStorage.getItem(key)).sent).forEach((key) => localStorage.removeItem(key));
  };
  try {
    if ('sharedDevice' in document.body.dataset) forget(); else {
      tidy();
      all('form[data-keep]').forEach(restore);
      document.addEventListener('input', ({ target }) => { if (target.form && target.form.dataset.keep) keep(target.form); });
      document.addEventListener('htmx:load', ({ target }) => { tidy(); all('form[data-keep]', target).forEach(restore); });
    }
  } catch { /* Storage is full or forbidden: the form still works. */ }

  // 3. One press, one sending: a form that is under way is not sent again.
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.sending) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if (form.method !== 'get') form.dataset.sending = '1';
    try { if ('forget' in form.dataset) forget(); else if (localStorage.getItem(keyOf(form))) keep(form); } catch { /* As above. */ }
  }, true);
  const done = () => all('form[data-sending]').forEach((form) => { delete form.dataset.sending; });
  addEventListener('pageshow', done);

  // 4. What htmx changed is told to those who do not see it; what failed, too.
  document.addEventListener('htmx:afterRequest', done);
  document.addEventListener('htmx:afterSettle', ({ target }) => announce((target.querySelector('[data-announce]') || { textContent: say('Updated') }).textContent));
  ['htmx:sendError', 'htmx:responseError'].forEach((name) => document.addEventListener(name, () => announce(say('Failed'))));

  // 5. Menus close on Escape and on a press elsewhere.
  const closeMenus = (but) => all('details.menu[open]').forEach((menu) => { if (!menu.contains(but)) menu.open = false; });
  document.addEventListener('click', ({ target }) => closeMenus(target));
  document.addEventListener('keydown', ({ key }) => { if (key === 'Escape') { closeMenus(null); dropButton(); } });
})();
