/** Hides cases by verdict and by text, and opens the case that a link names. */
export const SCRIPT = `
"use strict";
const filter = document.getElementById("filter");
const search = filter.querySelector("input");
const count = filter.querySelector("output");
const buttons = [...filter.querySelectorAll("button")];
const cases = [...document.querySelectorAll(".case")];
let verdict = "";
let texts;

function apply() {
  const words = search.value.toLowerCase().split(/\\s+/).filter((word) => word !== "");
  if (words.length > 0) texts ??= cases.map((one) => one.textContent.toLowerCase());
  let shown = 0;
  cases.forEach((one, index) => {
    const hidden = (verdict !== "" && !one.classList.contains(verdict)) || words.some((word) => !texts[index].includes(word));
    if (one.hidden !== hidden) one.hidden = hidden;
    if (!hidden) shown++;
  });
  count.value = shown === cases.length ? cases.length + " cases" : shown + " of " + cases.length + " cases";
}

function choose(chosen) {
  verdict = chosen;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === verdict));
  apply();
}

function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  if (target === null || !target.classList.contains("case")) return;
  if (target.hidden) {
    search.value = "";
    choose("");
  }
  target.open = true;
  target.scrollIntoView();
}

let waiting = 0;
search.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(apply, cases.length > 1000 ? 150 : 0);
});
for (const button of buttons) button.addEventListener("click", () => choose(button.value));
addEventListener("hashchange", reveal);
filter.hidden = false;
choose("");
reveal();
`;
