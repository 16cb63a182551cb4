// The page works without this: the browser's own player, the text and all links are there. This adds a player that says less and can do more.
// What it keeps (place, speed, two switches) stays on the phone. Clicks are heard at the document, so that no button is ever dead.
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const JUMP = 15;
const REST = 4000;
const PATIENCE = 6000;
const HEAD_START = 5000;
let audio, slider, spans, now, words, pending, later, shown, reached = 0, turns = 0, quietUntil = 0, waiting, speaking, lock;

const kept = (name, value) => {
  try {
    if (value === undefined) return localStorage.getItem(name);
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch { /* a phone may refuse to keep anything; the page works all the same */ }
  return null;
};
const placeName = () => "place." + location.pathname.split("/").pop().toUpperCase();
const is = (name) => root.classList.contains(name);
const set = (name, on) => root.classList.toggle(name, Boolean(on));
const say = (text) => { if (byId("status").textContent !== text) byId("status").textContent = text || ""; };

set("js", true);
set("early", true);
// Who saves data gets sound when they play it and pictures when they ask.
const spare = navigator.connection?.saveData;
set("spare", spare);
const showPictures = () => set("early", spare && is("spare"));
set("bare", kept("bare"));
set("begun", !location.hash && kept(placeName()));

const two = (number) => String(Math.floor(number)).padStart(2, "0");
const clock = (time) => (time < 3600 ? Math.floor(time / 60) : Math.floor(time / 3600) + ":" + two(time / 60 % 60)) + ":" + two(time % 60);
const from = (span) => Number(span.dataset.s);
const at = () => pending ?? audio.currentTime;
const spanAt = (time) => spans.filter((span) => from(span) <= time + .05).pop();

// A place is a paragraph, a sentence in it and how many it has: it means the same in other languages and in a later edition.
const placeOf = (span) => {
  const paragraph = span && span.closest("p[id^=p]");
  if (!paragraph) return "";
  const all = [...paragraph.querySelectorAll("[data-s]")];
  return `${paragraph.id}:${all.indexOf(span) + 1}:${all.length}`;
};
const spanOf = (place) => {
  const [id, sentence, of] = place.split(":");
  const paragraph = byId(id) || byId("words")?.lastElementChild;
  if (!paragraph || !/^p\d+$/.test(id)) return null;
  const all = [...paragraph.querySelectorAll("[data-s]")];
  return all[of == all.length ? sentence - 1 : Math.floor((sentence - .5) / of * all.length)] || all[0];
};

const seek = (time) => {
  const most = audio.duration || Infinity;
  reached = pending = Math.min(Math.max(time, 0), most);
  if (audio.readyState) {
    audio.currentTime = pending;
    pending = undefined;
  }
  show();
};
const play = () => {
  set("begun", false);
  if (is("lost")) {
    set("lost", false);
    say("");
    pending = reached;
    audio.load();
  }
  return audio.play().catch(() => {});
};
const lose = (words) => {
  clearTimeout(waiting);
  if (at()) reached = at();
  set("lost", true);
  set("playing", false);
  say(words || audio.dataset.lost);
};

// The slider is silent: while it has the focus only the visitor moves it.
const tell = () => {
  const time = Number(slider.value);
  const said = [slider.dataset.minutes.split("|")[Math.floor(time / 60)], time % 60 || !time ? slider.dataset.seconds.split("|")[time % 60 / 5] : ""];
  slider.setAttribute("aria-valuetext", slider.dataset.of.replace("{moment}", said.filter(Boolean).join(" ")));
};
const settle = () => {
  slider.value = at();
  tell();
};

// The lock is a promise: one that comes after the sound has stopped is given back, and there is never a second one.
const free = () => {
  lock?.then((one) => one?.release());
  lock = null;
};
const stay = () => {
  if (!byId("follow")?.checked || audio.paused) free();
  else if (!lock && navigator.wakeLock) {
    const asked = navigator.wakeLock.request("screen").catch(() => { if (lock === asked) lock = null; });
    lock = asked;
  }
};
const wordMarks = window.Highlight && CSS.highlights ? new Highlight() : null;
if (wordMarks) CSS.highlights.set("word", wordMarks);
const wordsOf = (span) => {
  if (!wordMarks || !span?.dataset.w) return null;
  const starts = [...span.textContent.matchAll(/[^ \n]+/g)].map((run) => run.index);
  let place = -1, time = Math.round(from(span) * 20);
  return span.dataset.w.split(" ").map((step) => {
    const [wait, leap] = step.split(":").reverse();
    place = leap ? Math.max(place, 0) + Number(leap) : starts.find((start) => start > place);
    return [place, (time += Number(wait)) / 20];
  });
};
// The text node of a character's place; words of another language are nodes of their own. An end (1) belongs to the node before it.
const spot = (span, place, end = 0) => {
  const all = document.createTreeWalker(span, NodeFilter.SHOW_TEXT);
  let node = all.nextNode();
  while (place + 1 - end > node.length) {
    const next = all.nextNode();
    if (!next) break;
    place -= node.length;
    node = next;
  }
  return [node, Math.min(place, node.length)];
};
const speak = () => {
  clearTimeout(speaking);
  wordMarks?.clear();
  if (!words) return;
  const number = words.filter((word) => word[1] <= audio.currentTime).length - 1;
  if (number >= 0) {
    const range = new Range();
    const [start] = words[number];
    const said = now.textContent.slice(start, words[number + 1]?.[0]).replace(/[\s\p{P}]+$/u, "");
    range.setStart(...spot(now, start));
    range.setEnd(...spot(now, start + said.length, 1));
    wordMarks.add(range);
  }
  if (!audio.paused) speaking = setTimeout(speak, 60);
};

const show = () => {
  if (!slider) return;
  const time = at();
  if (audio.readyState && !is("lost")) reached = time;
  if (byId("clock").textContent !== clock(time)) byId("clock").textContent = clock(time);
  if (document.activeElement !== slider && Math.abs(slider.value - time) >= 5) settle();
  const session = navigator.mediaSession;
  if (session?.setPositionState && audio.duration) session.setPositionState({ duration: audio.duration, playbackRate: audio.playbackRate, position: Math.min(time, audio.duration) });
  const span = audio.ended || !time ? undefined : spanAt(time);
  if (span === now) return;
  now?.classList.remove("now");
  span?.classList.add("now");
  now = span;
  words = wordsOf(span);
  speak();
  const place = placeOf(span);
  for (const link of document.querySelectorAll(".languages a, .keep a")) link.hash = place;
  keep();
  if (span && byId("follow")?.checked && !audio.paused && Date.now() > quietUntil) look(span);
};
const keep = () => {
  const place = placeOf(now);
  if (!place || audio.paused) return;
  kept(placeName(), place);
  // From here on the kept place says more than the address.
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
};
const still = matchMedia("(prefers-reduced-motion: reduce)");
const look = (span, how = "smooth") => span.scrollIntoView({ block: "center", behavior: still.matches ? "auto" : how });
const sentence = () => {
  const time = at();
  const times = byId("words").dataset.times ? byId("words").dataset.times.split(" ").map(Number) : spans.map(from);
  const before = times.filter((start) => start < time - 1.5);
  seek(before.pop() ?? 0);
};

// Runs when the page is here, and before that if somebody taps first: what is not here yet is left for the second time.
const begin = () => {
  audio = document.querySelector("audio[data-count]");
  shown = location.pathname + location.search;
  if (!audio || audio.readyState || audio.error) showPictures();
  if (!audio) return;
  slider = byId("position");
  spans = [...document.querySelectorAll("[data-s]")];
  now?.classList.remove("now");
  now = words = undefined;
  const speed = byId("speed");
  if (speed) {
    speed.value = kept("speed") || 1;
    if (!speed.value) speed.value = 1;
    audio.defaultPlaybackRate = audio.playbackRate = speed.value;
  }
  audio.preservesPitch = true;
  for (const name of ["follow", "onward"]) if (byId(name)) byId(name).checked = kept(name);
  if (!byId("words")) return;
  const begun = is("begun") && spanOf(kept(placeName()) || "");
  set("begun", begun);
  if (begun) byId("again").textContent = byId("again").textContent.replace(/\d+(:\d\d)+/, clock(from(begun)));
  const there = spanOf(later || location.hash.slice(1));
  later = "";
  settle();
  if (there) {
    seek(from(there));
    look(there, "auto");
  }
  if (audio.error) lose();
};

// The next stop comes into the same page and the same player, since a locked phone lets no new one begin.
// Of several that were asked for, the last one comes. *write* puts it into the history: beside what was there if the visitor asked.
const turn = async (address, sounding, write) => {
  const mine = turns += 1;
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== turns) return;
  const fresh = page.querySelector("audio[data-count]");
  if (!answer.ok || !fresh) throw new Error(answer.status);
  const focused = document.activeElement.id;
  const body = document.adoptNode(page.body);
  for (const { name } of [...audio.attributes]) if (!fresh.hasAttribute(name)) audio.removeAttribute(name);
  for (const { name, value } of [...fresh.attributes]) audio.setAttribute(name, value);
  fresh.removeAttribute("src");
  fresh.replaceWith(audio);
  document.body.replaceWith(body);
  document.title = page.title;
  root.lang = page.documentElement.lang;
  root.dir = page.documentElement.dir;
  history[write](null, "", answer.url + new URL(address).hash);
  pending = undefined;
  reached = 0;
  set("lost", false);
  set("begun", false);
  set("playing", false);
  begin();
  byId(focused)?.focus({ preventScroll: true });
  if (!location.hash) scrollTo(0, 0);
  if (sounding) await play();
};
const neighbour = (rel, write) => {
  const link = document.querySelector(`a[rel=${rel}]`);
  // A stop without sound comes as a page of its own.
  if (link) turn(link.href, !("noted" in link.dataset), write).catch((error) => (error instanceof TypeError ? lose() : location.assign(link.href)));
};
const artwork = (one) => {
  const [src, sizes, type] = one.split(" ");
  return { src, sizes, type };
};
const introduce = () => {
  const session = navigator.mediaSession;
  if (!session || !window.MediaMetadata) return;
  const { title, museum, tour, art } = audio.dataset;
  session.metadata = new MediaMetadata({ title, artist: museum, album: tour, artwork: art && !spare ? art.split("|").map(artwork) : [] });
  const acts = {
    play,
    pause: () => audio.pause(),
    seekbackward: (how) => seek(at() - (how.seekOffset || JUMP)),
    seekforward: (how) => seek(at() + (how.seekOffset || JUMP)),
    seekto: (how) => seek(how.seekTime),
    previoustrack: () => neighbour("prev", "pushState"),
    nexttrack: () => neighbour("next", "pushState"),
  };
  for (const [name, act] of Object.entries(acts)) try { session.setActionHandler(name, act); } catch { /* not every browser knows all */ }
};

// What a button does stands under its name.
const deeds = {
  play: () => (audio.paused || is("lost") ? play() : audio.pause()),
  back: () => seek(at() - JUMP),
  forward: () => seek(at() + JUMP),
  sentence,
  again: () => {
    const place = kept(placeName()) || "";
    const span = spanOf(place);
    if (span) seek(from(span));
    else later = place;
    play();
  },
  anew: () => {
    kept(placeName(), "");
    seek(0);
    play();
  },
  skip: (button) => {
    seek(Number(button.dataset.to));
    play();
  },
  pictures: () => {
    set("bare", !is("bare"));
    kept("bare", is("bare") ? "1" : "");
  },
  load: () => {
    set("spare", false);
    showPictures();
  },
};
const on = (names, act) => { for (const name of names.split(" ")) document.addEventListener(name, act, true); };
const heard = (names, act) => on(names, (event) => { if (audio && event.target === audio) act(); });

on("click", (event) => {
  if (!audio) begin();
  const button = event.target.closest("button");
  deeds[button?.id]?.(button);
  if (!audio) return;
  const link = event.target.closest(".languages a, .keep a");
  if (link && !audio.paused && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    turn(link.href, true, "pushState").catch(() => location.assign(link.href));
  }
  const span = event.target.closest(".time")?.nextElementSibling.querySelector("[data-s]") || (String(getSelection()) ? null : event.target.closest("#words [data-s]"));
  if (span) {
    seek(from(span));
    play();
  }
});
on("change", ({ target }) => {
  if (target.id === "speed") audio.playbackRate = audio.defaultPlaybackRate = target.value;
  if (["speed", "follow", "onward"].includes(target.id)) kept(target.id, target.type === "checkbox" ? (target.checked ? "1" : "") : target.value);
  if (target.id === "follow") {
    stay();
    if (now && target.checked) look(now);
  }
});
on("input", ({ target }) => {
  if (target !== slider) return;
  tell();
  seek(Number(slider.value));
});
on("focusin keydown", ({ target }) => { if (audio && target === slider) settle(); });
on("wheel touchmove keydown", ({ key, target }) => {
  if (!key || (target !== slider && /^(Page|Arrow|Home|End)/.test(key))) quietUntil = Date.now() + REST;
});
heard("loadedmetadata", () => { if (pending !== undefined) seek(pending); });
heard("timeupdate seeked ended", () => show());
heard("error", () => lose());
heard("loadedmetadata error", showPictures);
setTimeout(showPictures, HEAD_START);
// Whether a phone says that it is on line is not to be trusted; it only shortens the wait.
heard("waiting", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => { if (!audio.paused && audio.readyState < 3) lose(audio.dataset.waits); }, navigator.onLine ? PATIENCE : JUMP * 100);
});
const well = () => {
  clearTimeout(waiting);
  set("lost", false);
  set("playing", true);
  say("");
  speak();
};
heard("playing", well);
heard("timeupdate", () => { if (is("lost") && !audio.paused && audio.readyState > 2) well(); });
on("play", ({ target }) => {
  for (const other of document.querySelectorAll("audio, video")) if (other !== target) other.pause();
});
heard("play pause", () => {
  set("playing", !audio.paused);
  if (!audio.paused) {
    introduce();
    keep();
  }
  stay();
});
heard("ended", () => {
  kept(placeName(), "");
  say(audio.dataset.ended);
  const next = document.querySelector("a[rel=next]");
  if (next && byId("onward")?.checked && !("noted" in next.dataset)) neighbour("next", "replaceState");
});
// Back and forward among the stops that came into this page; another stop's sound waits until it is asked for.
addEventListener("popstate", () => {
  if (!audio || location.pathname + location.search === shown) return;
  const same = location.pathname.split("/").pop() === shown.split("?")[0].split("/").pop();
  const address = location.href.split("#")[0];
  turn(same ? `${address}#${placeOf(now)}` : address, same && !audio.paused, "replaceState").catch(() => location.reload());
});
on("visibilitychange", () => {
  free();
  if (audio && !document.hidden) stay();
});
if (spare) new MutationObserver((_, watch) => {
  const sound = document.querySelector("audio");
  if (sound) sound.preload = "none";
  if (sound) watch.disconnect();
}).observe(root, { childList: true, subtree: true });
document.addEventListener("DOMContentLoaded", begin);
