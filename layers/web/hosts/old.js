// For browsers that cannot read the rest: plain words in both languages, in the script of 2009.
(function () {
  var missing = [];
  if (typeof Promise === "undefined") missing.push("Promise");
  if (typeof Object.fromEntries !== "function") missing.push("Object.fromEntries");
  if (typeof ResizeObserver === "undefined") missing.push("ResizeObserver");
  if (typeof TextDecoder === "undefined") missing.push("TextDecoder");
  if (typeof URLSearchParams === "undefined") missing.push("URLSearchParams");
  if (missing.length === 0) return;
  window.tooOld = true;
  var box = /** @type {HTMLElement} */ (document.getElementById("old"));
  var zh = document.createElement("p");
  var en = document.createElement("p");
  var names = "这个浏览器太旧，打不开这份会议包（缺少 " + missing.join("、") + "）。";
  zh.appendChild(document.createTextNode(names + "请用 Chromium 80 以上的浏览器：较新的 Chrome、Edge、360 或 QQ 浏览器。"));
  names = "This browser is too old for the meeting pack (it lacks " + missing.join(", ") + "). ";
  en.appendChild(document.createTextNode(names + "Use one of Chromium 80 or newer, such as a recent Chrome or Edge."));
  while (box.firstChild) box.removeChild(box.firstChild);
  box.appendChild(zh);
  box.appendChild(en);
})();
