// Every page works without this; it keeps drafts while somebody writes, speaks a sentence where one asks for it, and moves the focus to what is wrong.
document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  const status = document.getElementById("status");
  const first = document.querySelector(".error, section.box[tabindex]");
  if (first) first.focus();
  // A region that comes with its words is often silent: they are moved into it once it is known.
  const told = document.getElementById("told");
  if (told) setTimeout(() => {
    status.textContent = told.textContent;
    told.remove();
    if (!first && document.activeElement === document.body) status.focus(); // an address may have led to what was just moved
  }, 100);

  // Without this script ▶ is a plain link to the sound.
  const sound = new Audio();
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-say]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    sound.src = link.href;
    sound.play().catch(() => { status.textContent = link.dataset.lost; });
  });

  const printing = document.querySelector("[data-print]");
  if (printing) {
    printing.hidden = false;
    printing.addEventListener("click", () => print());
  }

  // The languages stand side by side where there is room.
  document.querySelectorAll("details[data-wide]").forEach((folded) => { folded.open = matchMedia("(min-width: 60rem)").matches; });

  document.querySelectorAll("input[type=file][data-most]").forEach((input) => {
    const check = () => {
      const file = input.files[0];
      input.setCustomValidity(file && file.size > input.dataset.most ? input.dataset.large : "");
      input.reportValidity();
    };
    input.addEventListener("change", check);
    input.form.addEventListener("submit", () => { status.textContent = input.dataset.sending; });
  });

  // A click on a word asks how it is said; the link beside the sentence does the same without a mouse.
  document.addEventListener("click", (event) => {
    const spoken = event.target.closest("[data-words]");
    const at = spoken && (document.caretPositionFromPoint?.(event.clientX, event.clientY) ?? document.caretRangeFromPoint?.(event.clientX, event.clientY));
    if (!at || String(getSelection())) return;
    const text = (at.offsetNode ?? at.startContainer).textContent, offset = at.offset ?? at.startOffset;
    const word = text.slice(0, offset).match(/[\p{L}\p{N}-]*$/u)[0] + text.slice(offset).match(/^[\p{L}\p{N}-]*/u)[0];
    if (!word) return;
    // A number stands there in words that the text does not have: then the words of the text are offered.
    const stands = spoken.dataset.shown.split(/[^\p{L}\p{N}-]+/u).includes(word);
    const other = spoken.parentElement.querySelector("a[id^=word-]");
    if (stands) location.href = spoken.dataset.words + encodeURIComponent(word) + "#add";
    else if (other) location.href = other.href;
  });

  // A session ends by itself. It is said five minutes before, in every tab, with a button where that is enough to go on.
  const ending = document.getElementById("ending");
  let used = () => {};
  if (ending) {
    const tabs = new BroadcastChannel("staff"), whole = Date.now() + ending.dataset.left * 1000;
    let idle = 0, before = null;
    const show = (name) => {
      if (ending.dataset.shown === name) return;
      const inside = ending.contains(document.activeElement);
      ending.dataset.shown = name;
      ending.replaceChildren(...(name ? [document.getElementById(name).content.cloneNode(true)] : []));
      if (inside) (before?.isConnected ? before : status).focus();
    };
    const look = () => {
      const now = Date.now(), soon = now + 300000;
      show(now > Math.min(idle, whole) ? "ending-over" : soon > whole ? "ending-whole" : soon > idle ? "ending-idle" : "");
    };
    const again = () => {
      idle = Date.now() + ending.dataset.idle * 1000;
      look();
    };
    used = () => {
      again();
      tabs.postMessage("used");
    };
    tabs.addEventListener("message", again);
    ending.addEventListener("focusin", ({ relatedTarget }) => { if (!ending.contains(relatedTarget)) before = relatedTarget; });
    ending.addEventListener("submit", async (event) => {
      event.preventDefault();
      const asked = { method: "POST", body: new URLSearchParams(new FormData(event.target)), redirect: "manual" };
      const answer = await fetch(event.target.action, asked).catch(() => null);
      if (answer?.status === 204) used();
      else show("ending-over");
    });
    setInterval(look, 10000);
    used();
  }

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const pack = () => new URLSearchParams(new FormData(form)).toString();
  const say = (words) => { status.textContent = words; };
  let leaving = false;
  let sending = null;

  // What is typed also lies in this tab until the server has it: a line may drop while it is being sent.
  const place = form.dataset.place;
  const sent = form.elements.sent;
  sent.value = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  let kept = pack();
  const fields = () => ["title", "note", "body"].filter((name) => form.elements[name]).map((name) => [name, form.elements[name].value]);
  const shown = JSON.stringify(fields());
  const store = (work) => { try { return work(sessionStorage); } catch { return null; } };
  const before = store((tab) => JSON.parse(tab.getItem(place)));
  const offer = document.getElementById("mirror");
  const forget = () => { store((tab) => tab.removeItem(place)); offer.hidden = true; };
  if (before && (before.sent === form.dataset.arrived || JSON.stringify(before.fields) === shown)) forget();
  else if (before) offer.hidden = false;
  const mirror = () => {
    if (!offer.hidden) return;
    store((tab) => JSON.stringify(fields()) === shown ? tab.removeItem(place) : tab.setItem(place, JSON.stringify({ sent: sent.value, fields: fields() })));
  };
  offer.addEventListener("click", (event) => {
    const chosen = event.target.closest("button");
    if (!chosen) return;
    if (chosen.value === "back") before.fields.forEach(([name, words]) => { if (form.elements[name]) form.elements[name].value = words; });
    forget();
    mirror();
    form.elements.body.focus();
    say(chosen.dataset.said);
  });
  let soon = 0;
  form.addEventListener("input", () => { clearTimeout(soon); soon = setTimeout(mirror, 300); });

  // How it will be read is shown anew once a draft is kept, unless somebody is just there.
  const renew = () => {
    const part = document.getElementById("reading");
    if (!window.htmx || part.contains(document.activeElement)) return;
    part.setAttribute("aria-busy", "true");
    const done = () => document.getElementById("reading").removeAttribute("aria-busy");
    htmx.ajax("GET", form.dataset.reading, { target: "#reading", swap: "none" }).then(done, done);
  };
  const keep = async () => {
    const now = pack();
    if (leaving || sending || now === kept) return;
    sending = new AbortController();
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(now), redirect: "manual", signal: sending.signal });
      if (answer.status === 204) {
        kept = now;
        used();
        say(form.dataset.kept);
        renew();
      } else say(form.dataset.lost);
    } catch {
      if (!leaving) say(form.dataset.lost);
    }
    sending = null;
  };
  setInterval(keep, 10000);
  form.addEventListener("submit", (event) => {
    mirror();
    if (!navigator.onLine) {
      event.preventDefault();
      return say(form.dataset.offline);
    }
    leaving = true;
    sending?.abort();
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) { mirror(); keep(); } });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => { mirror(); if (!leaving && pack() !== kept) event.preventDefault(); });
});
