/** 97.5th percentile of the normal distribution, for 95 % intervals. */
const Z = 1.959964;

/** Wilson's score interval of a share, as fractions of 1. It stays sensible near 0 and 1, where few pages go wrong. */
export function wilson(hits: number, total: number): { low: number; high: number } {
  if (total === 0) return { low: 0, high: 1 };
  const share = hits / total;
  const scale = 1 + Z ** 2 / total;
  const middle = (share + Z ** 2 / (2 * total)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
