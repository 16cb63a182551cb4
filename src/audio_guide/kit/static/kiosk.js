// A lent phone goes back to the start when nobody uses it: it asks first and leaves half a minute for the answer. While sound goes on, nobody is asked.
addEventListener("DOMContentLoaded", () => {
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link && link.origin !== location.origin) event.preventDefault();
  });
  if (document.querySelector(".choose")) {
    // What pages kept of the last visitor goes; saved tours lie in the cache, are the museum's and stay.
    localStorage.clear();
    sessionStorage.clear();
    return;
  }
  const box = document.querySelector(".still");
  if (!box) return;
  const answer = 30000;
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, box.dataset.idle * 1000);
  };
  const ask = () => {
    box.showModal();
    timer = setTimeout(() => box.open && location.replace("/kiosk"), answer);
  };
  for (const name of ["pointerdown", "keydown", "scroll", "input", "timeupdate"])
    addEventListener(name, () => { if (!box.open) wait(); }, { capture: true, passive: true });
  box.addEventListener("close", wait);
  wait();
});
