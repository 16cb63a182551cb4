// These pages are files: what the guide's server would do with a number, a sign or a picked language is done here.
{
  const kept = (value) => {
    try {
      if (value) localStorage.setItem("language", value);
      return localStorage.getItem("language");
    } catch { return null; /* a phone may refuse to keep anything; the links are there all the same */ }
  };
  document.addEventListener("click", ({ target }) => {
    const link = target.closest(".languages a, [data-choose] a");
    if (link) kept(link.lang);
  });
  document.addEventListener("DOMContentLoaded", () => {
    const ways = [...document.querySelectorAll("[data-choose] a")];
    for (const wish of [kept(), ...navigator.languages]) {
      const way = ways.find((one) => wish && (one.lang === wish || one.lang === wish.toLowerCase().split("-")[0]));
      if (way) return location.replace(way.href);
    }
    const pad = document.querySelector("[data-places]");
    const form = pad?.closest("form");
    if (!form) return;
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const number = document.getElementById("n").value.trim().replace(/^0+(?=.)/, "");
      const place = pad.dataset.places.split(" ").find((one) => one.startsWith(`${number}=`));
      if (place) location.assign(place.slice(number.length + 1));
    });
  });
}
