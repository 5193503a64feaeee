// Consult's own script: five small helps. Every page works without it, so nothing here may be the only way.
(() => {
  'use strict';
  const say = (key) => document.body.dataset['say' + key] || '';
  const announce = (text, className = 'visually-hidden') => Object.assign(document.getElementById('live'), { textContent: text, className });
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });

  // 1. A passage selected in [data-quotable] offers a button: it fills the form named by data-quote-form
  //    (an id on this page), or opens data-quote-url with the passage. The server finds the exact place.
  let button = null, waiting = 0;
  const dropButton = () => { if (button) button.remove(); button = null; };
  const passages = '.user-text :is(p, h3, h4, table, pre, li:not(:has(> p)))';   // As consult.text counts them.
  const selectedPassage = () => {
    const selection = getSelection(), text = selection.toString().trim();
    if (!text || text.length > 1500 || !selection.rangeCount) return null;
    const near = (node, what) => (node.nodeType === 1 ? node : node.parentElement).closest(what);
    const range = selection.getRangeAt(0), article = near(range.startContainer, '[data-quotable]');
    const kind = article && article.querySelector('[data-start]') ? '[data-start]' : passages;
    const first = article && near(range.startContainer, kind), inside = article && article.contains(range.endContainer);
    if (!first || (!inside && range.endOffset)) return null;   // A triple click ends at the start of what follows.
    return { article, range, last: (inside && near(range.endContainer, kind)) || first, values: {
      quote: text, paragraph: all(kind, article).indexOf(first), paragraph_start: first.dataset.start || '' } };
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
    const passage = selectedPassage();
    dropButton();
    if (!passage) return;
    const box = passage.range.getBoundingClientRect(), frame = passage.article.getBoundingClientRect();
    button = make('button', 'button primary quote-button', say('Quote'));
    button.addEventListener('mousedown', (event) => event.preventDefault());
    button.addEventListener('click', () => useQuote(passage));
    passage.last[passage.last.localName === 'li' ? 'append' : 'after'](button);   // Where Tab from the passage meets it.
    Object.assign(button.style, { insetBlockStart: (box.bottom - frame.top + 8) + 'px', insetInlineStart: '0' });
    announce(say('Quote'));
  };
  document.addEventListener('selectionchange', () => { clearTimeout(waiting); waiting = setTimeout(offerQuote, 250); });

  // 2. Typed text of form[data-keep] stays on this device until it was sent; never on a shared device.
  const prefix = 'consult:kept:';
  //    A page that thanks for something (data-sent), or a good answer to htmx, ends the keeping of what was sent.
  const forget = (which = () => true) => Object.keys(localStorage).filter((key) => key.startsWith(prefix) && which(key)).forEach((key) => localStorage.removeItem(key));
  const keyOf = (form) => prefix + (document.body.dataset.person || '') + ':' + form.dataset.keep;
  const kept = (form) => all('textarea[name], input[type=text][name], select[name]', form);
  const offered = ({ options, defaultValue }) => (options ? (Array.from(options).find((one) => one.defaultSelected) || options[0])?.value : defaultValue);
  const keep = (form) => localStorage.setItem(keyOf(form), JSON.stringify({
    sent: form.dataset.sending || '', words: Object.fromEntries(kept(form).map((field) => [field.name, field.value === offered(field) && field.options ? '' : field.value])) }));
  const restore = (form) => {
    const { words = {} } = JSON.parse(localStorage.getItem(keyOf(form)) || '{}');
    const lost = kept(form).filter((field) => words[field.name] && field.value === offered(field) && words[field.name] !== field.value);
    if (!lost.length || form.querySelector('[aria-invalid]')) return;
    lost.forEach((field) => { field.value = words[field.name]; field.value ||= offered(field); });
    lost.forEach(({ parentElement: box }) => { for (; box; box = box.parentElement) if (box.localName === 'details') box.open = true; });
    const note = make('p', 'hint', say('Restored') + ' '), discard = make('button', 'button quiet', say('Discard'));
    discard.type = 'button';                                           // Enter in a field must not press it.
    discard.addEventListener('click', () => { localStorage.removeItem(keyOf(form)); form.reset(); note.remove(); kept(form)[0].focus(); });
    note.append(discard); form.prepend(note);
  };
  const tidy = () => document.querySelector('[data-sent]') && forget((key) => JSON.parse(localStorage.getItem(key)).sent);
  try {
    if ('sharedDevice' in document.body.dataset) forget(); else {
      tidy(); all('form[data-keep]').forEach(restore);
      document.addEventListener('input', ({ target }) => { if (target.form && target.form.dataset.keep) keep(target.form); });
      document.addEventListener('htmx:beforeSwap', ({ detail: { xhr, requestConfig: { elt, verb } } }) => {
        if (xhr.status < 400 && verb === 'post' && elt.matches('form[data-keep]')) localStorage.removeItem(keyOf(elt));
      });
      document.addEventListener('htmx:load', () => { tidy(); all('form[data-keep]').forEach(restore); });
    }
  } catch { /* Storage is full or forbidden: the form still works. */ }

  // 3. One press, one sending: a form that is under way is not sent again.
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.sending) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if (form.method !== 'get') { form.dataset.sending = '1'; setTimeout(done, 10000); }   // A download leaves us here.
    try { if ('forget' in form.dataset) forget(); else if (localStorage.getItem(keyOf(form))) keep(form); } catch { /* As above. */ }
  }, true);
  const done = () => all('form[data-sending]').forEach((form) => { delete form.dataset.sending; });
  ['pageshow', 'htmx:afterRequest'].forEach((name) => addEventListener(name, done));

  // 4. What htmx changed is told to those who do not see it; what failed, to everybody. Of several parts, one tells it.
  const news = (target, xhr, said = target.querySelector('[data-announce]')) => (said || !xhr?.getResponseHeader('HX-Reswap')) && announce(said ? said.textContent.trim() : say('Updated'));
  document.addEventListener('htmx:afterSettle', ({ target, detail }) => news(target, detail.xhr));
  ['htmx:sendError', 'htmx:responseError'].forEach((name) => document.addEventListener(name, ({ target }) => target.matches('.presence') || announce(say('Failed'), 'notice error amiss')));

  // 5. Menus close on Escape and on a press elsewhere.
  const closeMenus = (but) => all('details.menu[open]').forEach((menu) => { if (!menu.contains(but)) menu.open = false; });
  document.addEventListener('click', ({ target }) => closeMenus(target));
  document.addEventListener('keydown', ({ key }) => { if (key === 'Escape') { closeMenus(null); dropButton(); } });
})();
