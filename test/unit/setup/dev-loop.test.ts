import { describe, expect, test, vi } from 'vitest';
import { devLoop } from '../../../scripts/dev/loop.mjs';

type Built = 'built' | 'same' | 'failed';

/** A loop whose builds end when the test says so, and a diary of what it does. */
function loopOf() {
  const diary: string[] = [];
  const builds: ((built: Built) => void)[] = [];
  const loop = devLoop({
    rebuild: () => {
      diary.push('build');
      return new Promise<Built>((resolve) => builds.push(resolve));
    },
    start: () => {
      diary.push('start');
      return { stop: async () => void diary.push('stop') };
    },
  });
  return { loop, diary, endBuild: (built: Built) => builds.shift()?.(built) };
}

const is = (diary: string[], ...wanted: string[]) => vi.waitFor(() => expect(diary).toEqual(wanted));

describe('npm run dev', () => {
  test('starts the stack again on what was built', async () => {
    const { loop, diary, endBuild } = loopOf();
    loop.changed();
    endBuild('built');
    await is(diary, 'start', 'build', 'stop', 'start');
  });

  test.each(['failed', 'same'] as const)('leaves the stack alone where the build is: %s', async (built) => {
    const { loop, diary, endBuild } = loopOf();
    loop.changed();
    endBuild(built);
    await is(diary, 'start', 'build');
    loop.changed();
    await is(diary, 'start', 'build', 'build');
  });

  test('builds what changed in the meantime before it starts anything', async () => {
    const { loop, diary, endBuild } = loopOf();
    loop.changed();
    loop.changed();
    loop.changed();
    endBuild('built');
    await is(diary, 'start', 'build', 'build');
    endBuild('built');
    await is(diary, 'start', 'build', 'build', 'stop', 'start');
  });

  test('starts nothing any more when it is told to stop while it builds', async () => {
    const { loop, diary, endBuild } = loopOf();
    loop.changed();
    const stopped = loop.stop();
    endBuild('built');
    await stopped;
    expect(diary).toEqual(['start', 'build', 'stop']);
  });
});
