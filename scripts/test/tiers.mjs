import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The tiers in the order in which they run, cheapest first, with the seconds that each run may take. `security` waits so much that
 * it runs along with `server`; `crash` is last and alone, because it kills processes and wants the machine to itself.
 */
export const RUNS = [
  { tiers: ['unit', 'vault', 'replay'], seconds: 300 },
  { tiers: ['engine'], seconds: 600 },
  { tiers: ['server', 'security'], seconds: 1200 },
  { tiers: ['crash'], seconds: 300 },
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
