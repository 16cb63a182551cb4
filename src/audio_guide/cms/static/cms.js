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
    if (!first) status.focus();
  }, 100);

  const sound = new Audio();
  document.querySelectorAll("button[data-say]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      sound.src = "/cms/hear?language=" + button.dataset.language + "&spoken=" + encodeURIComponent(button.dataset.say);
      sound.play().catch(() => { status.textContent = button.dataset.lost; });
    });
  });

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
    if (word) location.href = spoken.dataset.words + encodeURIComponent(word) + "#add";
  });

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const pack = () => new URLSearchParams(new FormData(form)).toString();
  let kept = pack();
  let leaving = false;
  const keep = async () => {
    const now = pack();
    if (leaving || now === kept) return;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(now), redirect: "manual" });
      if (answer.status === 204) {
        kept = now;
        status.textContent = form.dataset.kept;
      } else status.textContent = form.dataset.lost;
    } catch {
      status.textContent = form.dataset.lost;
    }
  };
  setInterval(keep, 10000);
  form.addEventListener("submit", () => { leaving = true; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  addEventListener("beforeunload", (event) => { if (!leaving && pack() !== kept) event.preventDefault(); });
});
