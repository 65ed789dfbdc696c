import { recordedProof, recordProof } from './record.js';

/** @typedef {import('./types.js').Context} Context */
/** @typedef {import('./types.js').Found} Found */
/** @typedef {import('./types.js').Miss} Miss */
/** @typedef {import('./types.js').Source} Source */

/**
 * @typedef {object} SearchResult
 * @property {(Found & import('./types.js').Proof & { source: string }) | null} tool
 * @property {{ source: string, why: string }[]} tried the sources that had nothing, in order
 */

/** How often a slow step says that it is still at work, in milliseconds. */
const HEARTBEAT_MS = 10_000;

/**
 * Asks the sources one after the other and takes the first program that runs here. No source can stop the search: one
 * that fails, or takes longer than its time, counts as a miss.
 *
 * @param {import('./types.js').ToolKind} kind
 * @param {Context} context
 * @param {{ fetch: boolean }} options whether sources may use the network
 * @returns {Promise<SearchResult>}
 */
export async function search(kind, context, options) {
  /** @type {SearchResult['tried']} */
  const tried = [];
  for (const source of kind.sources.filter((candidate) => options.fetch || !candidate.fetches)) {
    if (source.fetches) context.say(`${kind.label}: trying ${source.name}`);
    const found = await ask(source, kind, context);
    const proof = 'why' in found ? found : await prove(kind, found, context);
    if ('why' in proof) {
      tried.push({ source: source.name, why: proof.why });
      if (source.fetches) context.say(`${kind.label}: ${source.name}: ${proof.why}`);
      continue;
    }
    return { tool: { .../** @type {Found} */ (found), ...proof, source: source.name }, tried };
  }
  return { tool: null, tried };
}

/**
 * @param {Source} source
 * @param {import('./types.js').ToolKind} kind
 * @param {Context} context
 * @returns {Promise<Found | Miss>}
 */
async function ask(source, kind, context) {
  const abort = new AbortController();
  const started = Date.now();
  const heartbeat = setInterval(() => {
    context.say(`${kind.label}: ${source.name}, ${Math.round((Date.now() - started) / 1000)} s so far`);
  }, HEARTBEAT_MS);
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<Miss>} */
  const tooLate = new Promise((resolve) => {
    timer = setTimeout(() => resolve({ why: `no answer in ${source.timeoutMs / 1000} s` }), source.timeoutMs);
  });
  try {
    return await Promise.race([source.find(context, abort.signal), tooLate]);
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
    clearInterval(heartbeat);
    abort.abort();
  }
}

/**
 * @param {import('./types.js').ToolKind} kind
 * @param {Found} found
 * @param {Context} context
 */
async function prove(kind, found, context) {
  const known = recordedProof(found.path, context);
  if (known !== undefined) return known;
  const proof = await kind.prove(found, context);
  if ('why' in proof) return { why: `${found.path} does not run: ${proof.why}` };
  recordProof(found.path, proof, context);
  return proof;
}
