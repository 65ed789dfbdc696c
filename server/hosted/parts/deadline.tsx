import { useEffect, useState } from 'preact/hooks';
import { sayTime, useStrings } from '../strings/index.js';

const SOON_MS = 120_000;
/** The longest that a browser's timer can wait; longer ones would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Until when an answer counts, with a word of warning before the end. */
export function Deadline({ at }: { readonly at: string }) {
  const strings = useStrings();
  const [soon, setSoon] = useState(false);
  useEffect(() => {
    const left = Date.parse(at) - Date.now() - SOON_MS;
    setSoon(left <= 0);
    if (left <= 0 || left > LONGEST_TIMER_MS) return;
    const timer = setTimeout(() => setSoon(true), left);
    return () => clearTimeout(timer);
  }, [at]);
  return (
    <>
      <span>{strings.deadline.until(sayTime(at, strings))}</span>
      <span role="status" class="soon">
        {soon && strings.deadline.soon}
      </span>
    </>
  );
}
