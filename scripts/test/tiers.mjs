import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The tiers in the order in which they run, with the seconds that each run may take. `crash` and `security` wait so much that they run
 * along with others: `crash` with those that need no browser.
 */
export const RUNS = [
  { tiers: ['unit', 'vault', 'replay', 'crash'], seconds: 450 },
  { tiers: ['engine'], seconds: 600 },
  { tiers: ['server', 'security'], seconds: 1200 },
];

/**
 * @param {string} project
 * @param {string} tier
 */
export function hasTests(project, tier) {
  try {
    const files = readdirSync(join(project, 'test', tier), { recursive: true });
    return files.some((file) => String(file).endsWith('.test.ts'));
  } catch {
    return false;
  }
}
