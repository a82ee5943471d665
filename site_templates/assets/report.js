/* Unlocks a sealed report in the reader's browser. The format is that of generator/write/sealing.py: locator, key and nonce
   come from the code by HKDF-SHA256, the content is AES-256-GCM. The code is sent to nobody and stored nowhere.
   Runs first of all in the page, so that a code in the address is gone before anything else happens. */
(function () {
  "use strict";

  const own = document.currentScript;
  const language = own.dataset.gzLanguage;
  const isFile = own.hasAttribute("data-gz-offline");
  const root = own.dataset.gzRoot || "";

  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const SYMBOLS = 25;
  const MAGIC = [0x47, 0x5a, 0x53, 0x31];
  const SALT_END = 20;
  /* Letters that look the same on the keyboards of the region. */
  const ALIKE = { O: "0", I: "1", L: "1", "İ": "1", "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "0", "Р": "P", "С": "C", "Т": "T", "Х": "X", "У": "Y" };

  const text = new TextEncoder();
  const trusted = policies();
  let fromAddress = takeFromAddress(true);
  let page = null;
  let list = null;

  /* What went wrong, by the name of its message. */
  class Fault extends Error {
    constructor(name, gaps) {
      super(name);
      this.gaps = gaps || {};
    }
  }

  /* Trusted Types: HTML comes from an unlocked report only; Vega may empty its place and load from its own address. */
  function policies() {
    if (!window.trustedTypes) return { createHTML: (html) => html };
    if (!isFile) {
      const vega = new URL("vega-bundle.js", own.src).href;
      window.trustedTypes.createPolicy("default", {
        createHTML: (html) => (html === "" ? html : null),
        createScriptURL: (address) => (address === vega ? address : null)
      });
    }
    return window.trustedTypes.createPolicy("guzgu-report", { createHTML: (html) => html });
  }

  /* The code ----------------------------------------------------------------------------------------------------------- */

  function takeFromAddress(isFirst) {
    const found = decoded(location.hash.slice(1));
    const isPlace = !isFirst && (document.getElementById(found) || plain(found).length < SYMBOLS - 5);
    if (!found || isPlace) return "";
    history.replaceState(null, "", location.href.split("#")[0]);
    return found;
  }

  function decoded(fragment) {
    try { return decodeURIComponent(fragment); } catch (error) { return fragment; }
  }

  /* What was typed or pasted, also with the address in front, as symbols of a code. */
  function plain(typed) {
    const letters = typed.slice(typed.lastIndexOf("#") + 1).normalize("NFKC").toUpperCase().replace(/[\s\p{Pd}\p{Cf}]/gu, "");
    return Array.from(letters, (letter) => ALIKE[letter] || letter);
  }

  /* The 15 bytes of a code. The check symbol: the sum of 2^place times symbol is 0 in the field of 32 elements. */
  function codeBytes(typed) {
    const symbols = plain(typed);
    if (symbols.length !== SYMBOLS) throw new Fault("length", { found: String(symbols.length) });
    const values = symbols.map((symbol) => ALPHABET.indexOf(symbol));
    const sum = values.reduceRight((found, value) => ((found << 1) ^ (found & 16 ? 37 : 0)) ^ value, 0);
    if (values.includes(-1) || sum !== 0) throw new Fault("mistyped");
    const bytes = new Uint8Array(15);
    values.slice(0, -1).forEach((value, place) => {
      const bit = place * 5;
      const pair = value << (11 - (bit % 8));
      bytes[bit >> 3] |= pair >> 8;
      if ((bit >> 3) + 1 < bytes.length) bytes[(bit >> 3) + 1] |= pair & 255;
    });
    return bytes;
  }

  /* The seal ----------------------------------------------------------------------------------------------------------- */

  async function keyFrom(bytes) {
    try {
      return await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveBits"]);
    } finally {
      bytes.fill(0);
    }
  }

  async function derived(key, purpose, size, salt) {
    const rule = { name: "HKDF", hash: "SHA-256", salt: salt || new Uint8Array(0), info: text.encode("guzgu/v1/" + purpose) };
    return new Uint8Array(await crypto.subtle.deriveBits(rule, key, size * 8));
  }

  /* Where a kind of content lies, and the key that opens nothing else. */
  async function sealOf(key, kind) {
    const place = kind + "/" + language;
    const locator = await derived(key, "locator/" + place, 16);
    return {
      place: place,
      locator: Array.from(locator, (byte) => byte.toString(16).padStart(2, "0")).join(""),
      base: await keyFrom(await derived(key, "seal/" + place, 32))
    };
  }

  async function content(seal, blob) {
    if (blob.length < SALT_END || MAGIC.some((byte, index) => blob[index] !== byte)) throw new Fault("damaged");
    const bits = await derived(seal.base, "aead", 44, blob.slice(4, SALT_END));
    const key = await crypto.subtle.importKey("raw", bits.slice(0, 32), "AES-GCM", false, ["decrypt"]);
    const stated = new Uint8Array([...blob.slice(0, SALT_END), ...text.encode(seal.place)]);
    const rule = { name: "AES-GCM", iv: bits.slice(32), additionalData: stated, tagLength: 128 };
    bits.fill(0);
    let padded;
    try {
      padded = new Uint8Array(await crypto.subtle.decrypt(rule, key, blob.slice(SALT_END)));
    } catch (error) {
      throw new Fault("damaged");
    }
    const length = padded.length < 4 ? Infinity : new DataView(padded.buffer).getUint32(0);
    if (length > padded.length - 4) throw new Fault("damaged");
    const found = padded.slice(4, 4 + length);
    return found[0] === 0x1f && found[1] === 0x8b ? unzipped(found) : found;
  }

  async function unzipped(bytes) {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    try {
      return new Uint8Array(await new Response(stream).arrayBuffer());
    } catch (error) {
      throw new Fault("damaged");
    }
  }

  /* The sealed bytes under a locator; null when there are none. */
  function blobOf(locator) {
    return isFile ? blobInside(locator) : blobOnSite(locator);
  }

  function blobInside(locator) {
    const found = document.querySelector('script[data-gz-blob="' + locator + '"]');
    return found && Uint8Array.from(atob(found.textContent.trim()), (letter) => letter.charCodeAt(0));
  }

  async function blobOnSite(locator) {
    const how = { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
    try {
      const answer = await fetch(root + "r/" + locator + ".bin", how);
      /* Some hosts answer with a page of theirs where there is no file. */
      const isMissing = [403, 404, 410].includes(answer.status) || /^text\/html/.test(answer.headers.get("Content-Type"));
      if (isMissing) return null;
      if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
    } catch (error) { /* The same as an answer that is none. */ }
    throw new Fault("network");
  }

  async function unlocked(seal) {
    const blob = await blobOf(seal.locator);
    return blob && content(seal, blob);
  }

  /* The JSON of a report, or of the ministry's list, with the seals of its files; null when the code opens neither. */
  async function reportOf(bytes, kinds) {
    const key = await keyFrom(bytes);
    for (const kind of kinds) {
      const found = await unlocked(await sealOf(key, kind));
      if (!found) continue;
      const report = JSON.parse(new TextDecoder().decode(found));
      if (report.version !== 1) throw new Fault("damaged");
      const seals = {};
      for (const file of Object.keys(report.files || {})) seals[file] = await sealOf(key, file);
      return Object.assign(report, { seals: seals });
    }
    return null;
  }

  /* The page ----------------------------------------------------------------------------------------------------------- */

  function part(name) {
    return document.getElementById("gz-sealed-" + name);
  }

  /* The words of a message, with its gaps filled. */
  function words(name, gaps) {
    const found = document.getElementById("gz-message-" + name).content.cloneNode(true);
    found.querySelectorAll("[data-gz-gap]").forEach((gap) => gap.replaceWith(gaps[gap.dataset.gzGap]));
    return found;
  }

  function say(place, name, gaps) {
    place.replaceChildren(...(name ? [words(name, gaps || {})] : []));
  }

  /* What a fault of a browser, such as JSON that is none, is called here. */
  function nameOf(fault) {
    return fault instanceof Fault ? fault.message : "damaged";
  }

  function busy(isBusy) {
    say(part("status"), isBusy ? "opening" : "");
    if (isBusy) say(part("alert"), "");
    part("open").setAttribute("aria-disabled", String(isBusy));
    page.isBusy = isBusy;
  }

  /* Runs one attempt at a time and says what went wrong. */
  async function attempt(work) {
    if (page.isBusy) return undefined;
    busy(true);
    let fault = null;
    try { await work(); } catch (error) { fault = error; }
    busy(false);
    if (!fault) return true;
    say(part("alert"), nameOf(fault), fault.gaps);
    if (["length", "mistyped", "missing"].includes(nameOf(fault))) part("code").setAttribute("aria-invalid", "true");
    return false;
  }

  async function submit(typed, isFromAddress) {
    const field = part("code");
    field.removeAttribute("aria-invalid");
    const isOpen = await attempt(async () => {
      const report = await reportOf(codeBytes(typed), ["report", "bundle"]);
      if (!report) throw new Fault("missing");
      field.value = "";
      page.isNoted = isFromAddress;
      if (report.schools) openList(report);
      else openReport(report);
    });
    if (isOpen === false) field.focus();
  }

  function show(name) {
    ["entry", "form", "trust"].forEach((each) => { part(each).hidden = name !== "entry"; });
    part("list").hidden = name !== "list";
    part("back").hidden = !(name === "article" && list);
    part("close").hidden = name === "entry";
    if (part("languages")) part("languages").hidden = name !== "entry";
    if (name !== "article") part("article").replaceChildren();
  }

  function enter(heading) {
    document.title = words("title").textContent + " · " + page.site;
    heading.tabIndex = -1;
    window.scrollTo(0, 0);
    heading.focus();
  }

  /* Browsers note an address before its page can take the code out of it: that is said. */
  function notice() {
    const found = words("opened");
    if (page.isNoted) found.querySelector("p").append(" ", words("history"));
    return found;
  }

  function openReport(report) {
    show("article");
    const place = part("article");
    place.innerHTML = trusted.createHTML(report.article);
    place.prepend(notice());
    place.querySelectorAll("a[data-gz-file]").forEach((link) => offerFile(link, report));
    place.querySelectorAll("a[href]:not([data-gz-file])").forEach(offerLink);
    document.dispatchEvent(new Event("gz-article"));
    enter(place.querySelector("h1"));
  }

  /* A link to a file unlocks it and hands it to the browser as a download. */
  function offerFile(link, report) {
    const kind = link.dataset.gzFile;
    const seal = report.seals[kind];
    if (!seal || (isFile && !blobInside(seal.locator))) {
      link.remove();
      return;
    }
    const status = document.createElement("span");
    status.className = "gz-sealed-file";
    status.setAttribute("role", "status");
    link.after(status);
    link.setAttribute("role", "button");
    link.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); link.click(); } });
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      if (status.dataset.busy) return;
      status.dataset.busy = "yes";
      say(status, "file-opening");
      try {
        const bytes = await unlocked(seal);
        if (!bytes) throw new Fault("network");
        save(bytes, report.files[kind]);
        say(status, "file-saved", { name: report.files[kind] });
      } catch (error) {
        say(status, nameOf(error) === "network" ? "file-failed" : "damaged");
      }
      delete status.dataset.busy;
    });
  }

  function save(bytes, name) {
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  /* Leaving the page closes the report, so links open beside it. From a file they lead to the site, if it is known. */
  function offerLink(link) {
    const aim = link.getAttribute("href");
    if (aim.startsWith("#")) return;
    if (isFile && !/^https?:/.test(aim)) {
      if (own.dataset.gzSite) link.href = own.dataset.gzSite + aim.replace(/^(\.\.\/)+/, "");
      else link.removeAttribute("href");
    }
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }

  /* The ministry's list of schools ------------------------------------------------------------------------------------- */

  function openList(bundle) {
    list = bundle;
    show("list");
    const heading = document.createElement("h1");
    heading.id = "gz-sealed-list-title";
    heading.textContent = bundle.title;
    part("list-head").replaceChildren(notice(), heading);
    part("schools").replaceChildren(...bundle.schools.map(schoolItem));
    part("filter").value = "";
    filter();
    enter(heading);
  }

  function schoolItem(school) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "gz-sealed-school";
    button.textContent = school.name;
    button.dataset.gzPlain = simple(school.name);
    button.addEventListener("click", () => attempt(async () => {
      const code = atob(school.code.replace(/-/g, "+").replace(/_/g, "/"));
      const report = await reportOf(Uint8Array.from(code, (letter) => letter.charCodeAt(0)), ["report"]);
      if (!report) throw new Fault("bundle");
      openReport(report);
    }));
    item.append(button);
    return item;
  }

  /* A name as it is looked for: without capitals and marks, ə and ı as they are typed on other keyboards. */
  function simple(name) {
    return name.normalize("NFD").toLowerCase().replace(/\p{M}/gu, "").replace(/ə/g, "e").replace(/ı/g, "i");
  }

  function filter() {
    const wanted = simple(part("filter").value.trim());
    let count = 0;
    part("schools").querySelectorAll("button").forEach((button) => {
      const isFound = button.dataset.gzPlain.includes(wanted);
      button.parentNode.hidden = !isFound;
      count += isFound;
    });
    say(part("count"), "count", { count: String(count) });
  }

  /* Start and end ------------------------------------------------------------------------------------------------------ */

  function obstacle() {
    if (location.protocol === "file:" && !isFile) return "disk";
    if (!window.isSecureContext) return "insecure";
    const has = window.crypto && crypto.subtle && window.fetch && window.DecompressionStream;
    return has ? "" : "old";
  }

  function forget() {
    fromAddress = "";
    list = null;
    part("code").value = "";
    part("filter").value = "";
    part("schools").replaceChildren();
    part("list-head").replaceChildren();
    document.title = page.title;
    say(part("alert"), "");
    show("entry");
  }

  function start() {
    page = { title: document.title, site: document.title.split(" · ").pop(), isBusy: false, isNoted: false };
    part("waiting").remove();
    const hindrance = obstacle();
    if (hindrance) {
      say(part("alert"), hindrance);
      part("trust").hidden = true;
      const link = part("alert").querySelector("[data-gz-secure]");
      if (link) link.href = location.href.split("#")[0].replace(/^http:/, "https:");
      fromAddress = "";
      return;
    }
    show("entry");
    part("form").addEventListener("submit", (event) => {
      event.preventDefault();
      submit(part("code").value, false);
    });
    part("filter").addEventListener("input", filter);
    part("back").addEventListener("click", () => { openList(list); });
    /* A fresh page has nothing left in its memory. */
    part("close").addEventListener("click", () => { forget(); location.replace(location.href.split("#")[0]); });
    window.addEventListener("pagehide", forget);
    window.addEventListener("hashchange", () => {
      const typed = takeFromAddress(false);
      if (typed) submit(typed, !isFile);
    });
    const typed = fromAddress;
    fromAddress = "";
    if (typed) submit(typed, !isFile);
  }

  document.addEventListener("DOMContentLoaded", start);
})();
