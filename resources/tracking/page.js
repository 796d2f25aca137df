"use strict";
(function () {
const data = JSON.parse(document.getElementById("data").textContent);
const main = document.getElementById("main");
const tongues = document.getElementById("tongues");
const words = JSON.parse(utf8(inflate(bytes(data.words), "")));
const DAY = 1440;
let picked = "", shown = null, fault = "none", round = 0;

function bytes(text) {
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(raw, (one) => one.charCodeAt(0));
}

function utf8(from) {
  return new TextDecoder("utf-8", { fatal: true }).decode(from);
}

// RFC 1951, over a window that begins with what both sides know.
function inflate(from, known) {
  const out = Array.from(known, (one) => one.charCodeAt(0)), begin = out.length, most = begin + 16384;
  const base = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
  const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  let at = 0;
  function bits(count) {
    let value = 0;
    for (let i = 0; i < count; i++, at++) {
      if (at >> 3 >= from.length) throw new Error("short");
      value |= (from[at >> 3] >> (at & 7) & 1) << i;
    }
    return value;
  }
  function tree(sizes) {
    const count = new Array(16).fill(0), next = [0, 0], codes = {};
    for (const size of sizes) count[size]++;
    count[0] = 0;
    for (let i = 1; i < 16; i++) next[i + 1] = next[i] + count[i] << 1;
    sizes.forEach((size, symbol) => { if (size) codes[size << 16 | next[size]++] = symbol; });
    return codes;
  }
  function symbol(codes) {
    for (let code = 0, size = 1; size < 16; size++) {
      code = code << 1 | bits(1);
      const found = codes[size << 16 | code];
      if (found !== undefined) return found;
    }
    throw new Error("code");
  }
  function trees() {
    const lengths = bits(5) + 257, distances = bits(5) + 1, some = new Array(19).fill(0), sizes = [];
    for (let i = 0, n = bits(4) + 4; i < n; i++) some[order[i]] = bits(3);
    const first = tree(some);
    while (sizes.length < lengths + distances) {
      const one = symbol(first);
      if (one < 16) { sizes.push(one); continue; }
      const value = one === 16 ? sizes[sizes.length - 1] : 0;
      for (let n = one === 16 ? bits(2) + 3 : one === 17 ? bits(3) + 3 : bits(7) + 11; n; n--) sizes.push(value);
    }
    return [tree(sizes.slice(0, lengths)), tree(sizes.slice(lengths))];
  }
  function fixed() {
    const sizes = [];
    for (let i = 0; i < 288; i++) sizes.push(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
    return [tree(sizes), tree(new Array(30).fill(5))];
  }
  for (let last = 0; !last;) {
    last = bits(1);
    const kind = bits(2);
    if (kind === 3) throw new Error("kind");
    if (kind === 0) {
      at = at + 7 & ~7;
      const size = bits(16);
      bits(16);
      for (let i = 0; i < size; i++) out.push(bits(8));
    } else {
      const [lengths, distances] = kind === 1 ? fixed() : trees();
      for (let one; (one = symbol(lengths)) !== 256;) {
        if (one < 256) { out.push(one); } else {
          const size = base[one - 257] + bits(one < 265 || one === 285 ? 0 : (one - 261) >> 2);
          const far = symbol(distances), more = far < 4 ? 0 : (far >> 1) - 1;
          const back = out.length - (far < 4 ? far + 1 : (2 + (far & 1) << more) + 1 + bits(more));
          if (back < 0) throw new Error("far");
          for (let i = 0; i < size; i++) out.push(out[back + i]);
        }
        if (out.length > most) throw new Error("long");
      }
    }
    if (out.length > most) throw new Error("long");
  }
  return Uint8Array.from(out.slice(begin));
}

// What the shop signed; anything else is not read.
async function read(text) {
  const parts = text.split(".");
  if (text.length > 8192 || parts.length !== 3 || parts[0] !== "1") return null;
  try {
    const how = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("raw", bytes(data.key), how, false, ["verify"]);
    const said = new TextEncoder().encode(parts[0] + "." + parts[1]);
    if (!await crypto.subtle.verify(how, key, bytes(parts[2]), said)) return null;
    const told = JSON.parse(utf8(inflate(bytes(parts[1]), data.known)));
    const state = {};
    for (const name in data.keys) state[name] = told[data.keys[name]];
    return state;
  } catch (error) {
    return null;
  }
}

const text = (value) => typeof value === "string" ? value : "";
const number = (value) => Number.isSafeInteger(value) ? value : 0;
const list = (value) => Array.isArray(value) ? value : [];

function tongue() {
  const asked = picked || (shown && text(shown.language)) || (navigator.language || "en").slice(0, 2);
  return words[asked] ? asked : "en";
}

function say(name, values) {
  return words[tongue()][name].replace(/\{(\w+)\}/g, (_, blank) => String(values[blank]));
}

function add(where, tag, said, style) {
  const made = document.createElement(tag);
  if (said) made.textContent = said;
  if (style) made.className = style;
  where.appendChild(made);
  return made;
}

function button(where, said, link, style) {
  const made = add(where, "a", said, "button" + (style ? " " + style : ""));
  made.href = link;
  made.rel = "noopener noreferrer";
  if (link.slice(0, 4) === "http") made.target = "_blank";
}

function moment(minutes) {
  const when = new Date((minutes + 330) * 60000);  // India's time, wherever the phone is
  const two = (value) => String(value).padStart(2, "0");
  return dated(when, false) + ", " + two(when.getUTCHours()) + ":" + two(when.getUTCMinutes());
}

function dated(when, weekday) {
  const how = { day: "numeric", month: weekday ? "long" : "short", timeZone: "UTC" };
  if (weekday) how.weekday = "long";
  return new Intl.DateTimeFormat(words[tongue()].locale, how).format(when);
}

function rupees(paise) {
  const whole = String(Math.floor(paise / 100)), end = String(paise % 100).padStart(2, "0");
  const head = whole.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ",");
  return "₹" + (head ? head + "," : "") + whole.slice(-3) + "." + end;
}

function escaped(value) {
  return encodeURIComponent(value).replace(/[!'()*]/g, (one) => "%" + one.charCodeAt(0).toString(16).toUpperCase());
}

function payLink(state) {
  const due = number(state.due), pa = text(state.upi);
  if (due <= 0 || !pa) return "";
  const attempt = text(state.attempt), merchant = state.merchant !== false;
  const note = "Order " + text(state.number) + (merchant || !attempt ? "" : " " + attempt);
  const parts = [["pn", text(state.shop)], ["mc", merchant ? text(state.mcc) : ""], ["tr", merchant ? attempt : ""],
    ["tn", note], ["am", Math.floor(due / 100) + "." + String(due % 100).padStart(2, "0")], ["cu", "INR"]];
  return "upi://pay?pa=" + escaped(pa).replace(/%40/g, "@")
    + parts.filter((one) => one[1]).map((one) => "&" + one[0] + "=" + escaped(one[1])).join("");
}

function contacts(phone, mail, about) {
  const digits = phone.replace(/[^0-9]/g, ""), mobile = /^[6-9][0-9]{9}$/.test(digits);
  if (!digits && !mail) return;
  const box = add(main, "section");
  add(box, "h2", say("ask"));
  const row = add(box, "div", "", "row");
  if (digits) button(row, say("call"), "tel:" + (mobile ? "+91" : "") + digits);
  if (mobile) button(row, "WhatsApp", "https://wa.me/91" + digits + (about ? "?text=" + escaped(about) : ""));
  if (mail) button(row, say("mail"), "mailto:" + escaped(mail).replace(/%40/g, "@") + (about ? "?subject=" + escaped(about) : ""));
}

function headline(state, kinds) {
  const pickup = state.way === "pickup", parcels = list(state.parcels), last = kinds[kinds.length - 1];
  const ended = ["delivered", "cancelled", "returned"].includes(state.state);
  if (ended) return state.state === "delivered" && pickup ? "picked" : state.state;
  if (parcels.some((one) => list(one)[2] === "failed")) return "failed";
  if (last === "delayed") return "delayed";
  if (state.state === "packed" && pickup) return "ready";
  if (state.state === "dispatched" && last === "out") return "out";
  return ["taken", "confirmed", "packed", "dispatched"].includes(state.state) ? state.state : "taken";
}

function promise(box, state, head) {
  const day = number(state.promised), values = {};
  if (["delivered", "picked", "cancelled", "returned"].includes(head)) return;
  if (day) {
    const when = new Date(Date.UTC(Math.floor(day / 10000), Math.floor(day / 100) % 100 - 1, day % 100));
    values.d = dated(when, true) + (text(state.slot) ? ", " + text(state.slot) : "");
    const today = Math.floor((Date.now() / 60000 + 330) / DAY), over = when.getTime() / 86400000 < today;
    const name = state.way === "pickup" ? "fetch" : over ? "was" : head === "delayed" ? "newday" : head === "failed" ? "nextday" : "comes";
    if (head !== "failed" || !over) add(box, "p", say(name, values), "when");
    if (head === "failed" && over) add(box, "p", say("askday"), "when");
    else if (over && state.way !== "pickup") add(box, "p", say("overdue"));
  } else if (head !== "out") {
    add(box, "p", say(head === "failed" ? "askday" : "noday"));
  }
  if (list(state.parcels).length && ["taken", "confirmed", "packed"].includes(state.state)) add(box, "p", say("part"));
}

function progress(state, steps) {
  const pickup = state.way === "pickup", over = ["delivered", "cancelled", "returned"].includes(state.state);
  const names = { packed: pickup ? "ready" : "packed", delivered: pickup ? "picked" : "delivered" };
  const box = add(main, "section"), rows = add(box, "ol"), kinds = steps.map((one) => one[0]);
  box.insertBefore(document.createElement("h2"), rows).textContent = say("steps");
  for (const [kind, at] of steps) {
    if (!words.en[kind] || kind === "taken" && kinds.includes("confirmed")) continue;
    const row = add(rows, "li", "", ["delayed", "failed", "cancelled", "returned"].includes(kind) ? "warn" : "done");
    add(row, "b", say(names[kind] || kind));
    add(row, "span", moment(number(at)), "soft");
  }
  const coming = over ? [] : pickup ? ["confirmed", "packed", "delivered"] : ["confirmed", "packed", "dispatched", "delivered"];
  const after = Math.max(...kinds.map((kind) => coming.indexOf(kind)), -1);
  coming.slice(after + 1).forEach((kind) => add(rows, "li", say(names[kind] || kind)));
}

function parcels(state) {
  const all = list(state.parcels);
  for (const one of all) {
    const [no, way, stands, courier, awb, link] = list(one);
    if (way === "pickup") continue;
    const box = add(main, "section");
    const title = all.length > 1 ? say("parcel_n", { no: number(no) }) : say("parcel");
    const now = stands === "out" ? "dispatched" : text(stands);
    const beside = all.length > 1 || ["taken", "confirmed", "packed"].includes(state.state);
    add(box, "h2", title + (beside && words.en[now] ? ": " + say(now) : ""));
    if (way === "own") { add(box, "p", say("own")); continue; }
    if (text(courier)) add(box, "p", text(courier));
    if (text(awb)) {
      const row = add(box, "p", say("number") + " ");
      add(row, "span", text(awb), "code");
    }
    if (/^https?:\/\//.test(text(link))) {
      if (!text(link).includes(escaped(text(awb)))) add(box, "p", say("copy"), "soft");
      button(add(box, "div", "", "row"), say("follow", { c: text(courier) }), text(link));
    }
  }
}

function money(state) {
  const due = number(state.due), box = add(main, "section");
  if (state.state === "cancelled" || state.state === "returned") { add(box, "p", say("back")); return; }
  if (due <= 0) { add(box, "h2", say("paid")); return; }
  add(box, "h2", say(number(state.door) ? "door" : "money"));
  add(box, "div", rupees(due), "sum");
  const link = payLink(state);
  if (!link) return;
  if (stale(state)) { add(box, "p", say("payold"), "soft"); return; }
  button(add(box, "div", "", "row"), say("pay", { a: rupees(due) }), link, "main");
  add(box, "p", say("byhand"), "soft");
  add(box, "p", text(state.upi), "code");
  add(box, "p", say(state.here ? "later" : "told"), "soft");
}

function foot(state) {
  const box = add(main, "footer"), now = Math.floor(Date.now() / 60000), at = number(state.at), age = now - at;
  let ago = "";
  if (age >= 0) {
    ago = age < 2 ? say("now") : age < 60 ? say("min", { x: age }) : age < DAY ? say("hours", { x: Math.floor(age / 60) })
      : age < 2 * DAY ? say("day") : say("days", { x: Math.floor(age / DAY) });
  }
  add(box, "p", say("asof", { d: moment(at) }) + (ago ? " · " + ago : ""), "soft");
  add(box, "p", say("private"), "soft");
}

function stale(state) {
  return !state.here && !["delivered", "cancelled", "returned"].includes(state.state) && Date.now() / 60000 - number(state.at) >= DAY;
}

function old(state) {
  const ended = ["delivered", "cancelled", "returned"].includes(state.state), live = text(state.live);
  const age = Date.now() / 60000 - number(state.at);
  if (state.here || ended || age < DAY && !live) return;
  if (stale(state)) {
    const box = add(main, "section", "", "note");
    add(box, "p", say("old", { d: moment(number(state.at)) }));
    if (/^[\w-]{16}$/.test(live)) button(add(box, "div", "", "row"), say("newest"), live + ".html");
  } else if (/^[\w-]{16}$/.test(live) && age > 30) {
    button(add(main, "p", "", "row"), say("newest"), live + ".html");
  }
}

function order(state) {
  const steps = list(state.steps).map(list), kinds = steps.map((one) => text(one[0])), head = headline(state, kinds);
  const title = say("order", { n: text(state.number) });
  document.title = title + " · " + text(state.shop);
  old(state);
  const box = add(main, "section", "", "first" + (["delayed", "failed", "returned"].includes(head) ? " late" : head === "cancelled" ? " bad" : ""));
  add(box, "h1", say("h_" + head));
  promise(box, state, head);
  const items = number(state.items), first = text(state.first_name), town = text(state.town);
  const about = [title, items === 1 ? say("item") : items ? say("items", { i: items }) : ""].filter(Boolean).join(" · ");
  add(box, "p", about, "soft");
  if (first) add(box, "p", town ? say("for_town", { f: first, t: town }) : say("for", { f: first }), "soft");
  money(state);
  parcels(state);
  progress(state, steps);
  contacts(text(state.phone), text(state.email), say("about", { n: text(state.number) }));
  foot(state);
}

function render() {
  main.textContent = "";
  tongues.textContent = "";
  document.documentElement.lang = tongue();
  for (const one of Object.keys(words)) {
    const made = add(tongues, "button", words[one].tongue);
    made.type = "button";
    made.lang = one;
    made.setAttribute("aria-pressed", String(one === tongue()));
    made.onclick = () => { picked = one; render(); tongues.querySelector("[aria-pressed=true]").focus(); };
  }
  document.getElementById("shop").textContent = shown ? text(shown.shop) : data.shop;
  if (shown) { order(shown); return; }
  document.title = data.shop;
  const box = add(main, "section", "", "first" + (fault === "bad" ? " bad" : " late"));
  box.setAttribute("role", "alert");
  add(box, "h1", say(fault, { h: data.shop }));
  add(box, "p", say(fault + "more"));
  contacts(data.phone, data.email, "");
}

async function begin() {
  const mine = ++round, asked = location.hash.slice(1);
  let found = null;
  fault = !asked && !data.state ? "none" : window.crypto && crypto.subtle ? "bad" : "aged";
  if (fault === "bad") {
    const inside = data.state ? await read(data.state) : null, behind = asked ? await read(asked) : null;
    if (inside) inside.here = true;
    found = !asked || behind && inside && behind.number === inside.number && number(inside.at) >= number(behind.at) ? inside : behind;
  }
  if (mine !== round) return;
  shown = found;
  render();
}

window.addEventListener("hashchange", begin);
begin();
})();
