// A lent phone goes back to the start when nobody uses it: it asks first and leaves half a minute for the answer. While sound goes on, nobody is asked.
{
  // What it is made of is kept for the worker that answers without network (sw.js): pages saved on this phone then ask as well.
  const LENT = "guide:1:lent";
  const PICK = "guide:1:pick";
  const own = document.currentScript;
  const keep = (name, answer) => caches.open(LENT).then((cache) => cache.put(name, answer)).catch(() => {});
  addEventListener("DOMContentLoaded", () => {
    addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (link && link.origin !== location.origin) event.preventDefault();
    });
    if (document.querySelector(".choose")) {
      // What pages kept of the last visitor goes; saved tours lie in the cache, are the museum's and stay.
      localStorage.clear();
      sessionStorage.clear();
      if (!self.caches) return;
      caches.delete(PICK).catch(() => {});
      fetch("/kiosk", { cache: "no-store" }).then(async (answer) => {
        if (answer.ok && /class="choose"/.test(await answer.clone().text())) await keep("/kiosk", answer);
      }).catch(() => {});
      return;
    }
    // The page may be exchanged under us when the next stop comes, so the question is looked up each time.
    const box = () => document.querySelector(".still");
    if (!box()) return;
    const idle = box().dataset.idle * 1000;
    const answer = 30000;
    if (self.caches) {
      const parts = { style: own.previousElementSibling.textContent, script: own.textContent, fresh: document.querySelector(".fresh")?.outerHTML || "", question: box().outerHTML };
      keep(`/kiosk/parts?${document.documentElement.lang}`, new Response(JSON.stringify(parts)));
      // Nothing of this stays on a phone that becomes an ordinary one again.
      addEventListener("submit", ({ target }) => { if (target.getAttribute("action") === "/kiosk/end") caches.delete(LENT).catch(() => {}); });
    }
    let timer;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, idle);
    };
    const ask = () => {
      if (!box()?.open) box()?.showModal();
      timer = setTimeout(() => (box() && !box().open ? wait() : location.replace("/kiosk")), answer);
    };
    for (const name of ["pointerdown", "keydown", "scroll", "input", "timeupdate"])
      addEventListener(name, () => { if (!box()?.open) wait(); }, { capture: true, passive: true });
    document.addEventListener("close", wait, true);
    wait();
  });
}
