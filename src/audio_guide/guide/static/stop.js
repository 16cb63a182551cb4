// The page works without this; it only marks the sentence that is heard, starts the sound where a sentence is tapped,
// and lets the links to the other languages keep the paragraph. It stores nothing.
document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  const audio = document.querySelector("audio");
  if (!audio) return;
  const status = document.getElementById("status");
  const sentences = [...document.querySelectorAll("[data-s]")];
  const languages = document.querySelectorAll(".languages a");
  const from = (sentence) => Number(sentence.dataset.from);
  let now = null;

  const seek = (seconds) => {
    if (audio.readyState) audio.currentTime = seconds;
    else audio.addEventListener("loadedmetadata", () => { audio.currentTime = seconds; }, { once: true });
  };
  const playFrom = (sentence) => {
    if (!sentence) return;
    seek(from(sentence));
    audio.play().catch(() => {});
  };
  const follow = () => {
    const heard = audio.ended ? null : sentences.filter((sentence) => from(sentence) <= audio.currentTime + 0.05).pop() || null;
    if (heard === now) return;
    now?.classList.remove("now");
    heard?.classList.add("now");
    now = heard;
    const paragraph = heard?.closest("p[id^=p]");
    for (const link of languages) link.hash = paragraph ? paragraph.id : "";
  };
  const lost = () => { status.textContent = audio.dataset.lost; };

  audio.addEventListener("timeupdate", follow);
  audio.addEventListener("seeked", follow);
  audio.addEventListener("ended", follow);
  audio.addEventListener("error", lost, true);
  audio.addEventListener("playing", () => { status.textContent = ""; });
  for (const button of document.querySelectorAll(".time")) {
    button.hidden = false;
    button.addEventListener("click", () => playFrom(button.nextElementSibling.querySelector("[data-s]")));
  }
  document.getElementById("words").addEventListener("click", (event) => {
    if (!String(getSelection())) playFrom(event.target.closest("[data-s]"));
  });
  const kept = /^#p\d+$/.test(location.hash) && document.querySelector(location.hash + " [data-s]");
  if (kept) seek(from(kept));
});
