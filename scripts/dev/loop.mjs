/**
 * A stack that runs.
 *
 * @typedef {{ stop(): Promise<void> }} Running
 */

/**
 * Keeps a stack running on the newest build. Changes that come while one is being built are built together right after; a build that
 * fails leaves the stack as it is.
 *
 * @param {object} parts
 * @param {() => Promise<'built' | 'same' | 'failed'>} parts.rebuild
 * @param {() => Running} parts.start
 * @returns {{ changed(): void, stop(): Promise<void> }}
 */
export function devLoop({ rebuild, start }) {
  let stack = start();
  let isDirty = false;
  let isStopping = false;
  /** @type {Promise<void> | null} */
  let working = null;

  async function work() {
    while (isDirty && !isStopping) {
      isDirty = false;
      const built = await rebuild();
      if (built !== 'built' || isDirty || isStopping) continue;
      await stack.stop();
      if (!isStopping) stack = start();
    }
    working = null;
  }

  return {
    changed() {
      isDirty = true;
      working ??= work();
    },
    async stop() {
      isStopping = true;
      await working;
      await stack.stop();
    },
  };
}
