import { fstatSync } from 'node:fs';
import { drawSeed, type SampleSiteOptions, startSampleSite } from './sample.js';

/**
 * The sample site as a process of its own: `node serve-sample.js ['{"port":8080,"seed":7}']`, the options as JSON.
 * Listens at the wanted port, or at any other when it is taken.
 * Prints one JSON line `{url, seed, ...}` when it is ready; ends on SIGTERM, SIGINT, and with the process that started it.
 */
const given = JSON.parse(process.argv[2] ?? '{}') as SampleSiteOptions;
const options = { ...given, seed: given.seed ?? drawSeed() };
const site = await startSampleSite(options).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  return startSampleSite({ ...options, port: 0 });
});
const { url, loginUrl, membersUrl, host, seed } = site;
console.log(JSON.stringify({ url, loginUrl, membersUrl, host, seed }));

let stopping = false;
const stop = (): void => {
  if (stopping) return;
  stopping = true;
  process.stdin.destroy();
  void site.stop();
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('disconnect', stop);
// A pipe that closes means that the parent is gone. A terminal or /dev/null says nothing of that kind.
const input = fstatSync(0);
if (input.isFIFO() || input.isSocket()) process.stdin.on('end', stop).on('error', stop).resume();
