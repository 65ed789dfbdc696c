import { express } from './pages.js';
import type { Framework, Reply } from './serve.js';

/** A cache before the site that answers from what it has kept, whatever is asked of it, as long as it is told to: it says so (`Age`). */
export const keepsPages = (): Framework & { keep(is: boolean): void } => {
  const kept = new Map<string, Reply>();
  const origin = express();
  let keeps = false;
  return {
    ...origin,
    keep(is) {
      keeps = is;
      kept.clear();
    },
    reply(asked): Reply {
      const key = `${asked.path} ${asked.headers.cookie ?? ''}`;
      const hit = keeps && asked.method === 'GET' ? kept.get(key) : undefined;
      if (hit !== undefined) return { ...hit, headers: { ...hit.headers, age: '12' } };
      const reply = origin.reply(asked);
      kept.set(key, reply);
      return reply;
    },
  };
};
