import type { FlowErrorCode } from '../../../contract/index.js';
import type { TraceReason } from '../../../contract/invocation/trace.js';
import type { Left } from '../../../contract/outcome.js';
import type { LeftStep } from './left-step.js';

/** What a page means after a submit, and the rule's reason. */
export type Certain = (
  | {
      readonly kind: 'input';
      /** What became of what was sent, where the site did not go on. */
      readonly left?: Left;
      readonly words?: string | null;
    }
  | { readonly kind: 'refused'; readonly fields: readonly string[]; readonly words: string | null }
  | { readonly kind: 'authenticated' }
  /** The site has lost the login half-way. */
  | { readonly kind: 'forgotten'; readonly words: string | null }
  | { readonly kind: 'external_action'; readonly words: string }
  /** A step that is not part of a usual login. */
  | { readonly kind: 'left_step'; readonly step: LeftStep }
  | { readonly kind: 'failed'; readonly code: FlowErrorCode; readonly words: string | null }
) & { readonly reason?: TraceReason };

export type Verdict =
  | Certain
  /** Nothing on the page is decisive yet. `lean` is the verdict if the page stays like this. */
  | { readonly kind: 'unclear'; readonly lean: Certain };

/** A verdict of a rule of `judge`. */
export type Judged =
  | (Certain & { readonly reason: TraceReason })
  | { readonly kind: 'unclear'; readonly lean: Certain & { readonly reason: TraceReason } };

export const unclear = (lean: Certain & { readonly reason: TraceReason }): Judged => ({ kind: 'unclear', lean });

export const fails = (
  code: FlowErrorCode,
  reason: TraceReason,
  words: string | null,
): Certain & { readonly reason: TraceReason } => ({ kind: 'failed', code, words, reason });
