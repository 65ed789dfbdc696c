import { expect, it } from 'vitest';
import { madeTogether } from '../../../worker/made-together.js';

it('keeps what was made while another failed, and makes both anew after that', async () => {
  const made: string[] = [];
  let isDown = true;
  const maker = (name: string, fails: () => boolean) => async () => {
    if (fails()) throw new Error(`no ${name}`);
    made.push(name);
    return `${name} ${made.length}`;
  };
  const make = madeTogether<{ main: string; browsers: string }>({
    main: maker('main', () => false),
    browsers: maker('browsers', () => isDown),
  });
  for (let n = 0; n < 3; n += 1) await expect(make()).rejects.toThrow('no browsers');
  expect(made).toEqual(['main']);
  isDown = false;
  expect(await make()).toEqual({ main: 'main 1', browsers: 'browsers 2' });
  expect(await make()).toEqual({ main: 'main 3', browsers: 'browsers 4' });
});
