import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The tiers in the order in which they run, cheapest first, with the seconds that each may take. `crash` is last,
 * because it kills processes and wants the machine to itself.
 */
export const TIERS = [
  { name: 'unit', seconds: 180 },
  { name: 'vault', seconds: 120 },
  { name: 'engine', seconds: 240 },
  { name: 'replay', seconds: 120 },
  { name: 'server', seconds: 300 },
  { name: 'security', seconds: 240 },
  { name: 'crash', seconds: 300 },
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
