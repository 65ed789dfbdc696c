import { Worker } from 'node:worker_threads';
import type { AgentAuthError } from '../../../contract/errors/errors.js';
import { unavailable } from '../shared/trouble.js';
import type { Question, Reply, Request, ThreadData } from './messages.js';

/** Unused for so long, it ends and gives its memory back. The next request signs in anew. */
const IDLE_MS = 10 * 60_000;

/** Of the thread's own heap; the SDK's memory of WebAssembly is not counted in it. */
const MAX_HEAP_MB = 512;

interface Waiting {
  settle(reply: Reply): void;
  fail(error: AgentAuthError): void;
}

/** The SDK with one token, in a thread that is there while it is used. */
export class SdkThread {
  #thread: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #asked = 0;
  #isClosed = false;
  readonly #waiting = new Map<number, Waiting>();

  /** @param file the thread's program, as JavaScript */
  constructor(
    private readonly file: URL,
    private readonly token: string,
  ) {}

  /**
   * @param timeoutMs what takes longer is taken for hung: the thread ends, and all that wait for it fail
   * @throws AgentAuthError `provider_unavailable`
   */
  async ask(question: Question, timeoutMs: number): Promise<Reply> {
    if (this.#isClosed) throw unavailable('failed');
    clearTimeout(this.#idle);
    const thread = this.#running();
    this.#asked += 1;
    const request: Request = { id: this.#asked, question };
    const timer = setTimeout(() => this.#end(thread, unavailable('timeout')), timeoutMs);
    try {
      return await new Promise<Reply>((settle, fail) => {
        this.#waiting.set(request.id, { settle, fail });
        thread.postMessage(request);
      });
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(request.id);
      if (this.#waiting.size === 0) this.#endWhenIdle();
    }
  }

  /** Ends the thread, so that the next question is asked of a new one: after something that nobody knows, the SDK's state is not known either. */
  restart(): void {
    if (this.#thread !== null) this.#end(this.#thread, unavailable('failed'));
  }

  /** Nobody asks any more: the token goes at once, with the memory. What still asks is refused. */
  close(): void {
    this.#isClosed = true;
    this.restart();
  }

  #running(): Worker {
    if (this.#thread !== null) return this.#thread;
    const workerData: ThreadData = { token: this.token };
    // Nothing of the worker's environment, and nobody reads what a library prints: both can hold secrets.
    const thread = new Worker(this.file, {
      workerData,
      env: {},
      argv: [],
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    thread.on('message', (reply: Reply) => this.#waiting.get(reply.id)?.settle(reply));
    thread.on('error', () => this.#end(thread, unavailable('failed')));
    thread.on('exit', () => this.#end(thread, unavailable('failed')));
    // A worker that stops does not wait for it. Listening for messages would make it wait, so this comes after.
    thread.unref();
    this.#thread = thread;
    return thread;
  }

  #end(thread: Worker, error: AgentAuthError): void {
    if (this.#thread !== thread) return;
    this.#thread = null;
    clearTimeout(this.#idle);
    for (const { fail } of this.#waiting.values()) fail(error);
    void thread.terminate();
  }

  #endWhenIdle(): void {
    const thread = this.#thread;
    if (thread === null) return;
    this.#idle = setTimeout(() => this.#end(thread, unavailable('failed')), IDLE_MS);
    this.#idle.unref();
  }
}
