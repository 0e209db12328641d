/* Servanda's script for the working area. Every page works without it; nothing is kept in the browser but the key switch. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /* Errors: the summary takes the focus, and its links go to the first input of the answer. */
  function errorSummary(root) {
    all("[data-error-summary]", root).forEach((summary) => {
      summary.focus();
      summary.addEventListener("click", (event) => {
        const input = event.target.hash && document.getElementById(decodeURIComponent(event.target.hash.slice(1)));
        if (!input) return;
        event.preventDefault();
        (input.closest(".field") || input).scrollIntoView();
        input.focus({ preventScroll: true });
      });
    });
  }

  /* Long lists of terms: a box that filters them. Chosen ones always stay visible. */
  function picker(root) {
    all("[data-picker]", root).forEach((list) => {
      const find = list.querySelector("[data-picker-find]");
      const count = list.querySelector("[data-picker-count]");
      const lines = all(".choice-line", list).map((line) => ({ line, input: line.querySelector("input"), text: folded(line.textContent) }));
      if (lines.length < 8) return;
      find.parentElement.hidden = false;
      const show = () => {
        const words = folded(find.value).split(/\s+/).filter(Boolean);
        lines.forEach(({ line, input, text }) => { line.hidden = !(input.checked || words.every((word) => text.includes(word))); });
        all("fieldset", list).forEach((group) => { group.hidden = !group.querySelector(".choice-line:not([hidden])"); });
        const of = (test) => lines.filter(test).length;
        count.textContent = filled(count.dataset.text, { shown: of(({ line }) => !line.hidden), total: lines.length, chosen: of(({ input }) => input.checked) });
      };
      find.addEventListener("input", show);
      find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
      list.addEventListener("change", show);
      show();
    });
  }

  /* Words or characters left. */
  function counter(root) {
    all("[data-count]", root).forEach((sign) => {
      const area = sign.parentElement.querySelector("textarea");
      const limit = Number(area.dataset.limit);
      const language = sign.dataset.language;
      const words = "Segmenter" in Intl ? new Intl.Segmenter(language, { granularity: "word" }) : null;
      const countWords = (text) => words ? [...words.segment(text)].filter((part) => part.isWordLike).length : text.split(/\s+/).filter(Boolean).length;
      const show = () => {
        const used = area.dataset.unit === "words" ? countWords(area.value) : area.value.length;
        const over = used > limit;
        sign.classList.toggle("over", over);
        sign.textContent = filled(over ? sign.dataset.over : sign.dataset.left, { count: Math.abs(limit - used).toLocaleString(language) });
      };
      let wait;
      area.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(show, 150); });
      show();
    });
  }

  /* Names and sizes of the files chosen. */
  function files(root) {
    all("[data-files]", root).forEach((list) => {
      const input = list.parentElement.querySelector("input");
      const size = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 });
      input.addEventListener("change", () => list.replaceChildren(...[...input.files].map((file) => {
        const line = document.createElement("li");
        const name = document.createElement("bdi");
        const weight = document.createElement("span");
        name.textContent = file.name;
        weight.textContent = size.format(Math.max(1, file.size / 1000));
        line.append(name, weight);
        return line;
      })));
    });
  }

  /* One thing done to many rows. */
  function bulk(root) {
    all("[data-bulk]", root).forEach((form) => {
      const every = form.querySelector("[data-select-all]");
      const count = form.querySelector("[data-bulk-count]");
      const picks = all("[data-pick]", form);
      if (!every || !picks.length) return;
      every.parentElement.hidden = false;
      const show = () => {
        const chosen = picks.filter((pick) => pick.checked).length;
        every.checked = chosen === picks.length;
        every.indeterminate = chosen > 0 && chosen < picks.length;
        count.textContent = chosen ? filled(count.dataset.some, { count: chosen }) : count.dataset.none;
      };
      every.addEventListener("change", () => { picks.forEach((pick) => { pick.checked = every.checked; }); show(); });
      form.addEventListener("change", show);
      show();
    });
  }

  /* Saving while one writes: on the server, never in the browser. */
  const EVERY = 5000;
  function autosave(root) {
    all("form[data-autosave]", root).forEach((form) => {
      const sign = form.querySelector("[data-autosave-sign]") || document.querySelector("[data-autosave-sign]");
      const answers = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
      let saved = answers();
      let busy = false;
      let stopped = false;
      let before = null;
      const say = (text, failed) => {
        if (!sign) return;
        sign.classList.toggle("failed", failed);
        sign.textContent = text;
        if (failed !== before) sign.nextElementSibling.textContent = text; // announced when it changes, not at each save
        before = failed;
      };
      const time = () => new Date().toLocaleTimeString(sign?.dataset.language, { hour: "2-digit", minute: "2-digit" });
      async function save() {
        const now = answers();
        if (busy || stopped || now === saved) return;
        busy = true;
        try {
          const answer = await fetch(form.dataset.autosave, { method: "POST", body: new URLSearchParams(now), headers: { "X-Autosave": "1", Accept: "application/json" }, keepalive: now.length < 60000, signal: AbortSignal.timeout(15000) });
          if (answer.redirected) say(sign?.dataset.signedOut, true);
          else if (answer.ok) await took(answer, now);
          else refuse(answer.status);
        } catch {
          say(sign?.dataset.unsaved, true);
        }
        busy = false;
      }
      async function took(answer, now) {
        const { version } = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
        saved = now;
        const token = form.elements.namedItem("version");
        if (version !== undefined && token) {
          token.value = version;
          saved = new URLSearchParams([...new URLSearchParams(now)].map(([name, value]) => [name, name === "version" ? version : value])).toString();
        }
        say(filled(sign?.dataset.saved || "", { time: time() }), false);
      }
      function refuse(status) {
        stopped = status === 409;
        say(status >= 500 ? sign?.dataset.unsaved : stopped ? sign?.dataset.conflict : sign?.dataset.refused, true);
      }
      const clock = setInterval(save, EVERY);
      addEventListener("online", save);
      addEventListener("offline", () => { if (answers() !== saved) say(sign?.dataset.unsaved, true); });
      addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
      form.addEventListener("input", () => { if (!navigator.onLine) say(sign?.dataset.unsaved, true); });
      form.addEventListener("submit", () => { clearInterval(clock); stopped = true; saved = answers(); });
      addEventListener("beforeunload", (event) => { if (!stopped && answers() !== saved) event.preventDefault(); });
    });
  }

  /* Parts of a page that come later: slow panels, and the progress of long work. */
  async function fragment(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.status);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }
  function load(root) {
    all("[data-load]", root).forEach(async (place) => {
      try {
        place.replaceChildren(...(await fragment(place.dataset.load)).body.childNodes);
        start(place);
      } catch { /* the link that stands in the place still leads there */ }
    });
  }
  function poll(root) {
    all("[data-poll]", root).forEach((job) => {
      setTimeout(async () => {
        let next = null;
        try { next = (await fragment(job.dataset.poll)).getElementById(job.id); } catch { poll(job.parentElement); return; }
        if (!next || !next.dataset.poll) { location.reload(); return; }
        const parent = job.parentElement;
        job.replaceWith(next);
        poll(parent);
      }, 1000 * Number(job.dataset.every || 2));
    });
  }

  /* Keys, listed under "?" and switched off there. */
  function keys() {
    const list = document.querySelector("[data-keys]");
    if (!list) return;
    const on = list.querySelector("[data-keys-switch]");
    on.checked = localStorage.getItem("servanda-keys") !== "off";
    on.addEventListener("change", () => localStorage.setItem("servanda-keys", on.checked ? "on" : "off"));
    all("[data-keys-open]").forEach((opener) => { opener.hidden = false; opener.addEventListener("click", () => list.showModal()); });
    let before = "";
    addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") return saveByKey(event);
      if (!on.checked || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog[open]")) return;
      const search = all("[data-search]").find((box) => box.checkVisibility());
      const tasks = document.querySelector("[data-tasks]");
      if (event.key === "/" && search) { event.preventDefault(); search.focus(); }
      if (event.key === "?") list.showModal();
      if (before === "g" && event.key === "t" && tasks) location.assign(tasks.href);
      before = event.key;
    });
  }
  function saveByKey(event) {
    const form = event.target.closest("form") || document.querySelector("form[data-autosave]");
    const button = form?.querySelector('button[name="save"]');
    if (!form || form.method !== "post" || !(button || form.matches("[data-autosave]"))) return;
    event.preventDefault();
    form.requestSubmit(button || undefined);
  }

  /* Menus that drop down close by Escape and by a click elsewhere. */
  function drops() {
    const close = (but) => all(".drop[open]").forEach((drop) => { if (drop !== but) drop.open = false; });
    addEventListener("click", (event) => close(event.target.closest(".drop")));
    addEventListener("keydown", (event) => {
      const open = event.key === "Escape" && event.target.closest(".drop[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
    });
  }

  function start(root) {
    [picker, counter, files, bulk, autosave, load, poll].forEach((part) => part(root));
  }
  start(document);
  errorSummary(document);
  drops();
  keys();
})();
