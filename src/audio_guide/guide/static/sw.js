// Answers from what a visitor saved, when there is no network. It saves nothing but a pick of language or track: only the page
// /{lang}/offline saves, whole packs of verified files, so nothing wrong and nothing of two editions can come from here. It never touches /cms.
const FORMAT = "guide:1:";
const MEDIA = FORMAT + "media";
const PACK = FORMAT + "pack:";
const LIST = "/offline/list";
const PICK = FORMAT + "pick";
const LENT = FORMAT + "lent";
const PATIENCE = 3000;
// The server puts the museum's own languages here.
const LANGUAGES = ["kk", "ru", "en"];
const PICKS = /^\/(language|track)\/([\w-]+)$/;
const PAGES = /^\/(?:$|q\/|language\/|track\/|kiosk$|(?:kk|ru|en)(?:\/|$))/i;
const CUES = /^\/api\/v1\/stops\/\w+\/cues\.vtt$/;

self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  // What is fetched for saving is to be the museum's own bytes, or nothing.
  if (url.origin !== location.origin || request.cache === "no-store") return;
  if (url.pathname.startsWith("/media/")) {
    // Only what this worker itself marked in a page; any other sound goes its usual way, untouched.
    if (url.searchParams.has("o") && (request.method === "GET" || request.method === "HEAD")) event.respondWith(media(request, url));
  } else if (request.method === "GET" && (PAGES.test(url.pathname) || CUES.test(url.pathname))) {
    event.respondWith(page(request, url));
  }
});

async function begin() {
  for (const name of await caches.keys()) if (name.startsWith("guide:") && !name.startsWith(FORMAT)) await caches.delete(name);
  await clients.claim();
}

// What is saved whole, the newest first. A list that cannot be read, or is of another form, counts as none: the guide goes on without it.
async function packs() {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith(PACK)) continue;
    const cache = await caches.open(name);
    const list = await (await cache.match(LIST))?.json().catch(() => null);
    if (list?.files && list.stops) found.push({ ...list, cache });
  }
  return found.sort((one, other) => other.saved - one.saved);
}

async function media(request, url) {
  const saved = await caches.match(url.pathname, { cacheName: MEDIA });
  return saved ? slice(request, saved) : fetch(request);
}

// The part of a saved file that is asked for, as RFC 9110 has it.
async function slice(request, saved) {
  const blob = await saved.blob();
  const size = blob.size;
  const headers = new Headers({ "Accept-Ranges": "bytes" });
  for (const name of ["Content-Type", "ETag", "Last-Modified", "Cache-Control", "X-Content-Type-Options"]) {
    if (saved.headers.has(name)) headers.set(name, saved.headers.get(name));
  }
  const answer = (status, body, length) => {
    headers.set("Content-Length", length);
    return new Response(request.method === "HEAD" ? null : body, { status, headers });
  };
  const span = request.method === "HEAD" ? null : wanted(request.headers, saved.headers, size);
  if (!span) return answer(200, blob, size);
  if (span[0] >= span[1]) {
    headers.set("Content-Range", `bytes */${size}`);
    return answer(416, null, 0);
  }
  headers.set("Content-Range", `bytes ${span[0]}-${span[1] - 1}/${size}`);
  return answer(206, blob.slice(span[0], span[1], blob.type), span[1] - span[0]);
}

// From where to where: null is everything, an empty span is one that the file does not have.
function wanted(asked, saved, size) {
  const range = /^\s*bytes=(\d{0,18})-(\d{0,18})\s*$/.exec(asked.get("Range") || "");
  const since = (asked.get("If-Range") || "").trim();
  if (!range || range[1] + range[2] === "") return null;
  if (since && since !== (/^(?:"|W\/)/.test(since) ? saved.get("ETag") : saved.get("Last-Modified"))) return null;
  if (range[1] === "") return Number(range[2]) && size ? [Math.max(size - Number(range[2]), 0), size] : [0, 0];
  const start = Number(range[1]);
  if (range[2] && Number(range[2]) < start) return null;
  return start < size ? [start, range[2] ? Math.min(Number(range[2]) + 1, size) : size] : [0, 0];
}

// What the visitor picked: the museum's server keeps it in a cookie that no script can read. *late* is what the server has not heard of yet.
async function picked() {
  const kept = await caches.match("/pick", { cacheName: PICK });
  return kept ? kept.json() : {};
}

async function keep(pick) {
  await (await caches.open(PICK)).put("/pick", new Response(JSON.stringify(pick)));
}

// Tells the server of picks that were made without network, before it is asked for what depends on them.
async function tell(pick, path) {
  if (!pick.late || !/^\/(?:$|q\/)/i.test(path)) return;
  for (const name of ["language", "track"]) if (pick[name]) await fetch(`/${name}/${pick[name]}?next=/`, { redirect: "manual" });
  await keep({ ...pick, late: false });
}

// The network first; where it fails, fails to answer in time or is ill, what is saved; else the page that lists what is.
async function page(request, url) {
  const walks = request.mode === "navigate";
  const before = await picked();
  const way = request.referrer.startsWith(`${location.origin}/`) && PICKS.exec(url.pathname);
  const pick = way ? { ...before, [way[1]]: way[2], late: true } : before;
  if (way) await keep(pick);
  const network = tell(pick, url.pathname).then(() => fetch(request)).then(async (answer) => {
    if (way) await keep({ ...pick, late: before.late });
    return { answer };
  }, (error) => ({ error }));
  const late = new Promise((done) => { if (walks) setTimeout(done, PATIENCE, {}); });
  let said = await Promise.race([network, late]);
  const lists = await packs();
  if (said.answer && said.answer.status < 500) return said.answer.status === 200 ? dressed(said.answer, lists, false) : said.answer;
  const saved = await find(url, lists, pick);
  if (saved) return saved;
  said = await network;
  if (said.answer) return said.answer.status === 200 ? dressed(said.answer, lists, false) : said.answer;
  return (walks && (await absent(url, lists, pick))) || Response.error();
}

// What is saved for an address, or nothing.
async function find(url, lists, pick) {
  const path = url.pathname;
  const scanned = /^\/q\/(\w+)$/i.exec(path);
  const way = PICKS.exec(path);
  const numbered = /^\/([\w-]+)\/number$/.exec(path);
  if (path === "/kiosk") return (await caches.match(path, { cacheName: LENT })) || null;
  if (path === "/") return lists.length ? sent(`/${await language(lists, pick)}/`) : null;
  if (scanned) {
    const code = scanned[1].toUpperCase();
    const having = lists.filter((list) => list.stops.some((stop) => stop.code === code));
    if (!having.length) return null;
    const stop = `/${await language(having, pick)}/stops/${code}`;
    const track = `track=${pick.track}`;
    return sent(`${stop}?q=1${(await exactly(`${stop}?${track}`, lists)) ? `&${track}` : ""}`);
  }
  if (way) {
    const next = new URL(url.searchParams.get("next") || (way[1] === "language" ? `/${way[2]}/` : "/"), location.origin);
    const there = next.origin === location.origin && !PICKS.test(next.pathname) && (await find(next, lists, pick));
    return there ? sent(next.pathname + next.search + next.hash) : null;
  }
  if (numbered) {
    const typed = (url.searchParams.get("n") || "").trim();
    for (const list of lists.filter((one) => one.asked_language === numbered[1])) {
      const stop = /^\d{1,6}$/.test(typed) && list.stops.find((one) => one.number === Number(typed));
      if (stop) return sent(`/${numbered[1]}/stops/${stop.code}`);
    }
    return null;
  }
  const found = await stored(url, lists);
  return found && dressed(found, lists, true);
}

async function exactly(address, lists) {
  for (const list of lists) {
    const found = await list.cache.match(address);
    if (found) return found;
  }
  return null;
}

// A page on the route for school classes is answered only by one of that route, since others lead to the hard stops.
async function stored(url, lists) {
  const path = url.pathname.replace(/^(\/[\w-]+\/stops\/)(\w+)$/, (_, way, code) => way + code.toUpperCase());
  const [track, route] = ["track", "route"].map((name) => url.searchParams.has(name) && `${name}=${url.searchParams.get(name)}`);
  const school = route === "route=school" && route;
  for (const parts of [[track, school], [school]]) {
    const found = await exactly([path, parts.filter(Boolean).join("&")].filter(Boolean).join("?"), lists);
    if (found) return found;
  }
  if (school || !/\/stops\//.test(path)) return null;
  // A stop that was saved in another track only.
  for (const list of lists) {
    for (const one of await list.cache.keys(path, { ignoreSearch: true })) if (!one.url.includes("route=")) return list.cache.match(one);
  }
  return null;
}

// The language that was picked, else the one that is open in another window, else the browser's, else the one saved last.
async function language(lists, pick) {
  const having = lists.map((list) => list.asked_language);
  const open = (await clients.matchAll({ type: "window" })).map((one) => new URL(one.url).pathname.split("/")[1]);
  const wishes = [pick.language, ...open, ...(navigator.languages || []).flatMap((tag) => [tag, tag.split("-")[0]])];
  return wishes.find((wish) => having.includes(wish)) || having[0];
}

function sent(path) {
  return Response.redirect(new URL(path, location.origin), 302);
}

// The list of what is saved, in the language of the address that is not.
async function absent(url, lists, pick) {
  const first = url.pathname.split("/")[url.pathname.startsWith("/language/") ? 2 : 1];
  const spoken = LANGUAGES.includes(first) ? first : lists.length ? await language(lists, pick) : "kk";
  for (const name of await caches.keys()) {
    const page = name.startsWith(PACK) && (await (await caches.open(name)).match(`/${spoken}/offline`));
    if (!page) continue;
    const { body, headers } = await dressed(page, lists, true);
    return new Response(body, { status: 503, headers });
  }
  return null;
}

// A page whose sound and pictures come from what is saved: each saved file's address gets the mark that this worker answers to.
// Without network a picture's saved size stands for its other sizes, and the saved form of a sound for the other one.
async function dressed(answer, lists, alone) {
  if (!(answer.headers.get("Content-Type") || "").startsWith("text/html")) return answer;
  const lent = alone && (await caches.has(LENT));
  if (!lists.length && !lent) return answer;
  // What was fetched by a script came over a redirect: it is to know the address at which it ended.
  if (answer.redirected) return Response.redirect(answer.url, 302);
  const here = new Set((await (await caches.open(MEDIA)).keys()).map((one) => new URL(one.url).pathname));
  const instead = new Map();
  for (const file of lists.flatMap((list) => list.files)) {
    if (!here.has(file.url)) continue;
    if (alone || file.kind === "sound") for (const other of file.stands_for) if (!here.has(other)) instead.set(other, file);
  }
  const text = (await answer.text()).replace(/<[^>]*\/media\/[^>]*>/g, (tag) => {
    let type = "";
    const marked = tag.replace(/\/media\/[0-9a-f]{32,64}\.\w+(?![\w?])/g, (path) => {
      if (here.has(path)) return `${path}?o=1`;
      const file = instead.get(path);
      type = file ? file.media_type : type;
      return file ? `${file.url}?o=1` : path;
    });
    return type ? marked.replace(/\btype="[^"]*"/, `type="${type}"`) : marked;
  });
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response(lent ? await asked(text, headers) : text, { status: answer.status, headers });
}

// A page on a lent phone: saved pages get what its other pages have, as kiosk.js kept it, and are allowed to run that.
async function asked(text, headers) {
  const kept = await caches.open(LENT);
  const language = /<html lang="([\w-]+)"/.exec(text)?.[1];
  const found = (await kept.match(`/kiosk/parts?${language}`)) || (await kept.match("/kiosk/parts", { ignoreSearch: true }));
  if (!found) return text;
  const { style, script, fresh, question } = await found.json();
  const policy = headers.get("Content-Security-Policy");
  if (policy) headers.set("Content-Security-Policy", policy.replace("script-src", `script-src ${await digest(script)}`).replace("style-src", `style-src ${await digest(style)}`));
  return text
    .replace("</head>", () => `<style>${style}</style><script>${script}</script></head>`)
    .replace("</header>", () => `${fresh}</header>`)
    .replace("</body>", () => `${question}</body>`);
}

async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return `'sha256-${btoa(String.fromCharCode(...bytes))}'`;
}
