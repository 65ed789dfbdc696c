/**
 * What Temporal itself counts as actions, the unit that Temporal Cloud bills: the counter `action` of the server, by kind.
 * https://docs.temporal.io/cloud/actions
 */
export type Actions = Readonly<Record<string, number>>;

const LINE = /^action\{([^}]*)\}\s+([\d.e+]+)$/gm;

export async function readActions(metricsUrl: string): Promise<Actions> {
  const text = await (await fetch(metricsUrl)).text();
  const counts: Record<string, number> = {};
  for (const [, labels = '', count = '0'] of text.matchAll(LINE)) {
    const kind = /action_type="([^"]+)"/.exec(labels)?.[1] ?? 'unknown';
    counts[kind] = (counts[kind] ?? 0) + Number(count);
  }
  return counts;
}

/** What came to it between two readings. */
export const since = (before: Actions, after: Actions): Actions =>
  Object.fromEntries(
    Object.entries(after)
      .map(([kind, count]) => [kind, count - (before[kind] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );

export const total = (actions: Actions): number => Object.values(actions).reduce((sum, count) => sum + count, 0);
