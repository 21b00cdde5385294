// Numbers as pages write them: a true minus sign, a sign where something is added, none at a rounded 0.

/** @param {number} value @param {number} digits */
export function plain(value, digits = 3) {
  const text = value.toFixed(digits);
  return Number(text) ? text.replace("-", "−") : (0).toFixed(digits);
}

/** @param {number} value @param {number} digits */
export const signed = (value, digits = 3) => (Number(value.toFixed(digits)) > 0 ? "+" : "") + plain(value, digits);
