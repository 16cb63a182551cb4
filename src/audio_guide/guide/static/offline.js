// Saves tours on the phone, each as a whole: files are verified by their digests, and a pack counts as saved only when its list is put last.
// Answering without network is the worker's part (sw.js), which is started by the first tap on Save and ended with the last Remove.
// The page is drawn when it knows what the phone has and, unless that takes longer than a second, what the museum has, so that nothing moves under a finger.
document.documentElement.classList.add("drawing");
document.addEventListener("DOMContentLoaded", () => {
  const FORMAT = "guide:1:";
  const MEDIA = FORMAT + "media";
  const PACK = FORMAT + "pack:";
  const LIST = "/offline/list";
  const PICK = FORMAT + "pick";
  const WANTED = "/offline/wanted";
  const LANES = 4;
  const TRIES = 3;
  const PATIENCE = 20000;
  const WEBM = "audio/webm";
  const box = document.getElementById("tours");
  const others = document.getElementById("others");
  const words = box.dataset;
  const cannot = document.getElementById("cannot");
  const absent = document.getElementById("absent");
  // What this page has seen on the phone: browsers take away everything at once, and nothing but an open page then remembers it.
  const seen = new Set();
  // What the museum was last known to have of a tour; null for one that is published no more.
  const known = new Map();
  let running = null;

  class Stale extends Error {}
  class Gone extends Error {}
  class Refused extends Error {}

  const fill = (text, places) => text.replace(/\{(\w+)\}/g, (all, name) => (name in places ? places[name] : all));
  const [kilobytes, megabytes] = words.units.split(" ");
  const size = (bytes) => bytes < 1e6
    ? `${Math.max(1, Math.round(bytes / 1e3))}\u00a0${kilobytes}`
    : `${(bytes / 1e6).toFixed(1).replace(/\.0$/, "").replace(".", words.point)}\u00a0${megabytes}`;
  const day = (when) => fill(JSON.parse(words.days)[when.getMonth()], { d: when.getDate(), y: when.getFullYear() });
  const sum = (files) => files.reduce((total, file) => total + file.bytes, 0);
  const isMedia = (url) => url.startsWith("/media/");
  const small = new Audio().canPlayType('audio/webm; codecs="opus"') === "probably";
  const chosen = (files, form) => files.filter((file) => file.kind !== "sound" || file.media_type === form || !file.stands_for.length);

  const hex = async (bytes) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const address = (id) => {
    const [slug, language, track] = id.split(":");
    return `/api/v1/tours/${slug}/pack?lang=${language}${track === "standard" ? "" : `&track=${track}`}`;
  };

  const newest = async (id, signal) => {
    const answer = await fetch(address(id), { cache: "no-cache", credentials: "omit", signal });
    if (answer.status === 404) throw new Gone();
    if (!answer.ok) throw new Stale();
    const list = await answer.json();
    known.set(id, list);
    return list;
  };

  // What a pack was to hold and whether it does: nothing for one that was opened this moment, perhaps in another window, null where it cannot be read.
  const noted = async (cache) => {
    const [list, want] = await Promise.all([cache.match(LIST), cache.match(WANTED)]);
    if (!list && !want) return undefined;
    const told = await (list || want).json().catch(() => null);
    return told?.files ? { whole: Boolean(list), ...told } : null;
  };

  // All packs on this phone: whole ones have a list, begun ones only what is wanted.
  const packs = async () => {
    const found = [];
    for (const name of await caches.keys()) {
      if (!name.startsWith(PACK)) continue;
      const cache = await caches.open(name);
      const told = await noted(cache);
      const id = name.slice(PACK.length).split(":").slice(0, 3).join(":");
      if (told) found.push({ name, id, cache, ...told });
    }
    return found.sort((one, other) => other.saved - one.saved);
  };

  const names = async (cache) => new Set((await cache.keys()).map((one) => new URL(one.url).pathname + new URL(one.url).search));
  const media = () => caches.open(MEDIA);
  const stored = async () => ((await caches.has(MEDIA)) ? names(await media()) : new Set());
  // What of a pack is not here, or is here with another length than it had.
  const lacking = async (pack) => {
    const store = (await caches.has(MEDIA)) && (await media());
    const wrong = await Promise.all(pack.files.map(async (file) => {
      const here = isMedia(file.url) ? store && (await store.match(file.url)) : await pack.cache.match(file.url);
      return !here || (await here.blob()).size !== file.bytes;
    }));
    return pack.files.filter((file, number) => wrong[number]);
  };

  // What a pack of now needs and no pack of this phone has, by address and digest.
  const missing = async (files) => {
    const here = await stored();
    const pages = new Set();
    for (const pack of await packs()) {
      const kept = await names(pack.cache);
      for (const file of pack.files) if (kept.has(file.url)) pages.add(`${file.url} ${file.digest}`);
    }
    return files.filter((file) => !(isMedia(file.url) ? here.has(file.url) : pages.has(`${file.url} ${file.digest}`)));
  };

  const rightful = async (answer, file) => {
    const bytes = await answer.clone().arrayBuffer();
    return bytes.byteLength === file.bytes && (await hex(bytes)).startsWith(file.digest);
  };

  // Copies a file that is here already and still whole; tells whether there was one.
  const taken = async (file, cache, packed, own) => {
    if (isMedia(file.url)) {
      const here = await cache.match(file.url);
      return Boolean(here) && rightful(here, file);
    }
    for (const pack of packed) {
      const here = await pack.cache.match(file.url);
      if (here && (await rightful(here, file))) {
        if (pack.name !== own) await cache.put(file.url, here);
        return true;
      }
    }
    return false;
  };

  const fetched = async (file, cache, signal) => {
    // Not through the browser's own memory: it would keep a second copy, and some browsers keep parts of sound there.
    const answer = await fetch(file.url, { cache: "no-store", credentials: "omit", signal });
    if (answer.status !== 200 || answer.redirected) throw new Stale();
    const bytes = await answer.arrayBuffer();
    if (bytes.byteLength !== file.bytes || !(await hex(bytes)).startsWith(file.digest)) throw new Stale();
    const headers = new Headers(answer.headers);
    for (const name of ["Content-Encoding", "Vary"]) headers.delete(name);
    headers.set("Content-Length", bytes.byteLength);
    await cache.put(file.url, new Response(bytes, { headers }));
  };

  // Whether this browser really plays what it says it plays; the sound is opened, not heard.
  const plays = async (file) => {
    const saved = await (await media()).match(file.url);
    const source = URL.createObjectURL(await saved.blob());
    const audio = new Audio();
    const told = new Promise((done) => {
      audio.onloadedmetadata = () => done(true);
      audio.onerror = () => done(false);
      setTimeout(done, 5000, false);
    });
    audio.preload = "metadata";
    audio.src = source;
    audio.load();
    const well = await told;
    audio.removeAttribute("src");
    URL.revokeObjectURL(source);
    return well;
  };

  // Forgets former editions of what is saved whole, packs that cannot be read, and files that no pack names.
  const sweep = async () => {
    const whole = new Set();
    for (const name of await caches.keys()) if (name.startsWith(PACK) && (await noted(await caches.open(name))) === null) await caches.delete(name);
    for (const pack of (await packs()).filter((one) => one.whole)) {
      if (whole.has(pack.id)) await caches.delete(pack.name);
      whole.add(pack.id);
    }
    const used = new Set((await packs()).flatMap((pack) => pack.files.map((file) => file.url)));
    if (!used.size) {
      await caches.delete(MEDIA);
      return;
    }
    const cache = await media();
    for (const url of await names(cache)) if (!used.has(url)) await cache.delete(url);
  };

  const roomFor = async (files) => {
    const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) || {};
    const needed = sum(await missing(files));
    return quota && quota - usage < needed ? { size: size(needed), room: size(Math.max(0, quota - usage)) } : null;
  };

  const carry = async (own, files, signal, told) => {
    const [cache, store, packed] = [await caches.open(own), await media(), await packs()];
    let [done, bytes] = [0, 0];
    const queue = [...files];
    const failed = new AbortController();
    signal.addEventListener("abort", () => failed.abort());
    const lane = async () => {
      for (let file = queue.shift(); file && !failed.signal.aborted; file = queue.shift()) {
        const into = isMedia(file.url) ? store : cache;
        if (!(await taken(file, into, packed, own))) await fetched(file, into, failed.signal);
        done += 1;
        bytes += file.bytes;
        told(done, bytes);
      }
    };
    const lanes = Array.from({ length: LANES }, lane);
    try {
      await Promise.all(lanes);
    } catch (error) {
      failed.abort();
      await Promise.allSettled(lanes);
      throw error;
    }
    signal.throwIfAborted();
  };

  // The worker runs, or the browser does not let it: some keep one waiting for ever.
  const started = () => Promise.race([
    navigator.serviceWorker.ready,
    new Promise((go, stop) => setTimeout(() => stop(new Refused()), PATIENCE)),
  ]);

  // One edition, whole; throws Stale if the museum published while it was fetched.
  const saveOnce = async (id, form, signal, told) => {
    const list = await newest(id, signal);
    let files = chosen(list.files, form);
    const room = await roomFor(files);
    if (room) return { sentence: fill(words.tight, room) };
    const own = `${PACK}${id}:${list.version}`;
    const cache = await caches.open(own);
    const note = (key) => cache.put(key, new Response(JSON.stringify({ ...list, files, form, saved: Date.now() }), { headers: { "Content-Type": "application/json" } }));
    await note(WANTED);
    const first = files.find((file) => file.kind === "sound" && file.stands_for.length);
    if (first && form === WEBM) {
      if (!(await taken(first, await media(), []))) await fetched(first, await media(), signal);
      if (!(await plays(first))) {
        files = chosen(list.files, (form = "audio/mpeg"));
        await note(WANTED);
      }
    }
    const total = sum(files);
    await carry(own, files, signal, (n, bytes) => told(n, files.length, bytes, total));
    await started();
    await note(LIST);
    for (const pack of await packs()) if (pack.id === id && pack.name !== own) await caches.delete(pack.name);
    await sweep();
    return {};
  };

  const save = async (id, told) => {
    navigator.storage?.persist?.().catch(() => {});
    const { signal } = running;
    try {
      await navigator.serviceWorker.register("/sw.js");
    } catch (error) {
      return { sentence: navigator.onLine ? words.refused : words.lost };
    }
    const before = (await packs()).find((pack) => pack.id === id);
    for (let left = TRIES; ; left -= 1) {
      try {
        return await saveOnce(id, before?.form || (small ? WEBM : "audio/mpeg"), signal, told);
      } catch (error) {
        if (signal.aborted) return { sentence: words.stopped };
        if (error.name === "QuotaExceededError") return { sentence: words.full };
        if (error instanceof Gone) return { sentence: words.gone };
        // Of what else browsers refuse, a closed storage is left.
        if (error instanceof Refused || error instanceof DOMException) return { sentence: words.refused };
        if (!(error instanceof Stale)) return { sentence: error instanceof TypeError ? words.lost : words.failed };
        if (left <= 1) return { sentence: words.failed };
        await new Promise((go) => setTimeout(go, 1000));
      }
    }
  };

  const worker = () => navigator.serviceWorker.getRegistration("/");
  // The worker is there as long as there is something that it can answer with.
  const dismiss = async () => {
    if ((await packs()).length) return;
    await caches.delete(PICK);
    await (await worker())?.unregister();
  };

  const remove = async (id) => {
    for (const name of await caches.keys()) if (name.startsWith(`${PACK}${id}:`)) await caches.delete(name);
    seen.delete(id);
    await sweep();
    await dismiss();
  };

  // What to say of a tour and what its button does, as far as the phone itself knows.
  const situation = async (id) => {
    const own = (await packs()).filter((pack) => pack.id === id);
    const whole = own.find((pack) => pack.whole);
    const begun = own.find((pack) => !pack.whole);
    if (!own.length) return { act: words.save, sentences: seen.has(id) ? [words.evicted] : [] };
    seen.add(id);
    if (!whole) {
      const absent = await missing(begun.files);
      const here = begun.files.length - absent.length;
      const total = sum(begun.files);
      return { act: words.goOn, removable: true, sentences: [fill(words.part, { n: here, m: begun.files.length, size: size(total - sum(absent)), total: size(total) })] };
    }
    const sentences = [fill(words.saved, { day: day(new Date(whole.saved)), size: size(sum(whole.files)) })];
    const state = { removable: true, open: `/${whole.asked_language}/tours/${whole.tour}${whole.track === "standard" ? "" : `?track=${whole.track}`}`, sentences, whole };
    const lost = await lacking(whole);
    if (lost.length) {
      sentences.push(fill(words.lacks, { n: lost.length }));
      state.act = words.mend;
    }
    if (!(await navigator.storage?.persisted?.())) sentences.push(words.unsure);
    return state;
  };

  // The same with what the museum has, as far as that is known.
  const compared = async (id, state) => {
    const { whole } = state;
    if (!whole || !known.has(id)) return state;
    const list = known.get(id);
    const [told, unsure] = [state.sentences.filter((one) => one !== words.unsure), state.sentences.filter((one) => one === words.unsure)];
    if (!list) return { ...state, sentences: [...told, words.gone, ...unsure] };
    const news = await missing(chosen(list.files, whole.form));
    if (list.version !== whole.version) return { ...state, act: words.renew, sentences: [...told, fill(words.news, { n: news.length, size: size(sum(news)) }), ...unsure] };
    return { ...state, sentences: [...told, ...(state.act ? [] : [words.newest]), ...unsure] };
  };

  const parts = (card) => [".state", "progress", ".open", ".act", ".drop"].map((one) => card.querySelector(one));
  const release = (card) => {
    card.classList.remove("held");
    card.style.minHeight = parts(card)[0].style.minHeight = "";
  };
  // A saving ends when nobody touches anything: the card takes the room of its longest end while the tap that began it may still move things.
  const reserve = (card) => {
    release(card);
    const twin = card.cloneNode(true);
    twin.classList.add("held", "twin");
    twin.style.width = `${card.offsetWidth}px`;
    card.before(twin);
    const [state, , open, act, drop] = parts(twin);
    const most = size(999.9e6);
    const saved = open.hidden ? fill(words.part, { n: 999, m: 999, size: most, total: most }) : state.textContent;
    const ends = [[fill(words.saved, { day: day(new Date()), size: most }), words.newest, words.unsure]];
    for (const said of [words.stopped, words.lost, words.full, words.refused, words.failed, words.gone, fill(words.tight, { size: most, room: most })]) ends.push([said, saved]);
    const tall = (of, texts) => Math.max(...texts.map((one) => {
      state.textContent = one.join("\n");
      return of.offsetHeight;
    }));
    state.style.minHeight = card.querySelector(".state").style.minHeight = `${tall(state, ends)}px`;
    drop.hidden = false;
    const failed = twin.offsetHeight;
    [act.hidden, open.hidden] = [true, false];
    card.style.minHeight = `${Math.max(failed, twin.offsetHeight)}px`;
    card.classList.add("held");
    twin.remove();
  };

  const draw = (card, state, said) => {
    const [told, progress, open, act, drop] = parts(card);
    const button = act.querySelector("button");
    told.textContent = [said, ...state.sentences].filter(Boolean).join("\n");
    // Where nothing stands below that was there before, the words need no more room than they take.
    if (open.hidden && !state.act) {
      told.style.minHeight = "";
      card.classList.remove("held");
    }
    const focused = card.contains(document.activeElement);
    act.hidden = !state.act;
    button.textContent = state.act || "";
    drop.hidden = !state.removable;
    open.hidden = !state.open;
    if (state.open) open.firstElementChild.href = state.open;
    progress.hidden = true;
    if (focused && document.activeElement.closest("[hidden]")) (state.open ? open.firstElementChild : button).focus();
  };

  // Tells at once what the phone has, beside what was known of the museum, then what is new; not into a saving that has begun meanwhile.
  const show = async (card, said = "") => {
    const id = card.dataset.pack;
    const state = await situation(id);
    draw(card, await compared(id, state), said);
    if (!state.whole) return;
    try {
      await newest(id);
    } catch (error) {
      if (error instanceof Gone) known.set(id, null);
      else known.delete(id);
    }
    const news = await compared(id, state);
    if (running?.card !== card && card.isConnected) draw(card, news, said);
  };

  const act = async (card) => {
    const [state, progress, , form, drop] = parts(card);
    if (running) {
      if (running.card === card) running.abort();
      return;
    }
    cannot.hidden = true;
    reserve(card);
    running = Object.assign(new AbortController(), { card });
    form.querySelector("button").textContent = words.stop;
    drop.hidden = true;
    state.textContent = words.begin;
    progress.value = 0;
    progress.hidden = false;
    const told = (n, m, bytes, total) => {
      state.textContent = fill(words.doing, { n, m, size: size(bytes), total: size(total) });
      progress.max = total;
      progress.value = bytes;
    };
    let end;
    try {
      end = await save(card.dataset.pack, told);
      await dismiss().catch(() => {});
    } finally {
      running = null;
    }
    await show(card, end.sentence);
  };

  const take = async (card) => {
    if (running || !confirm(words.sure)) return;
    await remove(card.dataset.pack);
    release(card);
    if (others.contains(card)) {
      card.remove();
      others.hidden = !others.querySelector("li");
      document.querySelector("main").focus();
    } else {
      await show(card, words.removed);
      card.querySelector("form button").focus();
    }
  };

  const ready = (card) => {
    card.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); act(card); });
    card.querySelector(".drop").addEventListener("click", () => take(card));
  };

  const begin = async () => {
    await sweep();
    // A worker without anything to answer with: what it had is gone.
    if ((await worker()) && !(await packs()).length) refuse(words.evicted);
    const cards = [...box.querySelectorAll("[data-pack]")];
    for (const card of cards) {
      for (const part of card.querySelectorAll(".small")) part.hidden = !small;
      for (const part of card.querySelectorAll(".plain-size")) part.hidden = small;
      ready(card);
    }
    const here = new Set(cards.map((card) => card.dataset.pack));
    for (const pack of await packs()) {
      if (here.has(pack.id)) continue;
      here.add(pack.id);
      const card = document.getElementById("other").content.firstElementChild.cloneNode(true);
      const heading = card.querySelector("h3");
      card.dataset.pack = pack.id;
      heading.textContent = pack.title;
      heading.lang = pack.language;
      heading.id = `tour-${here.size}`;
      for (const one of card.querySelectorAll("[aria-describedby]")) one.setAttribute("aria-describedby", heading.id);
      others.querySelector("ul").append(card);
      others.hidden = false;
      ready(card);
      cards.push(card);
    }
    await Promise.all(cards.map((card) => show(card)));
    // Whoever comes back to this page is not told what was true before.
    const again = ({ persisted }) => {
      if (!document.hidden && !running && persisted !== false) for (const card of document.querySelectorAll("[data-pack]")) show(card).catch(() => {});
    };
    for (const name of ["visibilitychange", "pageshow"]) addEventListener(name, again);
  };

  absent.hidden = /\/offline$/.test(location.pathname);
  absent.querySelector("a").href = location.href;
  document.getElementById("searching").hidden = !/\/search$/.test(location.pathname);
  cannot.hidden = true;
  const refuse = (sentence) => {
    cannot.textContent = sentence;
    cannot.hidden = false;
  };
  const drawn = () => document.documentElement.classList.remove("drawing");
  if (!isSecureContext) refuse(words.insecure);
  else if (!navigator.serviceWorker || !self.caches) refuse(words.refused);
  else {
    setTimeout(drawn, 1000);
    begin().catch(() => refuse(words.refused)).then(drawn);
    return;
  }
  drawn();
});
