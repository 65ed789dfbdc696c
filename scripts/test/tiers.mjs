import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runNode, runVitest } from './run-tier.mjs';
import { failure, NOTHING } from './tally.mjs';

/** All in one run: what one tier waits for leaves the cores to another. */
export const TIERS = ['unit', 'vault', 'replay', 'crash', 'engine', 'server', 'security'];

const TIERS_SECONDS = 1800;
const CHECK_SECONDS = 120;
/** The configurations of the type check: one for each world that code runs in. That of pages is built by the first. */
const WORLDS = ['tsconfig.json', 'workflows', join('server', 'hosted'), 'test'];
const CHECKS = [
  { name: 'type check', args: [join('node_modules', 'typescript', 'bin', 'tsc'), '-b', ...WORLDS] },
  { name: 'lint', args: [join('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'check', '.'] },
];

/**
 * @param {string} project
 * @returns {Promise<import('./tally.mjs').Tally[]>}
 */
export async function runChecks(project) {
  const tallies = [];
  for (const { name, args } of CHECKS) {
    announce(name);
    const { ok, why } = await runNode(project, args, CHECK_SECONDS);
    tallies.push(ok ? NOTHING : failure(`${name}: ${why}`));
  }
  return tallies;
}

/**
 * @param {string} project
 * @param {readonly string[]} tiers
 * @returns {Promise<import('./tally.mjs').Tally[]>}
 */
export async function runTiers(project, tiers) {
  announce(tiers.join(', '));
  const empty = tiers.filter((tier) => !hasTests(project, tier)).map((tier) => failure(`${tier}: no tests`));
  const folders = tiers.map((tier) => `test/${tier}/`);
  return [...empty, await runVitest(project, tiers.join('+'), folders, TIERS_SECONDS)];
}

/**
 * @param {string} project
 * @param {string} tier
 */
function hasTests(project, tier) {
  try {
    const files = readdirSync(join(project, 'test', tier), { recursive: true });
    return files.some((file) => String(file).endsWith('.test.ts'));
  } catch {
    return false;
  }
}

/** @param {string} name */
function announce(name) {
  console.log(`\n== ${name}`);
}
