// The light of a task on a day, looked up in its changes: the rule itself is worked out by the server alone.

/** @typedef {[string, string][]} LightChanges  the days from which a task has each of its lights, the first one first */
/** @typedef {{lights: [string, string, string, string, string][], tasks: Record<string, LightChanges>, of: Record<string, string[]>}} TaskLights */

/** @param {LightChanges} changes @param {string} day  as in 2026-09-30 */
export function lightOn(changes, day) {
  let light = changes[0][1];
  for (const [since, code] of changes) if (since <= day) light = code;
  return light;
}

/**
 * How many tasks have each light on a day, the worst light first; those that none has are left out.
 * @param {TaskLights} held @param {string[]} ids  of tasks @param {string} day
 * @returns {{code: string, sign: string, lamp: string, zh: string, en: string, count: number}[]}
 */
export function lightCounts(held, ids, day) {
  const found = ids.filter((id) => held.tasks[id]).map((id) => lightOn(held.tasks[id], day));
  return held.lights
    .map(([code, sign, colour, zh, en]) => ({
      code,
      sign,
      zh,
      en,
      lamp: colour.replace(/_/g, "-"),
      count: found.filter((light) => light === code).length,
    }))
    .filter((one) => one.count > 0);
}
