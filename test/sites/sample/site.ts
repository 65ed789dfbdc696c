import { randomUUID } from 'node:crypto';
import { Accounts } from './accounts.js';
import { type ReceivedForm, type SampleCounts, zeroCounts } from './counts.js';
import * as html from './html.js';
import type { SiteLook } from './look.js';
import type { SampleUser, SampleVariant } from './options.js';

export interface SiteRequest {
  method: string;
  url: URL;
  cookies: ReadonlyMap<string, string>;
  form: URLSearchParams;
}

export interface SiteAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: string;
}

/** A visitor half-way through the login. */
interface Visit {
  id: string;
  email?: string;
  passwordProved?: boolean;
  /** A refusal that the next page has to show. */
  alert?: string;
}

const VISIT_COOKIE = 'visit';
export const MEMBERS_PATH = '/members';

/** The site without its network: requests in, answers out. */
export class SampleSiteLogic {
  readonly counts: SampleCounts = zeroCounts();
  readonly received: ReceivedForm[] = [];
  readonly accounts: Accounts;
  readonly #look: SiteLook;
  readonly #variant: SampleVariant;
  readonly #visits = new Map<string, Visit>();

  constructor(look: SiteLook, users: readonly SampleUser[], sessionSeconds: number, variant: SampleVariant) {
    this.#look = look;
    this.#variant = variant;
    this.accounts = new Accounts(users, sessionSeconds, variant.lockout === true);
  }

  /** Answers a request; undefined means that the site hangs. */
  answer(request: SiteRequest): SiteAnswer | undefined {
    const { loginPath } = this.#look;
    switch (request.url.pathname) {
      case '/':
        return this.#home(request);
      case loginPath:
        if (this.#variant.hang) return undefined;
        if (this.#variant.http500) return show(html.plainPage(this.#look, 'Out of order', 'Please come back.'), 500);
        if (this.#variant.noForm) return show(html.noFormPage(this.#look));
        return this.#login(request);
      case `${loginPath}/password`:
        return this.#passwordStep(request);
      case `${loginPath}/code`:
        return this.#codeStep(request);
      case MEMBERS_PATH:
        return this.#members(request);
      case '/logout':
        this.accounts.closeSession(this.#sessionId(request));
        return redirect('/', [`${this.#look.cookieName}=; Path=/; Max-Age=0`]);
      case '/newsletter':
      case '/help':
      case '/join':
        return show(html.plainPage(this.#look, 'Not today', 'This corner of the sample site is empty.'));
      default:
        return show(html.plainPage(this.#look, 'Not found', 'There is no such page.'), 404);
    }
  }

  #home(request: SiteRequest): SiteAnswer {
    this.counts.pages.home += 1;
    return show(html.homePage(this.#look, this.#echoed(request)));
  }

  #members(request: SiteRequest): SiteAnswer {
    this.counts.pages.members += 1;
    const owner = this.accounts.sessionOwner(this.#sessionId(request));
    if (owner === undefined) return redirect(this.#look.loginPath);
    this.counts.sessionsSeen += 1;
    return show(html.membersPage(this.#look, owner, this.#echoed(request)));
  }

  #login(request: SiteRequest): SiteAnswer {
    if (this.accounts.sessionOwner(this.#sessionId(request)) !== undefined) return redirect(MEMBERS_PATH);
    const visit = this.#visitOf(request);
    if (request.method === 'POST') {
      this.#note('login', request);
      return this.#variant.onePage ? this.#submitBoth(visit, request) : this.#submitEmail(visit, request);
    }
    this.counts.pages.login += 1;
    return show(this.#loginHtml(visit, request), 200, [visitCookie(visit)]);
  }

  #submitEmail(visit: Visit, request: SiteRequest): SiteAnswer {
    const email = (request.form.get(this.#look.email.name) ?? '').trim();
    this.counts.identifierSubmits += 1;
    if (!this.accounts.knows(email)) {
      this.counts.wrongIdentifiers += 1;
      return this.#refuse(visit, request, email, 'We do not know this e-mail address.');
    }
    visit.email = email;
    return this.#goOn(`${this.#look.loginPath}/password`, email, [visitCookie(visit)]);
  }

  #submitBoth(visit: Visit, request: SiteRequest): SiteAnswer {
    this.counts.identifierSubmits += 1;
    visit.email = (request.form.get(this.#look.email.name) ?? '').trim();
    return this.#submitPassword(visit, request);
  }

  #passwordStep(request: SiteRequest): SiteAnswer {
    const visit = this.#visitOf(request);
    if (visit.email === undefined || this.#variant.onePage) return redirect(this.#look.loginPath);
    if (request.method === 'POST') {
      this.#note('password', request);
      return this.#submitPassword(visit, request);
    }
    this.counts.pages.password += 1;
    return show(this.#passwordHtml(visit, request));
  }

  #submitPassword(visit: Visit, request: SiteRequest): SiteAnswer {
    const email = visit.email ?? '';
    const password = request.form.get(this.#look.password.name) ?? '';
    this.counts.passwordSubmits += 1;
    switch (this.accounts.judgePassword(email, password)) {
      case 'locked':
        return this.#refuse(visit, request, password, 'This account is locked. Try again later.');
      case 'wrong':
        this.counts.wrongPasswords += 1;
        return this.#refuse(visit, request, password, 'That password is not right.');
      case 'right':
        if (!this.accounts.needsCode(email)) return this.#welcome(visit, email, password);
        visit.passwordProved = true;
        return this.#goOn(`${this.#look.loginPath}/code`, password, [visitCookie(visit)]);
    }
  }

  #codeStep(request: SiteRequest): SiteAnswer {
    const visit = this.#visitOf(request);
    if (visit.email === undefined || !visit.passwordProved) return redirect(this.#look.loginPath);
    if (request.method === 'POST') {
      this.#note('code', request);
      return this.#submitCode(visit, visit.email, request);
    }
    this.counts.pages.code += 1;
    return show(html.codePage(this.#look, this.#notices(visit, request)));
  }

  #submitCode(visit: Visit, email: string, request: SiteRequest): SiteAnswer {
    const code = request.form.get(this.#look.code.name) ?? '';
    this.counts.codeSubmits += 1;
    switch (this.accounts.judgeCode(email, code)) {
      case 'wrong':
        this.counts.wrongCodes += 1;
        return this.#refuse(visit, request, code, 'That code is not right.');
      case 'reused':
        this.counts.reusedCodes += 1;
        return this.#refuse(visit, request, code, 'That code was used already. Wait for the next one.');
      case 'right':
        return this.#welcome(visit, email, code);
    }
  }

  #welcome(visit: Visit, email: string, lastValue: string): SiteAnswer {
    this.#visits.delete(visit.id);
    if (this.#variant.noSession) return show(html.membersPage(this.#look, email, {}));
    const session = this.accounts.openSession(email);
    this.counts.sessionsCreated += 1;
    const cookie = [
      `${this.#look.cookieName}=${session.id}`,
      'Path=/',
      'HttpOnly',
      'SameSite=Lax',
      `Expires=${new Date(session.endsAt).toUTCString()}`,
    ].join('; ');
    return this.#goOn(MEMBERS_PATH, lastValue, [cookie]);
  }

  /** Shows the same page again with a refusal; the echo variant redirects, so that the value gets into the address too. */
  #refuse(visit: Visit, request: SiteRequest, value: string, alert: string): SiteAnswer {
    visit.alert = alert;
    if (this.#variant.echo) return this.#goOn(request.url.pathname, value, [visitCookie(visit)]);
    const pages: Record<string, () => string> = {
      [this.#look.loginPath]: () => this.#loginHtml(visit, request),
      [`${this.#look.loginPath}/password`]: () => this.#passwordHtml(visit, request),
      [`${this.#look.loginPath}/code`]: () => html.codePage(this.#look, this.#notices(visit, request)),
    };
    return show(pages[request.url.pathname]?.() ?? '', this.#look.refusalStatus, [visitCookie(visit)]);
  }

  #goOn(path: string, value: string, cookies: string[]): SiteAnswer {
    return redirect(this.#variant.echo ? `${path}?you-sent=${encodeURIComponent(value)}` : path, cookies);
  }

  #loginHtml(visit: Visit, request: SiteRequest): string {
    const notices = this.#notices(visit, request);
    return this.#variant.onePage
      ? html.onePage(this.#look, notices, this.#script())
      : html.emailPage(this.#look, notices);
  }

  #passwordHtml(visit: Visit, request: SiteRequest): string {
    return html.passwordPage(this.#look, visit.email ?? '', this.#notices(visit, request), this.#script());
  }

  #script(): string {
    return html.passwordScript(this.#look, this.#variant.disabledField);
  }

  #notices(visit: Visit, request: SiteRequest): html.Notices {
    const { alert } = visit;
    delete visit.alert;
    return { alert, ...this.#echoed(request) };
  }

  #echoed(request: SiteRequest): html.Notices {
    return this.#variant.echo ? { echo: request.url.searchParams.get('you-sent') ?? undefined } : {};
  }

  #visitOf(request: SiteRequest): Visit {
    const known = this.#visits.get(request.cookies.get(VISIT_COOKIE) ?? '');
    if (known !== undefined) return known;
    const visit = { id: randomUUID() };
    this.#visits.set(visit.id, visit);
    return visit;
  }

  #sessionId(request: SiteRequest): string | undefined {
    return request.cookies.get(this.#look.cookieName);
  }

  #note(page: ReceivedForm['page'], request: SiteRequest): void {
    this.received.push({ page, fields: [...request.form.keys()] });
  }
}

function visitCookie(visit: Visit): string {
  return `${VISIT_COOKIE}=${visit.id}; Path=/; HttpOnly; SameSite=Lax`;
}

function show(body: string, status = 200, cookies: string[] = []): SiteAnswer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'set-cookie': cookies }, body };
}

/** 303, so that a form never comes back by a reload (RFC 9110 §15.4.4). */
function redirect(location: string, cookies: string[] = []): SiteAnswer {
  return { status: 303, headers: { location, 'set-cookie': cookies }, body: '' };
}
