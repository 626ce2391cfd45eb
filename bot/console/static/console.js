// What makes the console quicker by hand; everything works without it, too.
"use strict";

// j and k: the next and the previous one of a list or of a queue; / looks for; ? is left to the browser.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const link = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (link) {
    event.preventDefault();
    if (link.matches("a[href]")) link.click();
    else link.focus();
    return;
  }
  if (event.key !== "j" && event.key !== "k") return;
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)))];
  (next.matches("a") ? next : next.querySelector("a")).focus();
});

// A template of a reply is put where the moderator writes.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (!button) return;
  const field = document.getElementById(button.dataset.into);
  if (!field) return;
  event.preventDefault();
  field.value = field.value.trim() ? `${field.value.trimEnd()}\n\n${button.dataset.fill}` : button.dataset.fill;
  field.focus();
});

// A choice in a filter is applied at once.
document.addEventListener("change", (event) => {
  const field = event.target;
  // a date that is being typed is empty, or of the year 2, 20, 202
  if (field.type === "date" && field.value < "2000") return;
  const form = field.closest("form[data-at-once]");
  if (form) form.requestSubmit();
});
