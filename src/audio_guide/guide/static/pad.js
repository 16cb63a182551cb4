// The form works without this; it shows the large number pad, takes digits from any keyboard layout, and opens a number as soon as it is whole.
document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  const pad = document.querySelector(".pad");
  if (!pad) return;
  const field = document.getElementById("n");
  const said = document.getElementById("wrong");
  const { form } = field;
  field.setAttribute("aria-describedby", "wrong hint");
  const numbers = pad.dataset.numbers.split(" ");

  const typed = () => {
    const number = (field.value = field.value.replace(/\D/g, "")).replace(/^0+(?=.)/, "");
    const possible = numbers.filter((one) => one.startsWith(number));
    const wrong = number && !possible.length;
    said.className = wrong ? "box" : "";
    said.textContent = wrong ? pad.dataset.wrong.replace("{number}", number).replace("{near}", near(number)) : number;
    said.classList.toggle("unseen", !wrong);
    field.setAttribute("aria-invalid", Boolean(wrong));
    if (number && possible.length == 1 && possible[0] == number) form.requestSubmit();
  };
  const near = (number) =>
    [...numbers].sort((a, b) => Math.abs(a - number) - Math.abs(b - number)).slice(0, 4).sort((a, b) => a - b).join(", ");
  const put = (digit) => {
    if (field.value.length < field.maxLength) field.value += digit;
    typed();
  };
  const drop = () => {
    field.value = field.value.slice(0, -1);
    typed();
  };

  pad.addEventListener("click", ({ target }) => {
    if (target.value) put(target.value);
    else if (target.matches("button")) drop();
  });
  field.addEventListener("input", typed);
  form.addEventListener("keydown", (event) => {
    const [, digit] = /^(?:Digit|Numpad)(\d)$/.exec(event.code) || [];
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key == "Backspace" && event.target != field) drop();
    // On the Kazakh layout the digit row types letters, so the place of the key counts and not what stands on it.
    else if (digit && event.key.length == 1 && (event.target != field || event.key != digit)) put(digit);
    else return;
    event.preventDefault();
  });
});
