// Uses a meeting pack in Chromium 80 as a planner would: node walk.cjs CHROMIUM PAGE FOLDER LANG
// Prints one line of JSON: what was seen at each step, what went wrong, and every request. The paper goes into FOLDER.
const path = require("path");

const [chromium, address, folder, lang] = process.argv.slice(2);
const PATIENCE_MS = 10000;
const SEMI = "industry semi";

// The text of what stands in a panel.
const read = (tab, panel, selector) =>
  tab.evaluate(
    (id, inside) => {
      const found = document.getElementById(id).shadowRoot.querySelector(inside);
      return found ? found.textContent : "";
    },
    panel,
    selector,
  );

// With the mouse, which also moves the focus as a reader's would; what is looked for may have a label.
async function click(tab, panel, selector, label) {
  const find = (id, inside, words) => {
    const all = Array.from(document.getElementById(id).shadowRoot.querySelectorAll(inside));
    return all.find((one) => one.getClientRects().length && (!words || one.textContent === words));
  };
  const found = await tab.waitForFunction(find, { timeout: PATIENCE_MS }, panel, selector, label || "");
  await found.click();
}

async function search(tab, words) {
  await tab.keyboard.press("/");
  await tab.keyboard.type(words);
  await tab.waitForFunction(() => document.getElementById("facets").shadowRoot.querySelector("[role=option]"));
  await tab.keyboard.press("Enter");
}

// What stands behind the area of what was found, which then is taken into the comparison.
async function compared(tab, words, id) {
  await search(tab, words);
  await click(tab, "results", `button.row[data-id='${id}']`);
  await click(tab, "results", ".evidence[data-field=area_km2]");
  const cited = await read(tab, "results", ".citation");
  await click(tab, "results", ".card .links button", lang === "zh" ? "加入比较" : "Add to comparison");
  return cited;
}

async function walk(tab, told) {
  await tab.goto(`${address}?lang=${lang}`);
  await tab.waitForSelector("body[data-started]", { timeout: PATIENCE_MS });
  const sentence = () => read(tab, "results", ".sentence");

  await tab.keyboard.press("F5");
  told.scenes = [];
  for (let n = 0; n < 6; n++) {
    if (n) await tab.keyboard.press("PageDown");
    told.scenes.push(await tab.evaluate(() => [window.room.scene().id, document.querySelector("#plate h1").textContent]));
  }

  await search(tab, "hn");
  told.search = await sentence();
  await click(tab, "facets", "summary");
  await click(tab, "facets", `[data-option='${SEMI}']`);
  told.filter = await sentence();
  await tab.keyboard.press("Backspace");
  told.back = await tab.evaluate(() => [window.room.at + 1, window.room.strayed]);

  told.source = await compared(tab, "xfd", "lake-xiangfudang");
  await compared(tab, "juanhu", "lake-juanhu");
  await click(tab, "results", ".card .links button", lang === "zh" ? "打开比较（2）" : "Open the comparison (2)");
  told.board = await tab.evaluate(() => document.getElementById("board").shadowRoot.textContent);

  await tab.keyboard.press("Backspace");
  const file = path.join(folder, `pack-${lang}.pdf`);
  await tab.pdf({ path: file, format: "A4", printBackground: true });
  told.paper = file;
}

async function main() {
  const puppeteer = require(path.join(path.dirname(chromium), "node_modules", "puppeteer-core"));
  const browser = await puppeteer.launch({
    executablePath: chromium,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND"],
    defaultViewport: { width: 1024, height: 768 },
  });
  const told = { version: await browser.version(), errors: [], requests: [] };
  try {
    const tab = await browser.newPage();
    tab.on("pageerror", (error) => told.errors.push(String(error)));
    tab.on("request", (request) => told.requests.push(request.url()));
    await walk(tab, told);
  } finally {
    await browser.close();
  }
  console.log(JSON.stringify(told));
}

main().catch((error) => {
  console.error(error.stack);
  process.exit(1);
});
