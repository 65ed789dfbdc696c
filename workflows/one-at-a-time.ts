import { CancellationScope, condition } from '@temporalio/workflow';
import { patched } from './patched.js';

type Call = (...args: unknown[]) => Promise<unknown>;

/**
 * Makes local activities one after the other. Two that run at once are answered one by one when they run, and both together when they are
 * replayed; what follows from the one then overtakes what follows from the other, and the workflow can't be replayed. Runs of earlier versions
 * made them as they came.
 */
export function oneAtATime<Activities extends object>(activities: Activities): Activities {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn =
    (call: Call): Call =>
    (...args) => {
      if (!patched('one-at-a-time')) return call(...args);
      const answer = last.then(() => answeredLast(() => call(...args)));
      last = answer.catch(() => undefined);
      return answer;
    };
  return new Proxy(activities, {
    get: (target, name) => inTurn(Reflect.get(target, name) as Call),
  });
}

/** What follows from the answer comes after what follows from messages: a replay brings those of one task along with the answer. */
async function answeredLast(call: () => Promise<unknown>): Promise<unknown> {
  let isThere = false;
  const answer = call();
  const note = () => {
    isThere = true;
  };
  answer.then(note, note);
  await CancellationScope.nonCancellable(() => condition(() => isThere));
  return answer;
}
