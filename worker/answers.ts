/** Whatever takes longer counts as not answering. Ms. */
export const WITHIN_MS = 3_000;

/** Whether it comes to a good end, soon. */
export const answers = (work: Promise<unknown>): Promise<boolean> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(false), WITHIN_MS).unref();
    work.then(
      () => resolve(true),
      () => resolve(false),
    );
  });
