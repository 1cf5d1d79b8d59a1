// What the page of the meeting makes of the server's answers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask } from "../../layers/web/meeting/ask.js";

globalThis.document = { baseURI: "http://atlas.example/meeting" };

/**
 * @param {number} status
 * @param {string} content
 * @param {string} kind
 */
function answering(status, content, kind) {
  globalThis.fetch = async () => new Response(content, { status, headers: { "Content-Type": kind } });
}

test("the server's reasons are shown whether it did not understand, had too much or waited too long", async () => {
  for (const status of [200, 408, 413, 422]) {
    answering(status, '{"messages": ["why"]}', "application/json");
    assert.deepEqual(await ask("read", "{}", "zh"), { messages: ["why"] }, String(status));
  }
});

test("an error of the server, or a page of a proxy before it, is no answer", async () => {
  for (const status of [403, 413, 404, 500, 502, 503]) {
    answering(status, "<html></html>", "text/html");
    assert.equal(await ask("read", "{}", "zh"), null, String(status));
  }
});
