// Prints a page with Chromium 80, on A4 upright and across: node print.cjs CHROMIUM PAGE FOLDER [SCENE...]
// A scene that is named is presented first. Prints one line of JSON: what went wrong on the page, and the files.
const path = require("path");

const [chromium, page, folder, ...scenes] = process.argv.slice(2);

async function main() {
  const puppeteer = require(path.join(path.dirname(chromium), "node_modules", "puppeteer-core"));
  const browser = await puppeteer.launch({
    executablePath: chromium,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND"],
    defaultViewport: { width: 1366, height: 768 },
  });
  const told = { version: await browser.version(), errors: [], files: [] };
  try {
    const tab = await browser.newPage();
    tab.on("pageerror", (error) => told.errors.push(String(error)));
    await tab.goto(page);
    await tab.waitForSelector("body[data-started]", { timeout: 60000 });
    for (const scene of ["", ...scenes]) {
      if (scene) {
        await tab.evaluate((number) => {
          const scenes = document.querySelector("select.scenes");
          scenes.value = String(Number(number) - 1);
          scenes.dispatchEvent(new Event("change"));
        }, scene);
      }
      await new Promise((done) => setTimeout(done, 1500));
      for (const landscape of [false, true]) {
        const file = path.join(folder, `${scene || "first"}-${landscape ? "across" : "upright"}.pdf`);
        await tab.pdf({ path: file, format: "A4", landscape, printBackground: true });
        told.files.push(file);
      }
    }
  } finally {
    await browser.close();
  }
  console.log(JSON.stringify(told));
}

main().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
