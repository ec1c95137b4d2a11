// Turns the search fields of a form into comboboxes with a list of places or people (WAI-ARIA pattern).
// Without it they are plain text fields, whose words the handlers read.

const PAUSE = 150;

export function attach(root, user) {
  for (const box of root.querySelectorAll(".search")) combine(box, user);
}

function combine(box, user) {
  const input = box.querySelector("input[type=text]");
  const [value, label] = box.querySelectorAll("input[type=hidden]");
  const list = box.querySelector("[role=listbox]");
  const status = box.querySelector("[role=status]");
  let timer = 0;
  let asked = 0;
  let active = -1;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    input.value = option.textContent;
    label.value = option.textContent;
    value.value = option.dataset.value;
    status.textContent = "";
    close();
  }

  function mark(number) {
    const options = [...list.children];
    if (!options.length) return;
    active = (number + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  }

  async function search() {
    const turn = ++asked;
    const query = new URLSearchParams({ kind: box.dataset.kind, query: input.value, as: user });
    let found = [];
    try {
      const answer = await fetch(`/find?${query}`);
      if (answer.ok) found = await answer.json();
    } catch {
      found = [];
    }
    if (turn !== asked || document.activeElement !== input) return;
    list.replaceChildren(
      ...found.map((choice, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.value = choice.value;
        option.textContent = choice.label;
        return option;
      }),
    );
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = found.length ? "" : input.value.trim() ? "Nothing found. Try fewer letters." : "";
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  }

  input.addEventListener("input", () => {
    value.value = "";
    label.value = "";
    later();
  });
  input.addEventListener("focus", () => { if (!value.value) later(); });
  input.addEventListener("blur", () => { clearTimeout(timer); asked += 1; close(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) search();
      else mark(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (active >= 0) choose(list.children[active]);
      else close();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    choose(option);
  });
}
