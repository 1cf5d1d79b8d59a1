import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { today } from "../../layers/web/base/day.js";

const WEB = new URL("../../layers/web/", import.meta.url);

test("a day is that of Jiaxing, wherever the reader is and whatever the hour", (t) => {
  const zones = ["Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati", "UTC"];
  const own = process.env.TZ;
  t.mock.timers.enable({ apis: ["Date"] });
  for (const zone of zones) {
    process.env.TZ = zone;
    t.mock.timers.setTime(Date.parse("2026-02-28T15:59:59Z"));
    assert.equal(today(), "2026-02-28", zone);
    t.mock.timers.setTime(Date.parse("2026-02-28T16:00:00Z"));
    assert.equal(today(), "2026-03-01", zone);
  }
  process.env.TZ = own;
});

test("no other module works out a day of its own", () => {
  const own = /getTimezoneOffset|toISOString|toLocaleDateString|getFullYear|getMonth/;
  const files = readdirSync(WEB, { recursive: true }).filter((name) => name.endsWith(".js"));
  assert.ok(files.length > 50);
  const found = files.filter((name) => own.test(readFileSync(new URL(name, WEB), "utf8")));
  assert.deepEqual(found, ["base/day.js"]);
});
