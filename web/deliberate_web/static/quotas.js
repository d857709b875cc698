// The quota editor answers while somebody types. Without this script the button "Check" does it.
"use strict";

(() => {
  const form = document.querySelector("form[data-check]");
  if (!form) return;
  const WAIT = 350;
  const verdict = document.getElementById("verdict");
  const word = document.getElementById("verdict-word");
  const lines = document.getElementById("verdict-lines");
  const cells = [...form.querySelectorAll("input[inputmode=numeric][id^=q]")];
  let timer = 0;
  let asked = null;

  const put = (element, words) => {
    if (element && element.textContent !== words) element.textContent = words;
  };

  const show = (answer) => {
    for (const cell of cells) {
      const words = answer.errors[cell.id] || "";
      put(document.getElementById(`${cell.id}-error`), words);
      if (words) cell.setAttribute("aria-invalid", "true");
      else cell.removeAttribute("aria-invalid");
    }
    for (const sum of form.querySelectorAll(".sum")) {
      put(document.getElementById(`${sum.id}-together`), answer.sums[sum.id.slice(4)] || "");
      put(document.getElementById(`${sum.id}-error`), answer.errors[sum.id] || "");
    }
    verdict.classList.toggle("fine", answer.feasible === true);
    verdict.classList.toggle("broken", answer.feasible === false);
    put(word, answer.verdict);
    lines.replaceChildren(...answer.lines.map((text) => {
      const line = document.createElement("li");
      line.textContent = text;
      return line;
    }));
  };

  const ask = async () => {
    if (asked) asked.abort();
    asked = new AbortController();
    const sent = new FormData();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") sent.append(name, value);
    }
    try {
      const answer = await fetch(form.dataset.check, {
        method: "POST", body: sent, signal: asked.signal, credentials: "same-origin",
      });
      if (answer.ok) show(await answer.json());
    } catch (error) {
      // The line is down or a newer question is on its way: what stands there stays.
    }
  };

  form.addEventListener("input", (event) => {
    if (!cells.includes(event.target)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
})();
