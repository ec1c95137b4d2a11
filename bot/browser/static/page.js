// Makes the page live: posts without a reload, messages that arrive by themselves, questions before a press.
// The page works without it; it adds no words of its own beyond what is said when the demo does not answer.
import { attach } from "./search.js";

const user = document.body.dataset.user;
const chat = document.getElementById("chat");
const composer = document.getElementById("composer");
const words = document.getElementById("words");
const notice = document.getElementById("notice");
const arrived = document.getElementById("arrived");
const landing = document.getElementById("landing");
const moving = document.getElementById("moving");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
let since = Number(document.body.dataset.since);
let busy = false;

function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

function isNearEnd() {
  return chat.scrollHeight - chat.scrollTop - chat.clientHeight < 120;
}

function look(node) {
  node.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
}

function focusIn(node) {
  const target = node.querySelector("[data-focus-first]") ?? node.querySelector("[data-focus]") ?? node;
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  look(node);
}

function enliven(root) {
  attach(root, user);
  for (const box of root.querySelectorAll(".quick")) box.hidden = false;
}

function put(change, quietly) {
  const old = document.getElementById(`m${change.id}`);
  if (old && Number(old.dataset.version) >= change.version) return;
  const fresh = element(change.html);
  const hadFocus = old?.contains(document.activeElement);
  const wasAtEnd = isNearEnd();
  if (old) {
    old.replaceWith(fresh);
  } else {
    const before = document.getElementById(`m${change.after}`);
    if (before) before.after(fresh);
    else if (change.after) chat.append(fresh);
    else chat.prepend(fresh);
  }
  enliven(fresh);
  if (hadFocus && !quietly) focusIn(fresh);
  if (!old && !quietly && fresh.dataset.mine === "no") {
    arrived.textContent = `New message: ${spoken(fresh)}`;
    if (wasAtEnd) look(fresh);
  }
}

function spoken(node) {
  const parts = [...node.querySelectorAll(".card h2, .card .text, .card blockquote")].filter((part) => !part.closest("dialog"));
  return (parts.length ? parts : [node]).slice(0, 4).map((part) => part.textContent.trim()).join(". ");
}

function apply(state, quietly) {
  for (const id of state.drops) document.getElementById(`m${id}`)?.remove();
  for (const change of state.puts) put(change, quietly);
  since = Math.max(since, state.since);
  let total = 0;
  for (const [who, badge] of Object.entries(state.unread)) {
    for (const node of document.querySelectorAll(`[data-unread="${who}"]`)) {
      if (node.textContent !== badge) node.textContent = badge;
    }
    const option = document.querySelector(`#switch option[value="${who}"]`);
    if (option) option.textContent = option.dataset.name + (badge ? ` (${badge})` : "");
    if (badge) total += 1;
  }
  const now = document.getElementById("now");
  if (now.textContent !== state.now) now.textContent = state.now;
  moving.hidden = !state.moving;
  landing.hidden = state.moving;
  if (landing.dataset.html !== state.landing) {
    landing.innerHTML = state.landing;
    landing.dataset.html = state.landing;
  }
  document.body.dataset.elsewhere = String(total);
}

function tell(sentence) {
  notice.textContent = sentence;
}

async function post(form, submitter) {
  const data = new FormData(form, submitter);
  data.append("since", String(since));
  const target = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  const box = form.closest(".message, .clock, .composer, .heading") ?? form;
  box.setAttribute("aria-busy", "true");
  busy = true;
  tell("");
  if (target === "/move") {
    moving.hidden = false;
    landing.hidden = true;
  }
  try {
    const answer = await fetch(target, { method: "POST", body: data, headers: { Accept: "application/json" } });
    if (!answer.ok) {
      tell(await answer.text());
      return;
    }
    const state = await answer.json();
    apply(state, true);
    tell(state.notice);
    for (const input of document.querySelectorAll('.composer [name="delivery"], .heading [name="delivery"]')) input.value = state.delivery;
    if (target === "/say" && form === composer && !state.kept && submitter?.name !== "words" && !state.notice) {
      words.value = "";
      grow();
    }
    show(state);
  } catch {
    tell("The demo did not answer. It may have been stopped. What you typed is still here.");
  } finally {
    busy = false;
    box.removeAttribute("aria-busy");
    if (target === "/move") {
      moving.hidden = true;
      landing.hidden = false;
      landing.scrollIntoView({ block: "nearest" });
    }
  }
}

function show(state) {
  const node = state.focus ? document.getElementById(`m${state.focus}`) : null;
  if (!node) return;
  if (!state.stay) {
    focusIn(node);
    return;
  }
  words.focus({ preventScroll: true });
  arrived.textContent = node.dataset.mine === "no" ? `Safety: ${spoken(node)}` : "";
  const previous = node.previousElementSibling;
  look(previous?.dataset.mine === "yes" ? previous : node);
}

function grow() {
  words.style.height = "auto";
  words.style.height = `${Math.min(words.scrollHeight + 2, 200)}px`;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const submitter = event.submitter;
  const method = submitter?.getAttribute("formmethod") ?? form.method;
  if (method !== "post") return;
  event.preventDefault();
  if (submitter?.dataset.confirm) {
    const question = document.getElementById(submitter.dataset.confirm);
    question.showModal();
    return;
  }
  if (busy) return;
  form.closest("dialog")?.close();
  post(form, submitter);
});

document.addEventListener("click", (event) => {
  const quick = event.target.closest("[data-fills]");
  if (quick) {
    document.getElementById(quick.dataset.fills).value = quick.textContent;
    return;
  }
  const link = event.target.closest('.errors a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  const field = document.getElementById(link.hash.slice(1));
  const control = field?.matches("fieldset") ? field.querySelector("input") : field;
  control?.focus();
  control?.closest(".field")?.scrollIntoView({ block: "center" });
});

words.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit(composer.querySelector("button.primary"));
  }
});
words.addEventListener("input", grow);

function listen() {
  const events = new EventSource(`/events?as=${encodeURIComponent(user)}&since=${since}`);
  events.addEventListener("message", (event) => apply(JSON.parse(event.data), busy));
}

enliven(document);
grow();
const last = chat.lastElementChild;
const wanted = location.hash.startsWith("#m") ? document.querySelector(location.hash) : null;
if (wanted) focusIn(wanted);
else if (chat.children.length > 1) last.scrollIntoView({ block: last.offsetHeight < window.innerHeight * 0.6 ? "end" : "start" });
listen();
