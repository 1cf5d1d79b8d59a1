// The numbers that place labels, from the one table in g60/contract/symbology.py, which needs nothing but Python.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ASK = "import json; from g60.contract.symbology import as_payload; print(json.dumps(as_payload()['placement']))";
const root = fileURLToPath(new URL("../../", import.meta.url));
const python = process.env.PYTHON || "python3";

export const NUMBERS = JSON.parse(
  execFileSync(python, ["-c", ASK], {
    cwd: root,
    encoding: "utf-8",
    env: { ...process.env, PYTHONPATH: `${root}src` },
  }),
);
