import { expect, it } from 'vitest';
import type { LoginContext } from '../../../activities/login/context.js';
import type { NetworkWatch } from '../../../activities/login/read/network-watch.js';
import { untilAnswered } from '../../../activities/login/session/until-answered.js';

it('a page that has sent something is left until that is answered', async () => {
  let looks = 0;
  let waits = 0;
  const network = {
    get sending() {
      looks += 1;
      return looks < 4;
    },
  } as NetworkWatch;
  const context = {
    race: (promise: Promise<unknown>) => promise,
    wait: async () => {
      waits += 1;
    },
  } as unknown as LoginContext;
  await untilAnswered(context, { network });
  expect([looks, waits]).toEqual([4, 3]);
});
