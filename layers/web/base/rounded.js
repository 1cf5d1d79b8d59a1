// A number with so many decimals, as the server rounds it: what lies halfway between two goes to the even one.

const ALL_DECIMALS = 20; // so many tell whether a number that we keep is exactly halfway

/** @param {number} number @param {number} decimals */
export function roundedTo(number, decimals) {
  const exact = number.toFixed(ALL_DECIMALS);
  const end = exact.indexOf(".") + 1 + decimals;
  const goesDown = /^50*$/.test(exact.slice(end)) && /[02468]\.?$/.test(exact.slice(0, end));
  return Number(goesDown ? exact.slice(0, end) : number.toFixed(decimals)) + 0; // no zero below zero
}
