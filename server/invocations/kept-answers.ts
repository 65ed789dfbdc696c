import { createHmac, randomBytes } from 'node:crypto';
import type { SubmitMessage } from '../../contract/invocation/invocation.js';
import { BoundedMap } from '../bounded-map.js';

/** SDKs repeat a request whose answer they lost within seconds. */
const KEPT_MS = 60_000;
/** A sealed answer is as large as a request may be, at most. */
const MAX_ANSWERS = 200;

/** What a request asks for: who asks, and the whole of what they sent. */
export interface AnswerRequest {
  /** The key or token of the caller. Only the caller who gave an answer can repeat it, so that others can't find it out by guessing. */
  readonly shown: string;
  readonly invocationId: string;
  readonly body: unknown;
  /** The caller says that it is a repeat. */
  readonly isRepeat: boolean;
}

interface Kept {
  readonly message: Promise<SubmitMessage>;
  /** Holds the message too: stopped where the message goes before its time. */
  readonly timer: NodeJS.Timeout;
}

/** How an answer is given, with the caller's own right. */
export interface AnswerSteps {
  /** Number of the question that is pending. */
  question(): Promise<number>;
  prepare(): Promise<SubmitMessage>;
  send(message: SubmitMessage): Promise<void>;
}

/**
 * Answers that were given within the last minute, sealed. Values are sealed each time anew, so that a request which comes twice would be two
 * answers; here it becomes the same message, and so the same update of the workflow. Nothing plain is kept: requests are told apart by a hash
 * under a key that only this process has.
 */
export class KeptAnswers {
  readonly #key = randomBytes(32);
  readonly #kept = new BoundedMap<Kept>(MAX_ANSWERS, ({ timer }) => clearTimeout(timer));

  /**
   * Gives an answer, or the one before where the request is a repeat of it.
   * @throws AgentAuthError as the steps do
   */
  async submit(request: AnswerRequest, steps: AnswerSteps): Promise<void> {
    const name = this.#nameOf(request);
    const before = this.#kept.get(name)?.message;
    const isSame = before !== undefined && (request.isRepeat || (await isStillAsked(before, steps)));
    await steps.send(await (isSame ? before : this.#prepare(name, steps)));
  }

  #nameOf({ shown, invocationId, body }: AnswerRequest): string {
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([shown, invocationId, body]))
      .digest('base64url');
  }

  /** Kept before it is there: a repeat may come while it is being sealed. */
  #prepare(name: string, { prepare }: AnswerSteps): Promise<SubmitMessage> {
    const message = prepare();
    const forget = (): void => {
      clearTimeout(timer);
      if (this.#kept.get(name)?.message === message) this.#kept.delete(name);
    };
    const timer = setTimeout(forget, KEPT_MS).unref();
    clearTimeout(this.#kept.get(name)?.timer);
    this.#kept.set(name, { message, timer });
    message.catch(forget);
    return message;
  }
}

/** The same words under another question are another answer. */
const isStillAsked = async (message: Promise<SubmitMessage>, { question }: AnswerSteps): Promise<boolean> =>
  (await message).question === (await question());
