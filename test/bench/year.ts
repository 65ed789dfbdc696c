import { CEILINGS } from '../../activities/vault/submission.js';
import { actionsOf, type Bill } from './history/bill.js';
import { loadYear } from './year/load.js';

/**
 * `npm run bench:year [-- DAYS [SEED [OFTEN]]]`: a year of hourly looks, OFTEN times as much trouble as a year has. The same seed gives the same year. Prints what came of it, and what Temporal Cloud would bill. The vault, the workflows, the
 * ledger and the looks (requests to a site on loopback) are the real ones; the browser's side is a script of the site. Workflows run on a small engine of the
 * bench in a time of its own, which counts actions and events by Temporal's rules: what Temporal itself does (replay, task queues) is tested elsewhere.
 */
const MOST_ACTIONS = 52;
const SWEEPER_ACTIONS = 5;
/** Temporal ends a workflow at 51,200. */
const MOST_EVENTS = 10_000;
const days = Number(process.argv[2] ?? 365);
const seed = Number(process.argv[3] ?? 1);
const often = Number(process.argv[4] ?? 1);

const lines = (bill: Bill): string =>
  Object.entries(bill)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ') || 'nothing';

const begun = performance.now();
const liveYear = await loadYear();
const result = await liveYear({
  days,
  seed,
  often,
  onDay: (day) => day % 30 === 0 && console.error(`day ${day}, ${Math.round((performance.now() - begun) / 1000)} s`),
});
const { violations, counts, busy, idle } = result;
console.log(
  `${days} days, seed ${seed}${often === 1 ? '' : `, ${often} times the trouble`}: two agents of one account that has trouble, and one that is left alone`,
);
console.log(`at the end: ${result.statuses.join(', ')}`);
console.log(
  `${counts.looks} requests of looks, ${result.logins} logins, ${counts.refused} passwords refused, ${result.lost} steps lost, ${result.outages} outages, ` +
    `${result.answers} answers of people (${result.lateAnswers} too late), ${result.restarts} restarts`,
);
console.log(
  `refused values sent again: ${violations.refusedAgain}; codes used again: ${violations.codesAgain}; submissions at once: ${violations.atOnce}; ` +
    `most passwords of the account in 24 hours that let nobody in: ${violations.mostInADay} (limit ${CEILINGS.daily})`,
);
const mostEvents = Math.max(busy.mostEvents, idle.mostEvents);
console.log(`runs: ${busy.runs + idle.runs}; the longest has ${mostEvents} events (at most ${MOST_EVENTS})`);
const [hard, alone] = [actionsOf(busy.bill) / (2 * days), actionsOf(idle.bill) / days];
console.log(`an agent with trouble: ${hard.toFixed(2)} actions a day, logins included (${lines(busy.bill)})`);
console.log(`an agent that is left alone: ${alone.toFixed(2)} actions a day (${lines(idle.bill)})`);
console.log(
  `the sweeper costs an idle agent at most ${SWEEPER_ACTIONS} actions a day: ${alone <= SWEEPER_ACTIONS ? 'yes' : 'no'}`,
);
const isFine =
  result.statuses.every((status) => status === 'AUTHENTICATED') &&
  violations.refusedAgain + violations.codesAgain + violations.atOnce === 0 &&
  violations.mostInADay <= CEILINGS.daily &&
  mostEvents <= MOST_EVENTS &&
  Math.max(hard, alone) <= MOST_ACTIONS;
if (!isFine) process.exitCode = 1;
