import { condition, sleep, workflowInfo } from '@temporalio/workflow';
import type { InvocationInput, SubmitMessage } from '../../contract/invocation/invocation.js';
import type {
  Asking,
  ChooseStep,
  FillResult,
  LoginRef,
  Outcome,
  PageActivities,
  PageHandle,
  ProfileInUse,
  SeenPage,
  SiteFull,
} from '../../contract/steps.js';
import { patched } from '../patched.js';
import { vault } from '../vault.js';
import type { CurrentFlow } from './current-flow.js';
import type { Flow } from './flow/index.js';
import * as flows from './flow/index.js';
import type { Sources } from './match-fields.js';
import { browsers, lostBy, notOpenedBy, pageSteps } from './page-steps.js';

type PageStep = LoginRef & { readonly page: PageHandle };

/** Since then a secret goes out at most twice by itself. */
const SENT_TWICE = 'secrets-go-out-twice';
/** Since then a page is opened again where the vault was away, or one worker after the other died. */
const OPENS_AGAIN = 'opens-again';

/** Since then a person is asked for a code that the ledger has stopped; before, it was made again and again. */
const STOPPED_CODES = 'stopped-codes-are-asked';

/** How long to wait for a vault that is away, after Temporal has tried for a minute. Ms. */
const VAULT_AWAY_MS = 10_000;

/** Since then nobody is asked again for a choice whose page was lost before it was made. */
const CHOICES_KEPT = 'choices-outlive-pages';

/** Since then nobody is asked again for what they chose in this login, where it begins again from its beginning. */
const CHOICES_AGAIN = 'choices-are-made-again';

/** How long one look at a page that waits for another device lasts. Between two looks the workflow checks its deadlines. */
const WATCH_SECONDS = 60;

/** What a person chose; null where values were given. */
function choiceOf({ sso_button, selected_mfa_type, sign_in_option_id }: SubmitMessage): ChooseStep['choice'] | null {
  if (sso_button !== undefined) return { sso_button };
  if (selected_mfa_type !== undefined) return { mfa_type: selected_mfa_type };
  return sign_in_option_id === undefined ? null : { sign_in_option: sign_in_option_id };
}

/** What the page shows after a fill; null where it has to be opened again. */
function outcomeOf(result: FillResult, page: SeenPage): Outcome | null {
  switch (result.kind) {
    case 'wait_until':
    case 'not_entitled':
    case 'other_site':
    case 'empty':
    case 'refused_before':
    case 'stopped':
      return { kind: 'input', page };
    case 'changed':
      return result.outcome;
    case 'refused':
      return result.page && { kind: 'input', page: result.page };
    default:
      return result;
  }
}

/** The steps of a login on its page. Each records its result and returns what the page shows now; null when it has to be opened. */
export class LoginSteps {
  readonly #input: InvocationInput;
  readonly #ref: LoginRef;
  readonly #current: CurrentFlow;
  readonly #hasNews: () => boolean;
  /** A person has just answered: the page is opened before those of logins that nobody watches. */
  #woken = false;

  /** Whether a change that comes between two questions may concern the page as well. */
  looksInBetween = false;

  /** @param hasNews whether the vault has something else by now */
  constructor(input: InvocationInput, current: CurrentFlow, hasNews: () => boolean) {
    this.#hasNews = hasNews;
    const { invocation_id, auth_agent_id } = input;
    this.#input = input;
    this.#ref = { invocation_id, auth_agent_id };
    this.#current = current;
  }

  wake(): void {
    this.#woken = true;
  }

  /** Does the step that follows from what the page shows. */
  next(outcome: Outcome | null): Promise<Outcome | null> {
    if (outcome === null) return this.#open();
    if (outcome.kind === 'authenticated') return this.#save(outcome);
    if (outcome.kind === 'external_action') return this.#look(WATCH_SECONDS);
    const sso = flows.ssoChoice(this.#flow);
    const answer = this.#flow.answer ?? flows.choiceAgain(this.#flow);
    const choice = answer ? choiceOf(answer) : sso && { sso_button: sso };
    return choice ? this.#choose(choice, answer) : this.#fill();
  }

  /**
   * Reads again what is stored.
   * @returns whether the page has to be looked at again: what it asked for is not what to ask for now
   */
  async lookAtVault(): Promise<boolean> {
    const stored = await vault.readStored(this.#ref);
    const { flow, looksAgain } = flows.restocked(this.#flow, Date.now(), stored, this.looksInBetween);
    const next = stored === null ? flow : flows.heard(flow, stored);
    if (next !== this.#flow) this.#update(next);
    return looksAgain;
  }

  /** Looks at the page again, for it is to be asked of anew. A refusal that it still shows is known. */
  async lookAgain(): Promise<Outcome | null> {
    const outcome = this.#flow.page === null ? null : await this.#look();
    return outcome?.kind === 'refused' ? outcome.page && { kind: 'input', page: outcome.page } : outcome;
  }

  async #open(): Promise<Outcome | null> {
    const { domain, limits } = this.#input;
    this.#update(flows.opening(this.#flow, Date.now()));
    // Beside the queue that this workflow itself runs on. The one in the arguments may be of somebody else's workers.
    const { openLogin } = browsers(workflowInfo().taskQueue, this.#woken, `open ${domain}`);
    let opened: Awaited<ReturnType<typeof openLogin>>;
    try {
      opened = await openLogin({
        ...this.#ref,
        ...this.#asking(),
        names: Object.values(this.#flow.given).map(({ field }) => field),
        ...(this.#woken ? { is_watched: true } : {}),
      });
    } catch (error) {
      const by = notOpenedBy(error);
      if (!patched(OPENS_AGAIN)) throw error;
      return by === 'worker' ? this.#lost() : this.#waitForVault();
    }
    if (!('page' in opened)) return this.#wait(opened);
    this.#woken = false;
    this.#update(flows.opened(this.#flow, Date.now(), opened.page, limits.overall_seconds));
    const { offered, outcome } = opened;
    // Workers of this version say it with what the page shows.
    const isSaid = outcome.kind === 'input' && outcome.offered !== undefined;
    if (offered && !isSaid) this.#update(flows.offered(this.#flow, Date.now(), offered));
    return outcome;
  }

  /** Waits without a page before it asks again. */
  async #wait(turnedAway: ProfileInUse | SiteFull): Promise<null> {
    if (turnedAway.kind === 'site_full') {
      const { ask_again_ms } = turnedAway;
      this.#update(flows.siteWaiting(this.#flow, Date.now(), ask_again_ms));
      await sleep(ask_again_ms, { summary: 'other logins are on the site' });
      return null;
    }
    const ms = flows.profileWaitMs(this.#flow);
    this.#update(flows.profileWaiting(this.#flow, Date.now()));
    await sleep(ms, { summary: 'another login uses the profile' });
    return null;
  }

  async #waitForVault(): Promise<null> {
    this.#update(flows.vaultAway(this.#flow, Date.now()));
    await sleep(VAULT_AWAY_MS, { summary: 'the vault is away' });
    return null;
  }

  #look(watch_seconds?: number): Promise<Outcome | null> {
    return this.#onPage('look at the page', ({ lookAtPage }, here) =>
      lookAtPage({ ...here, ...this.#asking(), watch_seconds }),
    );
  }

  /** @param by whose choice it is; null where it is the one that the grant makes */
  async #choose(choice: ChooseStep['choice'], by: SubmitMessage | null): Promise<Outcome | null> {
    const page = this.#flow.seen!;
    const answer = by ? flows.givenBy(by) : undefined;
    const [kind] = Object.keys(choice);
    this.#update(flows.choosing(this.#flow, Date.now(), kind!));
    const result = await this.#onPage(`choose ${kind}`, ({ chooseOption }, here) =>
      chooseOption({ ...here, ...this.#asking(), signature: page.signature, choice, answer }),
    );
    if (result === null && by !== null && patched(CHOICES_KEPT)) this.#update(flows.choiceKept(this.#flow, by));
    if (result !== null && result.kind !== 'not_entitled' && by !== null && patched(CHOICES_AGAIN))
      this.#update(flows.chose(this.#flow, page, by));
    if (result?.kind !== 'not_entitled') return result;
    this.#update(flows.notEntitled(this.#flow, Date.now(), []));
    return { kind: 'input', page };
  }

  async #fill(): Promise<Outcome | null> {
    const { state, steps, ...flow } = this.#flow;
    const [page, seen] = [flow.page!, flow.seen!];
    const { values } = flows.matchOf(this.#flow);
    if (flows.isSpent(this.#flow, values) && patched(SENT_TWICE)) {
      this.#update(flows.goesInCircles(this.#flow));
      return { kind: 'input', page: seen };
    }
    const attempt_id = `${state.invocation_id}:${state.question}:${steps}`;
    this.#update(flows.filling(this.#flow, Date.now(), values));
    let result: FillResult;
    try {
      const { fillFields } = pageSteps(page, `fill ${Object.keys(values).join(', ')}`);
      result = await fillFields({
        ...this.#ref,
        ...this.#asking(),
        page,
        signature: seen.signature,
        attempt_id,
        values,
      });
    } catch (error) {
      return lostBy(error) === 'untouched' ? this.#lost() : this.#recover(attempt_id, values);
    }
    this.#update(flows.filled(this.#flow, Date.now(), values, result));
    if (result.kind === 'stopped' && !flows.ended(this.#flow) && patched(STOPPED_CODES))
      this.#update(flows.codesAsked(this.#flow, values));
    if (result.kind === 'empty' && result.gone) await this.lookAtVault();
    if (result.kind === 'wait_until')
      await condition(this.#hasNews, Math.max(Date.parse(result.at) - Date.now(), 1), {
        summary: result.why === 'account' ? 'another login uses the account' : 'next TOTP step',
      });
    return outcomeOf(result, seen);
  }

  /** The result of a submission is unknown: makes sure that it can't happen any more, then looks at the page. */
  async #recover(attempt_id: string, values: Sources): Promise<Outcome | null> {
    const attempt = await vault.recoverAttempt({ ...this.#ref, attempt_id });
    if (attempt.state !== 'revoked') this.#update(flows.went(this.#flow, values));
    if (attempt.state === 'armed' && !attempt.again) this.#update(flows.unknownAttempt(this.#flow, values));
    return this.#look();
  }

  async #save(shown: Outcome & { kind: 'authenticated' }): Promise<Outcome | null> {
    this.#update(flows.saving(this.#flow, Date.now(), shown));
    const saved = await this.#onPage('save the session', ({ saveSession }, here) => saveSession(here));
    if (saved === null) return null;
    if (saved.kind === 'step_left') return saved.outcome;
    this.#update(flows.saved(this.#flow, Date.now(), saved));
    return shown;
  }

  /** Does a step that can be repeated on a new page; null where its page is gone. */
  async #onPage<T>(summary: string, step: (steps: PageActivities, here: PageStep) => Promise<T>): Promise<T | null> {
    const page = this.#flow.page!;
    try {
      return await step(pageSteps(page, summary), { ...this.#ref, page });
    } catch (error) {
      lostBy(error);
      return this.#lost();
    }
  }

  /** Notes that the page is gone. It is opened again and filled with the values known so far, so that nobody is asked twice. */
  #lost(): null {
    this.#update(flows.pageLost(this.#flow, Date.now()));
    return null;
  }

  /** What a step tells the vault, if a person is asked after it. */
  #asking(): Asking {
    return { question: this.#flow.state.question + 1 };
  }

  get #flow(): Flow {
    return this.#current.flow;
  }

  #update(next: Flow): void {
    this.#current.update(next);
  }
}
